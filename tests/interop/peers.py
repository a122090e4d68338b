"""The peers: each takes mail for its own domain onward to the sink, and sends everything else to the relay under test.

So each is a next hop of the relay and a client of it, with TLS where it can.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from cell import Process, free_port, need, unpacked


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for the peers, made with openssl."""
    key, made = folder / "key.pem", folder / "certificate.pem"
    subprocess.run([need("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out",
                    str(made), "-subj", "/CN=peer.example", "-days", "3"], check=True, capture_output=True)
    key.chmod(0o644)
    return made, key


def does_tls(port: int) -> bool:
    """Whether a server finishes the handshake that it offers, as OpenSSL's own client sees it."""
    done = subprocess.run([need("openssl"), "s_client", "-starttls", "smtp", "-connect", f"127.0.0.1:{port}", "-brief"],
                          input=b"QUIT\r\n", capture_output=True, timeout=20)
    return b"CONNECTION ESTABLISHED" in done.stderr and b"alert" not in done.stderr


class Peer:
    """A mail server on a port. `domain`: what it takes onward."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.domain = f"{name}.onward.example"
        self.folder = folder / name
        self.folder.mkdir(parents=True)
        self.port = free_port()

    def run(self, *words: str, cell: bool = True) -> None:
        self.process = Process(self.folder / "run", self.port, *words, cell=cell)

    def close(self) -> None:
        if hasattr(self, "process"):
            self.process.close()


def postfix(folder: Path, engine: int, sink: int, certificates: tuple[Path, Path]) -> Peer:
    """Postfix with a configuration and a queue of its own."""
    program = need("postfix")
    peer = Peer("postfix", folder)
    config, queue, data = (peer.folder / name for name in ("etc", "queue", "data"))
    for each in (config, queue, data):
        each.mkdir()
    (config / "main.cf").write_text(f"""compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
command_directory = {Path(program).parent}
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = postfix.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
relayhost = [127.0.0.1]:{engine}
transport_maps = inline:{{{{{peer.domain} = smtp:[127.0.0.1]:{sink}}}}}
smtp_tls_security_level = may
smtpd_tls_security_level = may
smtpd_tls_cert_file = {certificates[0]}
smtpd_tls_key_file = {certificates[1]}
smtputf8_enable = yes
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
maillog_file = {peer.folder / 'maillog'}
maillog_file_prefixes = {peer.folder}
alias_maps =
alias_database =
""")
    proto = next((p for p in (Path("/etc/postfix/master.cf.proto"), Path("/usr/share/postfix/master.cf.dist")) if p.exists()), None)
    lines = []
    for line in proto.read_text().splitlines() if proto else []:
        fields = line.split()
        if line.startswith("smtp      inet"):
            line = f"127.0.0.1:{peer.port} inet n - n - - smtpd"
        elif fields and not line.startswith(("#", " ", "\t")) and fields[4:5] == ["y"]:
            fields[4] = "n"
            line = " ".join(fields)
        lines.append(line)
    (config / "master.cf").write_text("\n".join(lines) + "\n")
    shutil.chown(data, "postfix")
    peer.run(program, "-c", str(config), "start-fg", cell=False)
    return peer


def exim(folder: Path, engine: int, sink: int, certificates: tuple[Path, Path]) -> Peer:
    """Exim."""
    program = unpacked("/usr/sbin/exim4")
    peer = Peer("exim", folder)
    (peer.folder / "exim.conf").write_text(f"""
primary_hostname = exim.example
spool_directory = /var/spool/exim
log_file_path = /var/log/exim-%s
daemon_smtp_ports = {peer.port}
local_interfaces = 127.0.0.1
exim_user = Debian-exim
tls_advertise_hosts = *
tls_certificate = {certificates[0]}
tls_privatekey = {certificates[1]}
acl_smtp_rcpt = all
acl_smtp_data = all
smtputf8_advertise_hosts =
never_users =
begin acl
all:
  accept
begin routers
onward:
  driver = manualroute
  domains = {peer.domain}
  transport = smtp
  route_list = * 127.0.0.1::{sink} byname
  self = send
home:
  driver = manualroute
  transport = smtp
  route_list = * 127.0.0.1::{engine} byname
  self = send
begin transports
smtp:
  driver = smtp
  tls_verify_certificates =
  tls_verify_hosts = :
  tls_try_verify_hosts = :
  tls_verify_cert_hostnames = :
begin retry
* * F,1h,1s
""")
    peer.run("bash", "-c", f"mkdir -p /var/spool/exim /var/log && chown Debian-exim /var/spool/exim /var/log && exec {program} -C {peer.folder}/exim.conf -bdf -q1s")
    return peer


def opensmtpd(folder: Path, engine: int, sink: int, certificates: tuple[Path, Path]) -> Peer:
    """OpenSMTPD. The one of Debian 12 offers STARTTLS and cannot do it with anybody, so the relay falls back to the clear.

    Its sessions hold a key without its secret part, and have the signature made by a process of its own, by a method they put in the
    key's place. OpenSSL 3 does not call that method any more: the session answers ClientHello, asks the key process nothing and ends
    with alert 80 (internal error), in TLS 1.2 and 1.3, with RSA and with EC keys alike.
    """
    program = unpacked("/usr/sbin/smtpd")
    peer = Peer("opensmtpd", folder)
    key = peer.folder / "key.pem"  # it wants to be the only one who can read it
    shutil.copy(certificates[1], key)
    key.chmod(0o600)
    (peer.folder / "smtpd.conf").write_text(f"""
pki peer cert "{certificates[0]}"
pki peer key "{key}"
listen on 127.0.0.1 port {peer.port} tls pki peer hostname opensmtpd.example
action onward relay host smtp+notls://127.0.0.1:{sink}
action home relay host "smtp://127.0.0.1:{engine}"
match from any for domain "{peer.domain}" action onward
match from any for any action home
""")
    peer.run(program, "-d", "-f", str(peer.folder / "smtpd.conf"))
    return peer


def dovecot(folder: Path) -> Peer:
    """Dovecot's LMTP server, with a Maildir for whoever mail comes for."""
    program = unpacked("/usr/sbin/dovecot")
    peer = Peer("dovecot", folder)
    mail = peer.folder / "mail"
    mail.mkdir()
    (peer.folder / "dovecot.conf").write_text(f"""
protocols = lmtp
base_dir = /run/dovecot
log_path = /dev/stderr
ssl = no
first_valid_uid = 1
mail_location = maildir:{mail}/%u
userdb {{
  driver = static
  args = uid=7104 gid=7104 home={mail}/%u allow_all_users=yes
}}
passdb {{
  driver = static
  args = nopassword=y
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {peer.port}
  }}
}}
""")
    mail.chmod(0o777)
    peer.run(program, "-F", "-c", str(peer.folder / "dovecot.conf"))
    return peer


ALL = {"postfix": postfix, "exim": exim, "opensmtpd": opensmtpd}
