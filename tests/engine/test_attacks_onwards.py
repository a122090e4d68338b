"""The attacks that aim behind the receiver: at what is sent, kept, reported and written down. Each id has its driver.

Most are driven by tests that stand where their subject is tested; the table says which. What had no place is driven here.
"""

from __future__ import annotations

import asyncio
import importlib
import json
from pathlib import Path

import pytest
from engine.host import Host
from engine.parts import part, smart_host

TABLE = [json.loads(line) for line in (Path(__file__).parents[1] / "attacks" / "attacks.jsonl").read_text().splitlines() if line]
AREAS = {"outbound peer and DNS", "loops and bounces", "spool, crash, clock"}
DRIVEN = {
    "SMG-16": "test_mailboxes.test_content_in_pieces_leaves_as_the_whole_does",
    "SMG-25": "test_dkim.test_another_verifier_agrees",
    "TLS-02": "test_delivery.test_what_is_said_in_the_clear_after_starttls_is_never_believed",
    "TLS-13": "test_delivery.test_a_certificate_that_must_be_trusted_and_is_not_means_waiting",
    "TLS-14": "test_delivery.test_tls_is_used_when_it_is_offered_whatever_the_certificate",
    "TLS-17": "test_delivery.test_what_a_host_cannot_take_is_not_sent",
    "TLS-18": "test_dane.test_records_that_cannot_be_used_ask_for_tls_with_whatever_certificate",
    "TLS-19": "test_mtasts.test_a_policy_once_had_stays_until_its_time_is_over",
    "SYN-25": "test_delivery.test_by_lmtp_each_recipient_has_an_answer_and_only_the_deferred_one_is_tried_again",
    "DOS-11": "test_people.test_a_thousand_messages_wait_as_numbers_and_all_leave",
    "LOG-01": "test_logs.test_a_field_is_one_field_of_one_line_and_reads_back",
    "OUT-01": "test_dns.test_an_exchanger_in_a_private_network_is_not_dialled",
    "OUT-03": "test_dns.test_what_dns_says_is_final_or_is_not",
    "OUT-04": "test_dns.test_a_silent_name_server_is_a_failure_for_now",
    "OUT-06": "test_delivery.test_an_answer_that_is_no_reply_ends_the_conversation_and_the_message_waits",
    "OUT-07": "test_delivery.test_a_host_that_ends_before_a_message_has_judged_no_message",
    "OUT-09": "test_delivery.test_a_host_that_wants_data_though_it_refused_everybody_gets_a_lone_dot",
    "OUT-11": "test_delivery.test_what_a_host_cannot_take_is_not_sent",
    "OUT-12": "test_delivery.test_where_logging_on_fails_nothing_is_sent_and_the_queue_waits",
    "OUT-13": "test_delivery.test_an_offer_to_log_on_is_used_only_where_the_connector_says_so",
    "LOP-03": "test_retry.test_a_report_that_cannot_be_delivered_is_not_reported",
    "LOP-05": "test_bounce.test_whatever_another_server_says_the_report_stays_whole",
    "LOP-07": "test_retry.test_a_report_that_cannot_be_delivered_is_not_reported",
    "SPL-01": "test_crash.test_what_was_acknowledged_survives_being_killed",
    "SPL-03": "test_spool.test_a_disk_that_fails_is_never_acknowledged_and_is_opened_again_from_its_log",
    "SPL-04": "test_spool.test_a_full_disk_refuses_and_recovers",
    "SPL-05": "test_spool.test_damage_on_disk_is_found_and_the_message_set_aside",
    "SPL-06": "test_spool.test_a_second_process_is_refused",
    "SPL-07": "test_retry.test_five_days_of_a_wrong_clock_expire_nothing",
    "SPL-08": "test_crash.test_a_message_that_ends_the_engine_each_time_is_set_aside_and_the_others_leave",
    "SPL-10": "test_spool.test_a_file_of_a_later_version_is_refused_and_left_alone",
    "SPL-11": "test_spool.test_symbolic_links_in_the_folder_are_not_followed",
    "SPL-12": "test_people.test_a_message_that_is_not_there_is_named_in_the_answer",
}
RECEIVED_OR_ORDERED = {
    # Driven where mail is received, or where administrators give orders.
    "LOP-01", "LOP-04", "LOP-08", "OUT-14",
}


def run(work):
    return asyncio.run(asyncio.wait_for(work, 60))


def test_every_attack_has_a_driver():
    here = {name.partition("_")[2].replace("_", "-").upper()[:6] for name in globals() if name.startswith("attack_")}
    ids = {row["id"] for row in TABLE if row["area"] in AREAS} - RECEIVED_OR_ORDERED
    assert not ids - set(DRIVEN) - here


@pytest.mark.parametrize("name", sorted(DRIVEN))
def test_the_drivers_are_there(name):
    module, _, function = DRIVEN[name].partition(".")
    assert callable(getattr(importlib.import_module(f"engine.{module}"), function))


async def attack_out_05(folder):
    """Answers without end: a line, a reply, and one that comes by drops."""
    for number, (verb, answer) in enumerate([
            ("CONNECT", "220 " + "x" * 10_000_000), ("MAIL", "250-x\r\n" * 100_000 + "250 x"), ("EHLO", "250-" + "y" * 3000)]):
        async with Host({verb: answer}) as host, part(folder / str(number), smart_host(host.port)) as made:
            await made.send("a@akkaya.local", "b@x.test")
            await made.until(lambda: made.queues.list_queues()[0]["Status"] == "Retry" or any(
                q.delayed for q in made.queues.queues.values()), 20)
            assert made.waiting() == 1 and not host.messages
            assert len(made.queues.list_queues()[0]["LastError"]) < 2000


async def attack_spl_13(folder):
    """Line ends in envelope fields: each event stays one row and one line."""
    evil = "x\r\n2026-01-01T00:00:00.000Z,fake,line"
    async with part(folder) as made:
        await made.send("a@akkaya.local", "administrator@akkaya.local", helo=evil, client_name=evil, session_id=evil, connector=evil)
        await made.quiet()
        await made.events()
        lines = list(made.tracking.export())
        assert len(lines) == 5 + 2 and all("\r" not in line and "\n" not in line for line in lines)


async def attack_spl_15(folder):
    """A sleeper: the process was stopped while a host waited for content. The host is gone, and gets the message again, whole."""
    async with Host({"DATA 1": "close"}) as host:
        host.answers["DATA 1"] = lambda line: "close" if host.connections == 1 else "354 go"
        async with part(folder, smart_host(host.port), TransportService={"QueueGlitchRetryInterval": "00:00:01"}) as made:
            await made.send("a@akkaya.local", "b@x.test")
            await made.quiet()
            assert len(host.messages) == 1


@pytest.mark.parametrize("driver", [value for name, value in sorted(globals().items()) if name.startswith("attack_")], ids=lambda d: d.__name__)
def test_attack(driver, tmp_path):
    run(driver(tmp_path))
