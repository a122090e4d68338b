"""Loops of arithmetic run on Python locals: they must give what the general way gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from relayshell.runtime.compile import registers
from relayshell.runtime.session import Session
from running import Recorder, run, texts

EXPRESSIONS = st.sampled_from(["$i", "$s", "$t", "1", "3", "1.5", "2147483000", "-3", "(-2147483000)"])
OPERATORS = st.sampled_from(["+", "-", "*"])
STATEMENTS = st.one_of(
    st.builds("$s += {}".format, EXPRESSIONS),
    st.builds("$t -= {}".format, EXPRESSIONS),
    st.builds("$t = {} {} {}".format, EXPRESSIONS, OPERATORS, EXPRESSIONS),
    st.builds("$s = {} % 7".format, EXPRESSIONS),
    st.builds("if ({} -gt {}) {{ $t++ }} else {{ $s-- }}".format, EXPRESSIONS, EXPRESSIONS),
    st.just("if ($i -eq 3) { continue }"),
    st.just("if ($i -eq 5) { break }"),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(STATEMENTS, min_size=1, max_size=5))
def test_both_ways_agree(statements: list[str]) -> None:
    text = "$s = 0; $t = 1; for ($i = 0; $i -lt 8; $i++) { " + "; ".join(statements) + " }; $s; $t; $i; $s.GetType().Name; $t.GetType().Name"
    fast = run(text, Session(Recorder())).texts
    way = registers.write_in_registers
    from relayshell.runtime.compile import loops

    loops.write_in_registers = lambda g, node: False
    try:
        general = run(text, Session(Recorder())).texts
    finally:
        loops.write_in_registers = way
    assert fast == general


def test_values_go_back_however_the_loop_ends() -> None:
    assert texts("$i = 0; while ($true) { $i++; if ($i -gt 4) { break } }; $i") == ["5"]


def test_other_values_take_the_general_way() -> None:
    assert texts("$x = 'a'; for ($i = 0; $i -lt 2; $i++) { $x += $i }; $x") == ["a01"]
    assert texts("[int]$n = 0; for ($n = 0; $n -lt 3; $n++) { }; $n.GetType().Name") == ["Int32"]


def test_a_caller_s_variable_stays() -> None:
    assert texts("$n = 10; function f { while ($n -lt 12) { $n++ }; $n }; f; $n") == ["12", "10"]
