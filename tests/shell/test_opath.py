"""-Filter: what is read, what is refused, and that nothing makes it slow."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from relayshell.errors import ShellError
from relayshell.transport.opath import condition, simple

THING = SimpleNamespace(values={"Subject": "it's \"so\"", "Size": 10, "Status": "Retry", "Addresses": ["SMTP:c@d", "smtp:a@b"], "Owner": None})


@pytest.mark.parametrize("text", [
    "Size -gt 5", "Size -eq 1 -or Status -eq Retry", "-not Size -eq 1", "!(Size -eq 1 -or Size -eq 2) -and Status -ne $null", "Owner -eq $null", "(Size -eq 1) -or (Status -eq 'x' -or (Size -eq 10))",
    "Addresses -eq 'smtp:a@b'", "Addresses -like 'SMTP:c*'", "Addresses -ne 'x'", "{Status -eq 'retry' -and Size -le 10}", "(Size -eq 10) -and (Status -like 'Ret*')", "Subject -eq 'it''s \"so\"'", 'Subject -eq "it\'s ""so"""',
    "Status \u2013eq \u2018Retry\u2019 \u2013and Size \u2014eq \u201c10\u201d"])
def test_a_filter_that_fits(text):
    assert condition(text, "Subject Size Status Addresses Owner")(THING)


@pytest.mark.parametrize("text", ["Size -gt 50", "Status -eq ''", "Subject -eq 'it''s'", "Status -notlike 'R*'", "Addresses -ne 'smtp:a@b'", "Status -eq $null", "Size -eq 1 -or Size -eq 2", "-not (Size -eq 10)"])
def test_a_filter_that_does_not_fit(text):
    assert not condition(text, "Subject Size Status Addresses Owner")(THING)


@pytest.mark.parametrize("text", [
    "", "Size", "Size -eq", "Size -eq 1 -xor Size -eq 2", "Size -eq 1 -or", "(Size -eq 1", "-not", "Size -eq 1 -and -or Size -eq 2", "!" * 500 + "Size -eq 1", "Size -eq $(Invoke-Expression id)", "Status -eq 'x' OR 1=1 --", "Status -eq 'x''", "Nothing -eq 1",
    "Size -eq 1)); DROP", "Size.__class__ -eq 1"])
def test_what_is_no_filter_is_refused(text):
    with pytest.raises(ShellError):
        condition(text, "Subject Size Status Addresses Owner")


@pytest.mark.parametrize("text", [" " * 60_000 + "x", "(" * 60_000, "Size -eq '" + "''" * 25_000, "Size -eq 1" + ")" * 60_000, "Size -eq " + '"' * 60_000, "x" * 10_000_000,
                                  "Size -eq 1" + " -and Size -eq 1" * 4000])
def test_no_filter_takes_long(text):
    began = time.monotonic()
    try:
        condition(text, "Subject Size Status Addresses Owner")
    except ShellError:
        pass
    assert time.monotonic() - began < 1


def test_only_what_must_hold_in_any_case_is_handed_on():
    assert simple("Size -gt 1KB -and (Status -eq 'x' -or Owner -eq 'y') -and (Subject -like 'a*') -and -not Subject -eq 'b'", "Subject Size Status Owner") == [
        ["Size", "gt", 1024], ["Subject", "like", "a*"]]
