"""The settings file: what it holds comes back, what is wrong is told with its line, and nobody's change is lost."""

from __future__ import annotations

import multiprocessing
import os
import tomllib
from pathlib import Path

import pytest

from relayengine.schema import SettingProblems
from relayengine.settings.difference import difference
from relayengine.settings.kinds import KINDS, find_kind
from relayengine.settings.places import control_socket, settings_path
from relayengine.settings.secrets import SecretProblem
from relayengine.settings.shown import directory_properties
from relayengine.settings.snapshot import Settings
from relayengine.settings.store import BrokenSettings, Store
from relayengine.settings.testing import settings
from relayengine.values.options import PermissionGroups

RECEIVE, SEND, DOMAIN, PERMISSION, MAILBOX = (find_kind(n) for n in ("ReceiveConnector", "SendConnector", "AcceptedDomain", "ADPermission", "Mailbox"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(tmp_path / "relay.toml")
    assert found.create("EXCSERVER", "EXCSERVER.akkaya.local", "akkaya.local")
    return found


def test_the_first_file(store: Store) -> None:
    assert not store.create()
    s = store.load()
    assert [(s.identity(c), "{%s}" % ", ".join(map(str, c.bindings)), c.enabled) for c in s.receive_connectors] == [
        ("EXCSERVER\\Default EXCSERVER", "{0.0.0.0:2525, [::]:2525}", True), ("EXCSERVER\\Client Proxy EXCSERVER", "{[::]:465, 0.0.0.0:465}", True),
        ("EXCSERVER\\Default Frontend EXCSERVER", "{[::]:25, 0.0.0.0:25}", True), ("EXCSERVER\\Outbound Proxy Frontend EXCSERVER", "{[::]:717, 0.0.0.0:717}", True),
        ("EXCSERVER\\Client Frontend EXCSERVER", "{[::]:587, 0.0.0.0:587}", True)]
    front = s.receive_connectors[2]
    assert str(front.permission_groups) == "AnonymousUsers, ExchangeServers, ExchangeLegacyServers"
    assert str(front.auth_mechanism) == "Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer"
    assert (str(front.max_message_size), front.max_hop_count, str(front.tarpit_interval)) == ("36 MB (37,748,736 bytes)", 60, "00:00:05")
    assert [str(r) for r in front.remote_ip_ranges] == ["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "0.0.0.0-255.255.255.255"]
    assert s.default_domain == "akkaya.local" and s.mailbox("Administrator@Akkaya.local") and s.account("AKKAYA\\administrator")
    hub = s.receive_connectors[0]
    assert str(hub.max_inbound_connection_per_source) == "Unlimited" and hub.max_recipients_per_message == 5000


def test_a_change_keeps_comments_and_order(store: Store) -> None:
    before = store.path.read_text()
    store.path.write_text(before.replace("PortOffset = 0", "PortOffset = 0   # shifted by nobody"))
    with store.edit() as edit:
        edit.set(edit.settings.receive_connectors[2], MaxMessageSize="20MB", Comment='the "front" door')
        edit.set(edit.settings.server, port_offset=10000)
    after = store.path.read_text()
    assert "PortOffset = 10000   # shifted by nobody" in after
    kept = [line for line in before.split("\n") if line.startswith("#") or line.startswith("[")]
    assert [line for line in after.split("\n") if line.startswith("#") or line.startswith("[")] == kept
    front = store.load().receive_connectors[2]
    assert str(front.max_message_size) == "20 MB (20,971,520 bytes)" and front.comment == 'the "front" door' and front.when_changed


def test_every_setting_of_every_kind_comes_back(store: Store) -> None:
    """What one writes is what one reads, for each setting and a value that is not its default."""
    other = {"String": "text", "Boolean": None, "Int32": None}
    with store.edit() as edit:
        connector = edit.add(RECEIVE, name="All", bindings="127.0.0.1:26", remote_ip_ranges="10.0.0.0/8,192.168.1.1", auth_mechanism="Tls,BasicAuth")
        for one in RECEIVE.settings:
            if not one.on or one.attribute in ("name", "server", "bindings", "remote_ip_ranges", "tls_certificate_name", "banner", "default_domain",
                                               "connection_timeout", "chunking_enabled", "transport_role", "extended_protection_policy"):
                continue
            if one.type is bool:
                value: object = not one.default
            elif one.type is str or one.type is int and one.default is None:
                value = "text"
            elif one.type is int:
                value = max(one.low or 0, (one.default or 1) - 1) or one.default
            elif one.allowed and one.allowed[0] != "$true":
                value = one.allowed[1]
            else:
                value = {"ByteQuantifiedSize": "100KB", "EnhancedTimeSpan": "00:00:09"}.get(one.shown_type, 7)
            if one.attribute in ("binary_mime_enabled",):
                value = False
            try:
                connector = edit.set(connector, **{one.name: value})
            except SettingProblems:
                continue
            assert getattr(connector, one.attribute) == one.read(value), one.name
    assert store.load().receive_connectors[-1] == connector
    assert other


def test_new_objects_and_their_removal(store: Store) -> None:
    with store.edit() as edit:
        relay = edit.add(RECEIVE, Name="IP_Relay", TransportRole="FrontendTransport", Bindings=["0.0.0.0:25"], RemoteIPRanges="192.168.1.30", PermissionGroups="AnonymousUsers")
        edit.add(PERMISSION, identity="EXCSERVER\\IP_Relay", user="NT AUTHORITY\\Anonymous Logon", extended_rights=["ms-Exch-SMTP-Accept-Any-Recipient"])
        assert edit.settings.receive_connectors[-1].permission_groups == PermissionGroups.AnonymousUsers | PermissionGroups.Custom
        edit.set(relay, name="Renamed")
        edit.add(SEND, name="Out", address_spaces="*", smart_hosts="mail.example.com", dns_routing_enabled=False)
        domain = edit.add(DOMAIN, name="second.example", domain_name="second.example", domain_type="InternalRelay")
        edit.set(domain, default=True)
    s = store.load()
    assert [p.identity for p in s.permissions] == ["EXCSERVER\\Renamed"] and s.default_domain == "second.example"
    assert "Custom" not in store.path.read_text() and str(s.send_connectors[0].max_message_size) == "35 MB (36,700,160 bytes)"
    guid = s.receive_connectors[-1].guid
    assert len(guid) == 36 and store.load().receive_connectors[-1].guid == guid
    with store.edit() as edit:
        edit.remove(edit.settings.receive_connectors[-1])
        edit.remove(edit.settings.send_connectors[0])
    s = store.load()
    assert not s.permissions and not s.send_connectors and len(s.receive_connectors) == 5


def test_a_failed_edit_changes_nothing(store: Store) -> None:
    before = store.path.read_text()
    for kind, values, said in (
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:25", "remote_ip_ranges": "192.168.1"}, '"192.168.1" is not an address range'),
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:2600"}, "RemoteIPRanges is missing"),
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:25", "remote_ip_ranges": "10.0.0.1"}, "two services cannot listen on one port"),
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:25", "remote_ip_ranges": "0.0.0.0-255.255.255.255", "transport_role": "FrontendTransport"},
         "conflict with the settings on Receive connector \"EXCSERVER\\Default Frontend EXCSERVER\""),
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:2600", "remote_ip_ranges": "10.0.0.1", "max_hop_count": 501}, '"501" is not between 1 and 500'),
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:2600", "remote_ip_ranges": "10.0.0.1", "banner": "hello"}, "must begin with 220"),
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:2600", "remote_ip_ranges": "10.0.0.1", "banner": "220 a\r\n250 b"}, "control character"),
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:2600", "remote_ip_ranges": "10.0.0.1-10.0.0.9,10.0.0.5-10.0.0.20"}, "overlap"),
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:2600", "remote_ip_ranges": "10.0.0.1", "auth_mechanism": "BasicAuthRequireTLS"}, "needs BasicAuth and Tls"),
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:2600", "remote_ip_ranges": "10.0.0.1", "auth_mechanism": "ExternalAuthoritative"}, "needs PermissionGroups ExchangeServers"),
        (RECEIVE, {"name": "x", "bindings": "0.0.0.0:2600", "remote_ip_ranges": "10.0.0.1", "max_mesage_size": "1MB"}, "did you mean MaxMessageSize?"),
        (RECEIVE, {"name": "Default EXCSERVER", "bindings": "0.0.0.0:2600", "remote_ip_ranges": "10.0.0.1"}, "is there twice"),
        (SEND, {"name": "x", "address_spaces": "*", "smart_hosts": "a.example"}, "DNSRoutingEnabled must be false"),
        (SEND, {"name": "x", "address_spaces": "*", "require_tls": True, "ignore_starttls": True}, "exclude each other"),
        (SEND, {"name": "x", "address_spaces": "*", "port": 70000}, '"70000" is not between 0 and 65535'),
        (MAILBOX, {"name": "x", "primary_smtp_address": "x@elsewhere.example"}, "is no accepted domain; there are akkaya.local"),
        (MAILBOX, {"name": "x", "primary_smtp_address": "administrator@akkaya.local"}, 'is already that of "Administrator"'),
        (PERMISSION, {"identity": "EXCSERVER\\Nowhere", "user": "x"}, 'there is no connector "EXCSERVER\\Nowhere"'),
    ):
        with pytest.raises(SettingProblems) as error, store.edit() as edit:
            edit.add(kind, **values)
        assert said in str(error.value), error.value
    assert store.path.read_text() == before


BROKEN = [
    ('PortOffset = 0', 'PortOffset = "many"', '"many" is not a whole number', None),
    ('Fqdn = "EXCSERVER.akkaya.local"', 'Fqdn = "a b"', '"a b" is not a domain name', None),
    ('MaxReceiveSize = "10MB"', 'MaxReceiveSize = "huge"', 'MaxReceiveSize: "huge" is neither a size such as 36MB nor Unlimited', None),
    ('MaxReceiveSize = "10MB"', 'MaxRecieveSize = "10MB"', "did you mean MaxReceiveSize?", None),
    ('MaxReceiveSize = "10MB"', 'MaxReceiveSize = 10MB', "this is not TOML", None),
    ('MaxReceiveSize = "10MB"', 'MaxReceiveSize "10MB"', "this is not TOML", None),
    ('[TransportConfig]', '[TransportConfg]', "[TransportConfg] is no kind of settings", None),
    ('DomainType = "Authoritative"', 'DomainType = "Mine"', '"Mine" is not one of Authoritative, ExternalRelay, InternalRelay', None),
    ('Name = "EXCSERVER"', '', "Name is missing", "[Server]"),
]


@pytest.mark.parametrize(("old", "new", "said", "where"), BROKEN, ids=[b[1] or b[2] for b in BROKEN])
def test_a_broken_file_is_told_of_with_its_line(store: Store, old: str, new: str, said: str, where: str | None) -> None:
    text = store.path.read_text()
    assert old in text
    broken = text.replace(old, new, 1)
    store.path.write_text(broken)
    with pytest.raises(BrokenSettings) as error:
        store.load()
    problem = next(p for p in error.value.problems if said in p.text)
    line = next(i for i, one in enumerate(broken.split("\n"), 1) if (where or new) in one)
    assert problem.line == line and str(problem).startswith(f"{store.path}, line {line}: ")


def test_every_problem_is_told_at_once(store: Store) -> None:
    store.path.write_text(store.path.read_text().replace('PortOffset = 0', 'PortOffset = -1').replace('"10MB"', '"lots"').replace('"5"', '"many"')
                          .replace("MessageRateLimit = 5", 'MessageRateLimit = "x"'))
    with pytest.raises(BrokenSettings) as error:
        store.load()
    assert len(error.value.problems) == 5


def test_files_that_are_no_settings(tmp_path: Path) -> None:
    path = tmp_path / "relay.toml"
    store = Store(path)
    for data, said in ((None, "there is no such file"), (b"\xff\xfe\x00", "is no UTF-8"), (b"", "Name is missing"), (b"\0", "not TOML"), (b"[" * 5000, "not TOML"),
                       (b"Server = 3\n", "must be a table"), (b"[[Server]]\n[[Server]]\n", "there is one")):
        path.unlink(missing_ok=True)
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(BrokenSettings) as error:
            store.load()
        assert said in str(error.value), error.value
    path.write_text("x")
    path.chmod(0o666)
    with pytest.raises(BrokenSettings, match="everyone may write it"):
        store.load()


def _add_domains(path: str, first: int) -> None:
    store = Store(path)
    for n in range(first, first + 8):
        with store.edit() as edit:
            edit.add(DOMAIN, name=f"d{n}.example", domain_name=f"d{n}.example")
            edit.set(edit.settings.receive_connectors[first % 5], comment=f"by {n}")


def test_two_who_write_at_once_lose_nothing(store: Store) -> None:
    workers = [multiprocessing.get_context("spawn").Process(target=_add_domains, args=(str(store.path), n * 100)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    assert len(store.load().accepted_domains) == 1 + 3 * 8


def test_an_edit_by_hand_in_between_is_kept(store: Store) -> None:
    held = store.load().receive_connectors[2]
    store.path.write_text(store.path.read_text().replace("PortOffset = 0", "PortOffset = 7"))
    with store.edit() as edit:
        edit.set(held, comment="mine")
    s = store.load()
    assert s.server.port_offset == 7 and s.receive_connectors[2].comment == "mine"
    with store.edit() as edit:
        edit.remove(held)
    with pytest.raises(SettingProblems, match="is no longer there"), store.edit() as edit:
        edit.set(held, comment="late")


def test_the_file_keeps_its_mode_and_a_link_stays_a_link(store: Store, tmp_path: Path) -> None:
    store.path.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(store.path)
    with Store(link).edit() as edit:
        edit.set(edit.settings.server, port_offset=3)
    assert link.is_symlink() and store.path.stat().st_mode & 0o777 == 0o640 and store.load().server.port_offset == 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.toml", "relay.toml", "relay.toml.lock"]


def test_secrets(store: Store) -> None:
    secrets = store.secrets
    secrets.set_password("Administrator", "pässword")
    assert secrets.check_password("administrator", "pässword") and not secrets.check_password("Administrator", "x") and not secrets.check_password("nobody", "x")
    assert "pässword" not in store.path.read_text()
    files = list(secrets.directory.iterdir())
    assert len(files) == 1 and files[0].stat().st_mode & 0o777 == 0o600 and "$argon2id$" in files[0].read_text() and secrets.directory.stat().st_mode & 0o777 == 0o700
    with store.edit() as edit:
        edit.set(edit.settings.mailboxes[0], name="Admin")
    assert secrets.check_password("Admin", "pässword") and not secrets.has_password("Administrator")
    files = list(secrets.directory.iterdir())
    files[0].chmod(0o644)
    with pytest.raises(SecretProblem, match="chmod 600 mends it"):
        secrets.check_password("Admin", "pässword")
    files[0].chmod(0o600)
    with store.edit() as edit:
        edit.remove(edit.settings.mailboxes[0])
    assert not secrets.has_password("Admin")
    for bad in ("", "x" * 2000, "a\0b"):
        with pytest.raises(SecretProblem):
            secrets.set_password("x", bad)


def test_difference(store: Store) -> None:
    old = store.load()
    with store.edit() as edit:
        edit.set(edit.settings.receive_connectors[0], max_hop_count=9)
        edit.add(SEND, name="Out", address_spaces="*")
        edit.add(PERMISSION, identity="Default EXCSERVER", user="x", extended_rights=["ms-Exch-SMTP-Submit"])
    changes = {(c.kind, c.what): c for c in difference(old, store.load())}
    assert set(changes) == {("ReceiveConnector", "changed"), ("SendConnector", "added"), ("ADPermission", "added")}
    assert "max_hop_count" in changes["ReceiveConnector", "changed"].attributes
    assert difference(old, old) == []


def test_lookups() -> None:
    s = settings(AcceptedDomain=[{"Name": "w", "DomainName": "*.wild.example", "DomainType": "InternalRelay"}, {"Name": "x", "DomainName": "exact.wild.example"},
                                 {"Name": "sub", "DomainName": "sub.example", "MatchSubDomains": True}],
                 RemoteDomain=[{"Name": "r", "DomainName": "*.far.example"}])
    assert s.accepted_domain("a.wild.example").name == "w" and s.accepted_domain("exact.wild.example").name == "x" and s.accepted_domain("wild.example").name == "w"
    assert s.accepted_domain("deep.sub.example").name == "sub" and s.accepted_domain("notsub.example") is None
    assert s.remote_domain("x.far.example").name == "r" and s.remote_domain("y.example").name == "Default"


def test_what_is_shown_beside() -> None:
    s = settings()
    shown = dict(directory_properties(s.receive_connectors[2], s))
    assert shown["Identity"] == "EXCSERVER\\Default Frontend EXCSERVER" and shown["ObjectState"] == "Unchanged" and shown["IsValid"] is True
    assert shown["DistinguishedName"].startswith("CN=Default Frontend EXCSERVER,CN=SMTP Receive Connectors,CN=Protocols,CN=EXCSERVER,CN=Servers,")


def test_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RELAYSHELL_CONFIG", str(tmp_path / "a.toml"))
    assert settings_path() == tmp_path / "a.toml" and settings_path("/x/b.toml") == Path("/x/b.toml")
    monkeypatch.delenv("RELAYSHELL_CONFIG")
    if os.geteuid() == 0:
        assert settings_path() == Path("/etc/relayshell/relay.toml")
    assert control_socket(tmp_path / "a.toml") == tmp_path / "a.secrets" / "control.sock"
    assert len(str(control_socket(tmp_path / ("x" * 120) / "a.toml"))) < 107


def test_every_setting_is_explained_and_its_default_is_good() -> None:
    for kind in KINDS:
        assert kind.doc
        for one in kind.settings:
            assert one.doc.endswith((".", ")")) and len(one.doc) > 8, (kind.name, one.name)
            if not one.required and one.default is not None:
                assert one.read(one.default) == one.default
        assert kind.find(kind.key) and all(kind.find(c) or c in ("Identity", "ServerName", "Inherited", "Subject") for c in kind.columns)
        for name, preset in kind.presets.items():
            _, problems = kind.read(preset.values)
            assert not problems, (kind.name, name)


def test_toml_of_the_first_file_has_every_kind_of_comment(store: Store) -> None:
    text = store.path.read_text()
    assert text.count("\n#") > 8 and tomllib.loads(text)["Server"]["Name"] == "EXCSERVER"
    assert Settings.of(tomllib.loads(text))[1] == []


@pytest.mark.parametrize("more", [
    "x = " + "[" * 100_000, "x = " + "[" * 3000 + "]" * 3000, "x = " + "{a=" * 2000 + "1" + "}" * 2000, "Port = " + "9" * 5000, "a" * 1_000_000 + " = 1",
    '[[SendConnector]]\nName = "a\\u001b[2J\\r\\nb"\nAddressSpaces = ["*"]', "[" + "a." * 5000 + "b]", "Name = nan", '[[Mailbox]]\nName = "\\u202e"\nPrimarySmtpAddress = "\\u202e@x"'])
def test_nonsense_is_told_of_in_few_printable_words(store: Store, more: str) -> None:
    store.path.write_text(f"{store.path.read_text()}\n{more}\n")
    with pytest.raises(BrokenSettings) as told:
        store.load()
    for problem in told.value.problems:
        assert str(problem).isprintable() and len(str(problem)) < 3000, str(problem)[:200]
