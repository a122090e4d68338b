"""-Filter: what is read, what is refused, and that nothing makes it slow."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from relayshell.errors import ShellError
from relayshell.transport.opath import condition

THING = SimpleNamespace(values={"Subject": "it's \"so\"", "Size": 10, "Status": "Retry"})


@pytest.mark.parametrize("text", [
    "Size -gt 5", "{Status -eq 'retry' -and Size -le 10}", "(Size -eq 10) -and (Status -like 'Ret*')", "Subject -eq 'it''s \"so\"'", 'Subject -eq "it\'s ""so"""',
    "Status \u2013eq \u2018Retry\u2019 \u2013and Size \u2014eq \u201c10\u201d"])
def test_a_filter_that_fits(text):
    assert condition(text, "Subject Size Status")(THING)


@pytest.mark.parametrize("text", ["Size -gt 50", "Status -eq ''", "Subject -eq 'it''s'", "Status -notlike 'R*'"])
def test_a_filter_that_does_not_fit(text):
    assert not condition(text, "Subject Size Status")(THING)


@pytest.mark.parametrize("text", [
    "", "Size", "Size -eq", "Size -eq 1 -or Size -eq 2", "Size -eq $(Invoke-Expression id)", "Status -eq 'x' OR 1=1 --", "Status -eq 'x''", "Nothing -eq 1",
    "Size -eq 1)); DROP", "Size.__class__ -eq 1"])
def test_what_is_no_filter_is_refused(text):
    with pytest.raises(ShellError):
        condition(text, "Subject Size Status")


@pytest.mark.parametrize("text", [" " * 60_000 + "x", "(" * 60_000, "Size -eq '" + "''" * 25_000, "Size -eq 1" + ")" * 60_000, "Size -eq " + '"' * 60_000, "x" * 10_000_000,
                                  "Size -eq 1" + " -and Size -eq 1" * 4000])
def test_no_filter_takes_long(text):
    began = time.monotonic()
    try:
        condition(text, "Subject Size Status")
    except ShellError:
        pass
    assert time.monotonic() - began < 1
