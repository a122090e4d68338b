"""Paths of MAIL and RCPT as they are read: a table."""

from __future__ import annotations

import pytest

from relayengine.receive.paths import read_path


@pytest.mark.parametrize(("text", "address"), [
    ("<bob@akkaya.local>", "bob@akkaya.local"),
    ("bob@akkaya.local", "bob@akkaya.local"),
    ("<bob@AKKAYA.local.>", "bob@akkaya.local"),
    ("<@a.example,@b.example:bob@akkaya.local>", "bob@akkaya.local"),
    ("<>", ""),
    ('<"bob"@akkaya.local>', "bob@akkaya.local"),
    ('<"b\\ob.x"@akkaya.local>', "bob.x@akkaya.local"),
    ('<"bob smith"@akkaya.local>', '"bob smith"@akkaya.local'),
    ('<"bob@other.example"@akkaya.local>', '"bob@other.example"@akkaya.local'),
    ('<"bob."@akkaya.local>', '"bob."@akkaya.local'),
])
def test_an_address_goes_on_in_its_plainest_form(text, address):
    assert read_path(text).text == address


@pytest.mark.parametrize("text", ["<@>", "<bob@akkaya.local", "<bob@a@b.example>", '<"bob@akkaya.local>', "<bob@akkaya.local:25>", "<b ob@akkaya.local>",
                                  '<""@akkaya.local>'])
def test_what_is_no_path_is_refused(text):
    assert read_path(text) is None
