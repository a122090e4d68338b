"""The proofs of scripts/faults in short: power cuts, kills and errors at storage calls, full and read-only disks, clock jumps."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from faults import clockjumps, diskerrors, fulldisk, killpoints, powercut  # noqa: E402
from faults.rig import CannotRun  # noqa: E402


def possible(proof, *arguments):  # noqa: ANN001, ANN201
    """What a proof finds; skipped, with the reason, where the machine does not allow it."""
    try:
        return proof(*arguments)
    except CannotRun as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize(("kind", "after", "clients"), [("ext4", 1, 1), ("xfs", 12, 4)])
def test_a_power_cut_right_after_an_acknowledgement_loses_nothing(tmp_path, kind, after, clients):
    acked, lost = possible(powercut.cut, kind, after, clients, tmp_path)
    assert acked >= after and lost == 0


def test_a_database_that_does_not_wait_for_the_disk_would_be_found_out(tmp_path):
    acked, lost = possible(powercut.cut, "ext4", 3, 1, tmp_path, True)
    assert acked == lost == 3


def test_killed_at_calls_to_the_spool(tmp_path):
    kills, acked, lost = possible(killpoints.sweep, tmp_path, {"pwrite64": range(5, 40, 11), "pwritev2": range(1, 2), "fdatasync": range(2, 3)})
    assert kills >= 3 and acked and lost == 0


@pytest.mark.parametrize("lasting", [False, True])
def test_writes_and_syncs_that_fail(tmp_path, lasting):
    found = possible(diskerrors.sweep, tmp_path, (("fdatasync", "EIO"), ("pwrite64", "ENOSPC")), (3, 14), lasting)
    assert found.faults >= 2 and found.lost == 0 and not found.wrong


@pytest.mark.parametrize("case", ["suddenly full", "no inodes", "read-only"])
def test_a_disk_that_takes_no_more(tmp_path, case):
    _, wrong = possible(fulldisk.CASES[case], tmp_path)
    assert not wrong


def test_a_clock_that_jumps(tmp_path):
    acked, wrong = possible(clockjumps.jumps, tmp_path, ("-7200", "+432000"), 1.5)
    assert acked == 12 and not wrong
