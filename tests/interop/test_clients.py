"""Programs that people send mail with, at the relay's doors: in the clear, with STARTTLS and a password, with TLS from the first byte."""

from __future__ import annotations

import os
import shutil
import smtplib
import ssl
import subprocess
import uuid
from pathlib import Path

import pytest
from cell import PEERS
from house import PASSWORD, USER

TO = "b@else.example"


def text(mark: str) -> str:
    return f"From: {USER}\nTo: {TO}\nSubject: {mark}\n\nHello\n.\n..dots\n\nend {mark}\n"


def run(*words: str, stdin: str = "", env: dict[str, str] | None = None) -> None:
    if not shutil.which(words[0], path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip(f"{words[0]} is not installed; scripts/test installs it where it may")
    done = subprocess.run(words, input=stdin, capture_output=True, text=True, timeout=40, env={**os.environ, **(env or {})})
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def check(world, mark: str, *, tls: bool, known: bool) -> None:
    """The message is at the sink, with the body it had; the relay's Received field says how it came."""
    message = world.arrived(mark)
    assert message.recipients == [TO]
    received = message.data.partition(b"Received: from")[2].partition(b"\r\nReceived")[0]
    assert f"with ESMTP{'S' if tls else ''}{'A' if known else ''} ".encode() in received.replace(b"\r\n", b" "), received
    lines = message.data.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert lines[:5] == [b"Hello", b"..", b"...dots", b"", f"end {mark}".encode()], lines


WAYS = ("clear", "starttls", "implicit")


def port(world, way: str) -> int:
    return {"clear": world.house.relay, "starttls": world.house.submit, "implicit": world.house.implicit}[way]


@pytest.mark.parametrize("way", WAYS)
def test_smtplib(world, way):
    mark = uuid.uuid4().hex
    insecure = ssl._create_unverified_context()
    smtp = smtplib.SMTP_SSL("127.0.0.1", port(world, way), context=insecure) if way == "implicit" else smtplib.SMTP("127.0.0.1", port(world, way))
    with smtp:
        if way == "starttls":
            smtp.starttls(context=insecure)
        if way != "clear":
            smtp.login(USER, PASSWORD)
        smtp.sendmail(USER, [TO], text(mark))
    check(world, mark, tls=way != "clear", known=way != "clear")


@pytest.mark.parametrize("way", WAYS)
def test_curl(world, way):
    mark = uuid.uuid4().hex
    more = {"clear": [], "starttls": ["--ssl-reqd"], "implicit": []}[way] + ([] if way == "clear" else ["--user", f"{USER}:{PASSWORD}"])
    run("curl", "-sS", "-k", f"smtp{'s' if way == 'implicit' else ''}://127.0.0.1:{port(world, way)}/client.example", "--mail-from", USER, "--mail-rcpt", TO,
        "--upload-file", "-", *more, stdin=text(mark).replace("\n", "\r\n"))
    check(world, mark, tls=way != "clear", known=way != "clear")


@pytest.mark.parametrize("way", WAYS)
def test_msmtp(world, way):
    mark = uuid.uuid4().hex
    more = {"clear": ["--tls=off"], "starttls": ["--tls=on", "--tls-starttls=on"], "implicit": ["--tls=on", "--tls-starttls=off"]}[way]
    if way != "clear":
        more += ["--tls-certcheck=off", "--auth=plain", f"--user={USER}", f"--passwordeval=echo {PASSWORD}"]
    run("msmtp", "--host=127.0.0.1", f"--port={port(world, way)}", f"--from={USER}", *more, TO, stdin=text(mark))
    check(world, mark, tls=way != "clear", known=way != "clear")


@pytest.mark.parametrize("way", WAYS)
def test_swaks(world, way):
    mark = uuid.uuid4().hex
    if way != "clear" and subprocess.run(["perl", "-MNet::SSLeay", "-e1"], capture_output=True).returncode:
        pytest.skip("Net::SSLeay is not installed (Debian package libnet-ssleay-perl)")
    more = {"clear": [], "starttls": ["--tls"], "implicit": ["--tls-on-connect"]}[way]
    if way != "clear":
        more += ["--auth", "LOGIN", "--auth-user", USER, "--auth-password", PASSWORD]
    run("swaks", "--server", "127.0.0.1", "--port", str(port(world, way)), "--from", USER, "--to", TO, "--ehlo", "client.example", "--data", "-", *more,
        stdin=text(mark))
    check(world, mark, tls=way != "clear", known=way != "clear")


_PERL = """
use Net::SMTP;
my ($port, $way, $user, $password, $to, $text) = @ARGV;
my $s = Net::SMTP->new('127.0.0.1', Port => $port, Timeout => 15, $way eq 'implicit' ? (SSL => 1, SSL_verify_mode => 0) : ()) or die "no connection: $@";
if ($way eq 'starttls') { $s->starttls(SSL_verify_mode => 0) or die 'starttls: ' . $s->message }
if ($way ne 'clear') { $s->auth($user, $password) or die 'auth: ' . $s->message }
$s->mail($user) or die $s->message; $s->to($to) or die $s->message;
$s->data() or die $s->message; $s->datasend($text); $s->dataend() or die $s->message; $s->quit;
"""


@pytest.mark.parametrize("way", WAYS)
def test_net_smtp(world, way):
    mark = uuid.uuid4().hex
    wanted = "Net::SMTP" if way == "clear" else "IO::Socket::SSL"
    if way != "clear" and subprocess.run(["perl", f"-M{wanted}", "-MAuthen::SASL", "-e1"], capture_output=True).returncode:
        pytest.skip("IO::Socket::SSL and Authen::SASL are not installed (Debian packages libio-socket-ssl-perl, libauthen-sasl-perl)")
    run("perl", "-e", _PERL, str(port(world, way)), way, USER, PASSWORD, TO, text(mark))
    check(world, mark, tls=way != "clear", known=way != "clear")


_NODE = """
const [port, way, user, pass, to, text] = process.argv.slice(2);
const transport = require('nodemailer').createTransport({host: '127.0.0.1', port: Number(port), secure: way === 'implicit', ignoreTLS: way === 'clear',
  requireTLS: way === 'starttls', tls: {rejectUnauthorized: false}, ...(way === 'clear' ? {} : {auth: {user, pass}})});
transport.sendMail({envelope: {from: user, to}, raw: text}).then(() => process.exit(0), e => { console.error(e); process.exit(1) });
"""


@pytest.mark.parametrize("way", WAYS)
def test_nodemailer(world, way, tmp_path):
    mark = uuid.uuid4().hex
    modules = Path(PEERS) / "node_modules"
    if not (modules / "nodemailer").is_dir():
        pytest.skip(f"nodemailer is not in {modules}; scripts/test installs it where npm is")
    script = tmp_path / "send.js"
    script.write_text(_NODE)
    run("node", str(script), str(port(world, way)), way, USER, PASSWORD, TO, text(mark), env={"NODE_PATH": str(modules)})
    check(world, mark, tls=way != "clear", known=way != "clear")


def test_a_wrong_password_is_refused_and_nothing_leaves(world):
    with smtplib.SMTP("127.0.0.1", world.house.submit) as smtp:
        smtp.starttls(context=ssl._create_unverified_context())
        with pytest.raises(smtplib.SMTPAuthenticationError):
            smtp.login(USER, "wrong")
        assert smtp.mail(USER)[0] == 530
