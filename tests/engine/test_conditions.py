"""Conditions that narrow a list of messages: never anything left out that meets them, and page after page all of it."""

from __future__ import annotations

import asyncio

import pytest
from engine.parts import part
from relayengine.queue import people
from relayengine.queue.conditions import narrowing

SUBJECTS = ["Alarm", "alarm 2", "ALARM", "100%", "1000", "a_b", "aXb", "K\u212aelvin", "\u00e4", "", "Alarm [x]"]


async def filled(made):
    """Messages that go nowhere, one for each subject."""
    for number, subject in enumerate(SUBJECTS):
        from relayengine.mail import Envelope, Recipient

        body = b"Subject: x\r\n\r\n" + b"x" * number
        envelope = Envelope("" if number == 3 else f"a{number}@x.test", (Recipient("b@nowhere.test"),), size=len(body), message_id=f"<{number}@x>",
                            subject=subject, received_at=made.clock())
        made.queues.accept(await made.spool.commit(envelope, body), envelope, body)


def subjects(rows):
    return [row["Subject"] for row in rows]


def test_what_meets_the_conditions_is_there_and_most_of_the_rest_is_not(tmp_path):
    async def work():
        async with part(tmp_path) as made:
            await filled(made)

            async def found(*conditions):
                return subjects(await made.queues.list_messages(conditions=list(conditions)))

            assert set(await found(["Subject", "eq", "alarm"])) == {"Alarm", "ALARM", "K\u212aelvin", "\u00e4"}, "what is not ASCII stays for the shell"
            assert set(await found(["subject", "like", "ALARM*"])) - {"K\u212aelvin", "\u00e4"} == {"Alarm", "alarm 2", "ALARM", "Alarm [x]"}
            assert set(await found(["Subject", "like", "100%"])) - {"K\u212aelvin", "\u00e4"} == {"100%"}
            assert set(await found(["Subject", "like", "a_b"])) - {"K\u212aelvin", "\u00e4"} == {"a_b"}
            assert await found(["FromAddress", "eq", "<>"]) == ["100%"]
            assert await found(["FromAddress", "like", "a1*"], ["Size", "gt", len(b"Subject: x\r\n\r\n") + 5]) == ["Alarm [x]"]
            assert await found(["Queue", "eq", "excserver\\unreachable"]) == SUBJECTS and await found(["Queue", "eq", "EXCSERVER\\7"]) == []
            assert await found(["Status", "eq", "Suspended"]) == []
            row = (await made.queues.list_messages())[4]
            await made.queues.suspend_message(row["Identity"])
            assert await found(["Status", "eq", "suspended"]) == ["1000"]
            assert await found(["Status", "eq", "Retry"]) == await found() == SUBJECTS, "what is not understood narrows nothing"
    asyncio.run(asyncio.wait_for(work(), 60))


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_page_after_page_all_of_it(tmp_path, limit, monkeypatch):
    monkeypatch.setattr(people, "_LOOKED_AT", 2)
    monkeypatch.setattr(people, "_LOOKED_MOST", 4)

    async def work():
        async with part(tmp_path) as made:
            await filled(made)
            after, all_of_it, asked = "", [], 0
            while rows := await made.queues.list_messages(limit=limit, after=after, conditions=[["Subject", "like", "a*"]]):
                asked += 1
                after = rows[-1]["Identity"]
                all_of_it += [row["Subject"] for row in rows if len(row) > 1]
            assert all_of_it == [s for s in SUBJECTS if s[:1].lower() == "a" or not s.isascii()] and asked > 2
    asyncio.run(asyncio.wait_for(work(), 60))


@pytest.mark.parametrize("condition", [
    [], ["Subject"], ["Subject", "eq", None], ["Subject; drop table message", "eq", "x"], ["Subject", "or 1=1", "x"], ["Size", "eq", "1"], ["Size", "eq", 1 << 70],
    ["Subject", "like", "[a]*"], ["Subject", "like", "*a" * 10], ["Subject", "eq", "x" * 5000], "Subject", None, {"a": 1}])
def test_what_is_no_condition_narrows_nothing(condition):
    assert narrowing([condition]) is None


def test_values_are_never_part_of_the_question():
    found = narrowing([["Subject", "eq", "x' or '1'='1"], ["FromAddress", "like", "'); drop table message; --"]])
    assert found and "drop" not in found.sql and "1'='1" not in found.sql and len(found.values) == 2
