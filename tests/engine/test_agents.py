"""What is done to messages on their way: journal copies and rewritten addresses."""

from __future__ import annotations

import asyncio
import email
import email.policy

import pytest
from engine.host import Host
from engine.parts import part, smart_host
from relayengine.mail.headers import readdressed
from relayengine.queue.journaling import Rules
from relayengine.mail import Envelope, Recipient
from relayengine.settings.testing import settings


def run(work):
    return asyncio.run(asyncio.wait_for(work, 60))


JOURNAL = {"Name": "all", "JournalEmailAddress": "archive@vault.test", "Enabled": True}


@pytest.mark.parametrize("rule, sender, to, reported", [
    ({}, "a@akkaya.local", "b@x.test", True),
    ({"Enabled": False}, "a@akkaya.local", "b@x.test", False),
    ({"Scope": "Internal"}, "a@akkaya.local", "b@akkaya.local", True),
    ({"Scope": "Internal"}, "a@akkaya.local", "b@x.test", False),
    ({"Scope": "External"}, "a@akkaya.local", "b@x.test", True),
    ({"Scope": "External"}, "a@akkaya.local", "b@akkaya.local", False),
    ({"Recipient": "B@x.test"}, "a@akkaya.local", "b@x.test", True),
    ({"Recipient": "a@akkaya.local"}, "A@akkaya.local", "b@x.test", True),
    ({"Recipient": "c@akkaya.local"}, "a@akkaya.local", "b@x.test", False),
])
def test_which_mail_a_rule_is_about(rule, sender, to, reported):
    rules = Rules(settings(JournalRule=[{**JOURNAL, **rule}]))
    assert rules.targets(Envelope(sender, (Recipient(to),))) == (["archive@vault.test"] if reported else [])


@pytest.mark.parametrize("source", ["JOURNAL", "DSN", "SAFETYNET"])
def test_reports_are_not_reported(source):
    assert Rules(settings(JournalRule=[JOURNAL])).targets(Envelope("", (Recipient("b@x.test"),), source=source)) == []


def test_a_journal_report_says_who_and_carries_the_message(tmp_path):
    async def work():
        async with Host() as host, part(tmp_path, smart_host(host.port), JournalRule=[JOURNAL]) as made:
            await made.send("a@akkaya.local", "b@x.test", "c@x.test", body=b"Subject: Test\r\nX-MS-Exchange-Organization-SCL: 1\r\n\r\n..dot\r\n")
            await made.quiet()
            assert [line for line in host.said("RCPT") if "archive" in line] == ["RCPT TO:<archive@vault.test>"]
            [report] = [m for m in host.messages if b"X-MS-Journal-Report" in m]
            message = email.message_from_bytes(report.replace(b"\r\n..", b"\r\n."), policy=email.policy.default)
            text, original = message.iter_parts()
            assert text.get_content().splitlines() == ["Sender: a@akkaya.local", "Subject: Test", "Message-Id: <one@test>",
                                                       "Recipient: b@x.test", "Recipient: c@x.test"]
            assert original.get_content_type() == "message/rfc822"
            assert b"Subject: Test\r\n\r\n..dot\r\n" in report and b"Organization-SCL" not in report
            assert len(host.messages) == 2
    run(work())


def test_a_message_that_waits_for_its_report_over_a_crash_is_reported(tmp_path):
    async def work():
        async with Host({"RCPT": lambda line: "250 ok"}) as host:
            async with part(tmp_path, smart_host(host.port)) as made:
                made.queues._stopping = True
                await made.send("a@akkaya.local", "b@x.test")
            async with part(tmp_path, smart_host(host.port), JournalRule=[JOURNAL]) as made:
                await made.quiet()
                assert sorted(host.said("RCPT")) == ["RCPT TO:<archive@vault.test>", "RCPT TO:<b@x.test>"]
    run(work())


ENTRIES = [
    {"Name": "one", "InternalAddress": "ann@akkaya.local", "ExternalAddress": "Ann.Lee@public.test"},
    {"Name": "domain", "InternalAddress": "in.test", "ExternalAddress": "out.test"},
    {"Name": "below", "InternalAddress": "*.deep.test", "ExternalAddress": "flat.test", "OutboundOnly": True, "ExceptionList": ["own.deep.test"]},
]


@pytest.mark.parametrize("inside, outside", [
    ("ann@akkaya.local", "Ann.Lee@public.test"), ("ANN@Akkaya.Local", "Ann.Lee@public.test"), ("bob@akkaya.local", "bob@akkaya.local"),
    ("x@in.test", "x@out.test"), ("x@sub.in.test", "x@sub.in.test"), ("x@deep.test", "x@flat.test"), ("x@a.deep.test", "x@flat.test"),
    ("x@own.deep.test", "x@own.deep.test"), ("", ""), ("nodomain", "nodomain"),
])
def test_what_the_outside_sees(inside, outside):
    assert settings(AddressRewriteEntry=ENTRIES).rewriter.outward(inside) == outside


@pytest.mark.parametrize("outside, inside", [("ann.lee@PUBLIC.test", "ann@akkaya.local"), ("x@out.test", "x@in.test"), ("x@flat.test", "x@flat.test")])
def test_and_what_it_answers_to(outside, inside):
    assert settings(AddressRewriteEntry=ENTRIES).rewriter.inward(outside) == inside


@pytest.mark.parametrize("entry", [
    {"InternalAddress": "a@b.test", "ExternalAddress": "c.test"}, {"InternalAddress": "*.b.test", "ExternalAddress": "c.test"},
    {"InternalAddress": "b.test", "ExternalAddress": "c.test", "ExceptionList": ["x.b.test"]}, {"InternalAddress": "b.test", "ExternalAddress": "*.c.test"},
])
def test_an_entry_that_cannot_work_is_refused(entry):
    with pytest.raises(ValueError):
        settings(AddressRewriteEntry=[{"Name": "x", **entry}])


def test_only_addresses_in_the_named_fields_change():
    head = b"From: \"x@in.test\" <x@in.test>, y@other.test\r\n z@in.test\r\nSubject: x@in.test\r\nTo:x@in.test\r\n"
    assert readdressed(head, {b"from"}, settings(AddressRewriteEntry=ENTRIES).rewriter.outward) == (
        b"From: \"x@out.test\" <x@out.test>, y@other.test\r\n z@out.test\r\nSubject: x@in.test\r\nTo:x@in.test\r\n")


def test_mail_leaves_with_the_address_outside_and_comes_back_to_the_one_inside(tmp_path):
    async def work():
        mailbox = [{"Name": "Ann", "PrimarySmtpAddress": "ann@akkaya.local"}]
        domain = [{"Name": "public", "DomainName": "public.test"}]
        async with Host() as host, part(tmp_path, smart_host(host.port), AddressRewriteEntry=ENTRIES, Mailbox=mailbox, AcceptedDomain=domain) as made:
            await made.send("ann@akkaya.local", "b@x.test", body=b"From: Ann <ann@akkaya.local>\r\nSubject: ann@akkaya.local\r\n\r\nann@akkaya.local\r\n")
            await made.send("b@x.test", "ann.lee@public.test")
            await made.quiet()
            assert host.said("MAIL") == ["MAIL FROM:<Ann.Lee@public.test>"]
            assert host.messages == [b"From: Ann <Ann.Lee@public.test>\r\nSubject: ann@akkaya.local\r\n\r\nann@akkaya.local\r\n"]
            assert len(made.mailbox("ann@akkaya.local")) == 1
    run(work())


LARGE = 11 * 1024 * 1024


@pytest.mark.parametrize("sender, to, size, more, status", [
    ("a@x.test", "administrator@akkaya.local", LARGE, {}, "5.2.3"),
    ("a@x.test", "administrator@akkaya.local", 1000, {}, None),
    ("administrator@akkaya.local", "b@x.test", LARGE, {}, "5.2.3"),
    ("administrator@akkaya.local", "administrator@akkaya.local", LARGE, {"authenticated_as": "Administrator"}, None),
    ("a@x.test", "b@y.test", LARGE, {}, None),
    ("", "administrator@akkaya.local", LARGE, {"source": "DSN"}, None),
    ("a@x.test", "small@akkaya.local", 200_000, {}, "5.2.3"),
    ("small@akkaya.local", "small@akkaya.local", 200_000, {"authenticated_as": "small"}, "5.2.3"),
])
def test_the_limits_of_the_organisation_and_of_mailboxes(sender, to, size, more, status):
    from relayengine.queue.limits import Limits

    made = settings(Mailbox=[{"Name": "small", "PrimarySmtpAddress": "small@akkaya.local", "MaxReceiveSize": "100KB"}])
    found = Limits(made).refused(Envelope(sender, (Recipient(to),), size, **more))
    assert (found[0].reply.status if found else None) == status


def test_too_many_recipients_come_back(tmp_path):
    async def work():
        async with Host() as host, part(tmp_path, smart_host(host.port), TransportConfig={"MaxRecipientEnvelopeLimit": 5}) as made:
            await made.send("administrator@akkaya.local", *[f"r{n}@x.test" for n in range(6)])
            await made.quiet()
            [report] = made.mailbox("administrator@akkaya.local")
            assert b"550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients" in report and not host.messages
    run(work())
