"""Number, date and time span formats: tables of value, format and what .NET prints in en-US."""

from __future__ import annotations

from decimal import Decimal

import pytest

from relayshell.objects.dotnet.composite import composite
from relayshell.objects.dotnet.culture import INVARIANT, get_culture
from relayshell.objects.dotnet.datetimes import DateTime
from relayshell.objects.dotnet.dateparse import parse_date
from relayshell.objects.dotnet.numberformat import format_number
from relayshell.objects.dotnet.timespans import format_timespan, parse_timespan
from relayshell.objects.exceptions import NetException
from relayshell.objects.numbers import BigInteger, Byte, Int64, Single

NUMBERS = [
    (1234567.891, "N0", "1,234,568"), (1234567.891, "N", "1,234,567.891"), (-1.0, "C", "-$1.00"), (1234.5, "C", "$1,234.50"), (0.1234, "P", "12.340%"), (0.1234, "P0", "12%"),
    (12345.678, "E", "1.234568E+004"), (12345.678, "e2", "1.23e+004"), (1e20, "G", "1E+20"), (3.14159, "G3", "3.14"), (1e15, "", "1E+15"), (123456789012345.0, "", "123456789012345"),
    (0.0001, "", "0.0001"), (0.00001, "", "1E-05"), (-0.0, "", "-0"), (1.005, "F2", "1.00"), (0.125, "F2", "0.12"), (Decimal("2.675"), "F2", "2.68"), (Decimal("1.10"), "", "1.10"),
    (255, "X", "FF"), (-1, "X", "FFFFFFFF"), (Int64(-1), "x", "ffffffffffffffff"), (Byte(5), "B8", "00000101"), (7, "D3", "007"), (-7, "D3", "-007"), (12345, "G2", "1.2E+04"),
    (BigInteger(255), "X", "0FF"), (BigInteger(-1), "X", "F"), (BigInteger(15), "X", "0F"), (BigInteger(10**30), "N0", "1,000,000,000,000,000,000,000,000,000,000"), (Single(0.1), "", "0.1"), (Single(16777216.0), "", "1.6777216E+07"),
    (5.5, "0.00", "5.50"), (5.5, "0.##", "5.5"), (1234567, "#,#", "1,234,567"), (0, "#,#", ""), (-5, "+0;-0;zero", "-5"), (0, "+0;-0;zero", "zero"), (0.256, "0.0%", "25.6%"),
    (1234567, "#,##0,", "1,235"), (1234.5, "0.00E+00", "1.23E+03"), (42, "0'x'0", "4x2"), (42, "\\#0", "#42"), (-1234.567, "#,##0.00;(#,##0.00)", "(1,234.57)"), (0.005, "0‰", "5‰"),
    (1234567890, "(###) ###-####", "(123) 456-7890"), (float("nan"), "N2", "NaN"), (float("inf"), "", "∞"), (2.5, "0", "3"), (-0.001, "0.00", "-0.00"), (1.5, "abc", "abc"),
]


@pytest.mark.parametrize("value, spec, expected", NUMBERS)
def test_number(value: object, spec: str, expected: str) -> None:
    assert format_number(value, spec) == expected


@pytest.mark.parametrize("value, spec", [(1, "Q"), (1.5, "D"), (1.5, "X"), (1, "R")])
def test_a_format_that_does_not_fit(value: object, spec: str) -> None:
    with pytest.raises(NetException, match="Format specifier was invalid."):
        format_number(value, spec)


def test_other_cultures() -> None:
    assert format_number(1234.5, "N1", get_culture("de-DE")) == "1.234,5"
    assert format_number(1234.5, "", get_culture("fr-FR")) == "1234,5"
    assert format_number(1234.5, "C", INVARIANT) == "¤1,234.50"
    assert format_number(0.5, "P", INVARIANT) == "50.00 %"


COMPOSITE = [
    ("{0,10:N2}|", [1234.5], "  1,234.50|"), ("{0,-5}|", ["ab"], "ab   |"), ("{{{0}}}", [1], "{1}"), ("{0}}}", [1], "1}"), ("{0 , 3 }", [1], "  1"), ("a{0}b{1}c{0}", [1, None], "a1bc1"),
    ("{0:HH:mm}", [parse_date("2024-03-04 15:06:07")], "15:06"), ("{0}", [True], "True"), ("", [], ""),
]


@pytest.mark.parametrize("spec, values, expected", COMPOSITE)
def test_composite(spec: str, values: list[object], expected: str) -> None:
    assert composite(spec, values) == expected


@pytest.mark.parametrize("spec, message", [
    ("{0", "Input string was not in a correct format. Failure to parse near offset 2. Format item ends prematurely."),
    ("{1}", "Index (zero based) must be greater than or equal to zero and less than the size of the argument list."),
    ("}", "Input string was not in a correct format. Failure to parse near offset 1. Format item ends prematurely."),
    ("a}b", "Input string was not in a correct format. Failure to parse near offset 2. Unexpected closing brace without a corresponding opening brace."),
    ("{x}", "Input string was not in a correct format. Failure to parse near offset 1. Expected an ASCII digit."),
])
def test_composite_errors(spec: str, message: str) -> None:
    with pytest.raises(NetException) as caught:
        composite(spec, [1])
    assert caught.value.message == message


NARROW = "\u202f"
DATE = parse_date("2024-03-04 15:06:07.089")
DATES = [
    ("d", "3/4/2024"), ("D", "Monday, March 4, 2024"), ("t", f"3:06{NARROW}PM"), ("T", f"3:06:07{NARROW}PM"), ("f", f"Monday, March 4, 2024 3:06{NARROW}PM"), ("g", f"3/4/2024 3:06{NARROW}PM"),
    ("G", f"3/4/2024 3:06:07{NARROW}PM"), ("M", "March 4"), ("Y", "March 2024"), ("R", "Mon, 04 Mar 2024 15:06:07 GMT"), ("s", "2024-03-04T15:06:07"), ("u", "2024-03-04 15:06:07Z"),
    ("o", "2024-03-04T15:06:07.0890000"), ("yyyyMMdd-HHmmss", "20240304-150607"), ("hh:mm tt", "03:06 PM"), ("%H", "15"), ("fff", "089"), ("FFF", "089"), ("ddd dd MMM yy", "Mon 04 Mar 24"),
    ("yyyy'x'\\y", "2024xy"), ("h 'o''clock'", "3 oclock"),
]


@pytest.mark.parametrize("spec, expected", DATES)
def test_date(spec: str, expected: str) -> None:
    assert DATE.net_format(spec, None) == expected


def test_dates_elsewhere() -> None:
    assert DATE.net_format("d MMMM yyyy", get_culture("fr-FR")) == "4 mars 2024"
    assert DATE.net_format("d", get_culture("de-DE")) == "04.03.2024"
    assert DATE.net_format("", INVARIANT) == "03/04/2024 15:06:07"
    assert DateTime(0).net_format("o", None) == "0001-01-01T00:00:00.0000000"


SPANS = [("1.02:03:04", "", "1.02:03:04"), ("1.02:03:04", "g", "1:2:03:04"), ("1.02:03:04", "G", "1:02:03:04.0000000"), ("0:30", "c", "00:30:00"), ("-1:00", "", "-01:00:00"),
         ("1.02:03:04.5", "", "1.02:03:04.5000000"), ("1.02:03:04", "hh\\:mm", "02:03"), ("1.02:03:04", "%d", "1"), ("1.02:03:04", "d\\.hh", "1.02"), ("0:0:1.25", "g", "0:00:01.25")]


@pytest.mark.parametrize("text, spec, expected", SPANS)
def test_span(text: str, spec: str, expected: str) -> None:
    assert format_timespan(parse_timespan(text).ticks, spec) == expected
