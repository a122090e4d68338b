"""Logs: one event a line, in the formats of Exchange, in files that roll and go; tracking found by what people know."""

from __future__ import annotations

import asyncio
import csv
import sqlite3

import pytest
from engine.parts import Clock
from hypothesis import given, strategies as st
from relayengine.events import Fail, Receive, Send
from relayengine.logs.connectivity import ConnectivityLog
from relayengine.logs.fields import field, stamp
from relayengine.logs.protocol import ProtocolLog, session_ids
from relayengine.logs.tracking import Tracking
from relayengine.mail import Envelope, Recipient
from relayengine.spool import Spool


@given(st.text(max_size=200))
def test_a_field_is_one_field_of_one_line_and_reads_back(text):
    written = field(text)
    read = "".join("".join(row) for row in csv.reader([written]))
    assert not any(c in written for c in "\r\n\x1b\x00\u2028")
    assert len(written.splitlines()) <= 1
    if text.isprintable():
        assert read == text


def test_a_stamp_is_utc_with_milliseconds():
    assert stamp(1_650_913_469.25) == "2022-04-25T19:04:29.250Z"
    assert stamp(1e20) == ""


def test_the_protocol_log_reads_as_exchanges(tmp_path):
    clock = Clock(1_650_913_469.25)
    log = ProtocolLog(tmp_path, "RECV", clock=clock)
    one = log.session("EXCSERVER\\Default Frontend EXCSERVER", "08D892B7A9441226", "192.168.1.10:25", "192.168.1.30:49152")
    one("+", "")
    one("<", "EHLO x\r\n2022-04-25T19:04:29.250Z,fake,line")
    one(">", "250-a, b")
    log.close()
    [path] = tmp_path.glob("*")
    assert path.name == "RECV2022042519-1.LOG"
    assert path.read_text().splitlines() == [
        "#Software: Microsoft Exchange Server", "#Version: 15.02.0986.005", "#Log-type: SMTP Receive Protocol Log",
        "#Date: 2022-04-25T19:04:29.250Z",
        "#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context",
        "2022-04-25T19:04:29.250Z,EXCSERVER\\Default Frontend EXCSERVER,08D892B7A9441226,0,192.168.1.10:25,192.168.1.30:49152,+,,",
        "2022-04-25T19:04:29.250Z,EXCSERVER\\Default Frontend EXCSERVER,08D892B7A9441226,1,192.168.1.10:25,192.168.1.30:49152,<,"
        "\"EHLO x\\x0d\\x0a2022-04-25T19:04:29.250Z,fake,line\",",
        "2022-04-25T19:04:29.250Z,EXCSERVER\\Default Frontend EXCSERVER,08D892B7A9441226,2,192.168.1.10:25,192.168.1.30:49152,>,"
        "\"250-a, b\",",
    ]


def test_files_roll_by_hour_and_size_and_the_oldest_go(tmp_path):
    import os

    clock = Clock(1_650_913_469.0)
    log = ConnectivityLog(tmp_path, max_file=1000, max_directory=3500, clock=clock)
    for hour in range(2):
        for n in range(30):
            log.line("0000000000000001", "SMTP", "example.com", ">", f"line {n} of hour {hour} " + "x" * 30)
            log.flush()
        for path in tmp_path.glob("*"):
            os.utime(path, (clock.now, clock.now))
        clock.now += 3600
    log.close()
    files = sorted(tmp_path.glob("*"))
    assert all(p.stat().st_size <= 1300 for p in files)
    assert sum(p.stat().st_size for p in files) <= 4800
    assert any("hour 1" in p.read_text() for p in files) and all(p.read_text().startswith("#Software") for p in files)


def test_files_that_are_too_old_go(tmp_path):
    import os

    clock = Clock(1_650_913_469.0)
    log = ConnectivityLog(tmp_path, max_age=86400, clock=clock)
    log.line("1", "SMTP", "a", "+", "old")
    log.flush()
    for path in tmp_path.glob("*"):
        os.utime(path, (clock.now, clock.now))
    clock.now += 2 * 86400
    log.line("1", "SMTP", "a", "+", "new")
    log.close()
    [left] = tmp_path.glob("*")
    assert "new" in left.read_text()


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").write_text("")
    log = ConnectivityLog(tmp_path / "file" / "below")
    log.line("1", "SMTP", "a", "+", "x")
    log.flush()
    assert log.file.dropped == 1
    log.close()


def test_session_ids_are_sixteen_digits_and_differ():
    ids = session_ids()
    found = [next(ids) for _ in range(1000)]
    assert len(set(found)) == 1000 and all(len(i) == 16 and int(i, 16) >= 0 for i in found)


@pytest.fixture
def tracked(tmp_path):
    """A log with some history: three messages, one of them with two recipients and a failure."""
    clock = Clock(1_700_000_000.0)
    tracking = Tracking(tmp_path / "log", clock=clock)

    async def work():
        spool = Spool(tmp_path / "spool", server="EXCSERVER.akkaya.local", clock=clock)
        spool.open()
        numbers = []
        for n, to in enumerate((["b@x.test"], ["c@x.test", "d@y.test"], ["B@x.test"])):
            clock.now += 100
            envelope = Envelope("Ann@akkaya.local" if n < 2 else "", tuple(Recipient(t) for t in to), 10, message_id=f"<{n}@m>",
                                subject=f"Report, number {n}", received_at=clock.now, client_ip="10.0.0.1", connector="EXCSERVER\\C")
            numbers.append(await spool.commit(envelope, b"x\r\n"))
        spool.finish(numbers[0], (Send(clock.now + 1, numbers[0], "SMTP", recipients="b@x.test", recipient_count=1, message_id="<0@m>",
                                       sender="Ann@akkaya.local", recipient_status="250 ok; kept"),))
        spool.record(Fail(clock.now + 2, numbers[1], "ROUTING", recipients="d@y.test", recipient_count=1, sender="Ann@akkaya.local"))
        await spool.flush()
        assert await tracking.move(spool) == 5
        assert await tracking.move(spool) == 0
        await spool.flush()
        assert sqlite3.connect(spool.path).execute("select count(*) from event").fetchone() == (0,)
        await spool.close()
        return numbers
    return tracking, asyncio.run(work())


@pytest.mark.parametrize("question, expected", [
    ({}, ["RECEIVE", "RECEIVE", "RECEIVE", "SEND", "FAIL"]),
    ({"sender": "ann@AKKAYA.local"}, ["RECEIVE", "RECEIVE", "SEND", "FAIL"]),
    ({"recipients": ["b@X.test"]}, ["RECEIVE", "RECEIVE", "SEND"]),
    ({"recipients": ["D@y.test"]}, ["RECEIVE", "FAIL"]),
    ({"recipients": ["c@x.test", "b@x.test"]}, ["RECEIVE", "RECEIVE", "RECEIVE", "SEND"]),
    ({"event_id": "send"}, ["SEND"]),
    ({"source": "routing"}, ["FAIL"]),
    ({"message_id": "<0@m>"}, ["RECEIVE", "SEND"]),
    ({"subject": "NUMBER 1"}, ["RECEIVE"]),
    ({"start": 1_700_000_200.0, "end": 1_700_000_300.0}, ["RECEIVE"]),
    ({"limit": 2}, ["RECEIVE", "RECEIVE"]),
    ({"sender": "nobody@x.test"}, []),
    ({"sender": "' or 1=1 --"}, []),
    ({"server": "EXCSERVER.akkaya.local"}, ["RECEIVE", "RECEIVE", "RECEIVE"]),
])
def test_events_are_found_by_what_people_know(tracked, question, expected):
    assert [e["EventId"] for e in tracked[0].search(**question)] == expected


def test_a_network_message_id_leads_to_the_message(tracked):
    tracking, numbers = tracked
    [first, *_] = tracking.search(internal_id=numbers[0])
    assert [e["EventId"] for e in tracking.search(network_message_id=first["NetworkMessageId"])] == ["RECEIVE", "SEND"]


def test_an_event_that_does_not_exist_is_answered_with_those_that_do(tracked):
    with pytest.raises(ValueError, match='"RECIEVE" is not an event .* RECEIVE, SEND'):
        tracked[0].search(event_id="RECIEVE")


def test_the_log_is_exported_as_exchange_writes_it(tracked):
    lines = list(tracked[0].export())
    assert lines[4] == (
        "#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,"
        "internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,"
        "related-recipient-address,reference,message-subject,sender-address,return-path,message-info,directionality,tenant-id,"
        "original-client-ip,original-server-ip,custom-data,transport-traffic-type,log-id,schema-version")
    rows = list(csv.DictReader([lines[4].removeprefix("#Fields: "), *lines[5:]]))
    assert [r["event-id"] for r in rows] == ["RECEIVE", "RECEIVE", "RECEIVE", "SEND", "FAIL"]
    assert rows[1]["recipient-address"] == "c@x.test;d@y.test" and rows[1]["message-subject"] == "Report, number 1"
    assert rows[0]["date-time"] == "2023-11-14T22:15:00.000Z"


def test_a_log_that_was_never_written_is_empty(tmp_path):
    assert Tracking(tmp_path / "none").search() == []
    assert not (tmp_path / "none").exists()


def test_old_events_are_forgotten(tmp_path):
    clock = Clock()
    tracking = Tracking(tmp_path / "log", max_age=86400, clock=clock)

    async def work():
        spool = Spool(tmp_path / "spool", clock=clock)
        spool.open()
        for age in (3 * 86400, 0):
            spool.record(Receive(clock.now - age, 1, "SMTP", recipients="a@x;b@x", recipient_count=2))
            await spool.flush()
            clock.now += 601
            await tracking.move(spool)
        await spool.close()
    asyncio.run(work())
    assert len(tracking.search()) == 1
    tracking.close()
    db = sqlite3.connect(tmp_path / "log" / "tracking.db")
    assert db.execute("select count(*) from recipient").fetchone() == (2,)
