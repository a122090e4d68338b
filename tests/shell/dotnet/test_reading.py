"""Parsing: dates, spans, numbers, guids, versions, addresses, URIs and XML, and .NET's words for what is wrong."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from relayshell.objects.dotnet.addresses import parse_address, parse_endpoint, parse_network
from relayshell.objects.dotnet.culture import get_culture
from relayshell.objects.dotnet.dateexact import parse_exact
from relayshell.objects.dotnet.dateparse import parse_date
from relayshell.objects.dotnet.guids import parse_guid
from relayshell.objects.dotnet.mailaddresses import parse_mail_address
from relayshell.objects.dotnet.numberparse import parse_decimal, parse_double, parse_integer
from relayshell.objects.dotnet.timespans import parse_timespan
from relayshell.objects.dotnet.uris import Uri
from relayshell.objects.dotnet.versions import parse_semantic, parse_version
from relayshell.objects.dotnet.xmltype import parse_document
from relayshell.objects.dotnet.xpath import evaluate, select
from relayshell.objects.exceptions import NetException

DATES = [
    ("1/2/2024", "2024-01-02T00:00:00"), ("2024-01-02T03:04:05", "2024-01-02T03:04:05"), ("Jan 5, 2024", "2024-01-05T00:00:00"), ("5 January 2024", "2024-01-05T00:00:00"),
    ("Monday, March 4, 2024 3:06 PM", "2024-03-04T15:06:00"), ("12/31/99", "1999-12-31T00:00:00"), ("1/2/30 4 am", "2030-01-02T04:00:00"), ("2024-05", "2024-05-01T00:00:00"), ("Jan 2024", "2024-01-01T00:00:00"),
    ("2024/01/02 10:11", "2024-01-02T10:11:00"), ("2024-1-2", "2024-01-02T00:00:00"),
]


@pytest.mark.parametrize("text, expected", DATES)
def test_date(text: str, expected: str) -> None:
    assert parse_date(text).net_format("s", None) == expected


def test_date_by_culture_and_exactly() -> None:
    assert parse_date("5.6.2024", get_culture("de-DE")).net_format("s", None) == "2024-06-05T00:00:00"
    assert parse_date("5/6/2024", get_culture("en-GB")).net_format("s", None) == "2024-06-05T00:00:00"
    assert parse_exact("05-06-2024", ["dd-MM-yyyy"]).net_format("s", None) == "2024-06-05T00:00:00"
    assert parse_exact("20240506 070809", ["yyyyMMdd", "yyyyMMdd HHmmss"]).net_format("s", None) == "2024-05-06T07:08:09"


ERRORS: list[tuple[Callable[[str], Any], str, str]] = [
    (parse_date, "2024-13-01", "String '2024-13-01' was not recognized as a valid DateTime."), (parse_date, "20240105", "String '20240105' was not recognized as a valid DateTime."),
    (parse_date, "nope", "The string 'nope' was not recognized as a valid DateTime. There is an unknown word starting at index '0'."),
    (parse_date, "Tue, 04 Mar 2024", "String 'Tue, 04 Mar 2024' was not recognized as a valid DateTime because the day of week was incorrect."),
    (parse_timespan, "abc", "String 'abc' was not recognized as a valid TimeSpan."),
    (parse_timespan, "25:61:00", "The TimeSpan string '25:61:00' could not be parsed because at least one of the numeric components is out of range or contains too many digits."),
    (parse_guid, "123", "Unrecognized Guid format."), (parse_version, "1", "Version string portion was too short or too long. (Parameter 'input')"), (parse_version, "1.a", "The input string 'a' was not in a correct format."),
    (lambda text: parse_integer(text, "System.Int32"), "12abc", "The input string '12abc' was not in a correct format."),
    (lambda text: parse_integer(text, "System.Byte"), "256", "Value was either too large or too small for an unsigned byte."),
    (parse_decimal, "1e3", "The input string '1e3' was not in a correct format."), (parse_address, "1.2.3.x", "An invalid IP address was specified."),
    (parse_mail_address, "nobody", "The specified string is not in the form required for an e-mail address."), (Uri, "no scheme", "Invalid URI: The format of the URI could not be determined."),
    (parse_document, "<a><b></a>", "The 'b' start tag on line 1 position 5 does not match the end tag of 'a'. Line 1, position 9."),
    (parse_document, "not xml", "The specified node cannot be inserted as the valid child of this node, because the specified node is the wrong type."),
    (lambda text: select(parse_document("<a/>"), text), "//[", "Expression must evaluate to a node-set."),
]


@pytest.mark.parametrize("parse, text, message", ERRORS)
def test_what_is_wrong(parse: Callable[[str], Any], text: str, message: str) -> None:
    with pytest.raises(NetException) as caught:
        parse(text)
    assert caught.value.message == message


def test_numbers() -> None:
    assert parse_integer(" -12 ", "System.Int32") == -12
    assert parse_integer("ff", "System.Int32", 515) == 255
    assert parse_integer("FFFFFFFF", "System.Int32", 512) == -1
    assert parse_double("1,000.5") == 1000.5
    assert parse_double("1.000,5", provider=get_culture("de-DE")) == 1000.5
    assert str(parse_decimal("1.10")) == "1.10"
    assert parse_double("-∞") == float("-inf")


def test_small_texts() -> None:
    assert str(parse_guid("{12345678-1234-1234-1234-123456789ABC}")) == "12345678-1234-1234-1234-123456789abc"
    assert parse_version("15.2.986.5").compare(parse_version("15.2.1118.7")) < 0
    assert parse_semantic("1.2.3-beta.2").compare(parse_semantic("1.2.3-beta.11")) < 0
    assert str(parse_address("::ffff:10.0.0.1")) == "::ffff:10.0.0.1"
    assert str(parse_address("10.1")) == "10.0.0.1"
    assert str(parse_endpoint("[::1]:25")) == "[::1]:25"
    assert str(parse_network("10.0.0.0/8")) == "10.0.0.0/8"
    found = parse_mail_address('"Doe, Jane" <jane@contoso.com>')
    assert (found.shown, found.user, found.host) == ("Doe, Jane", "jane", "contoso.com")
    uri = Uri("HTTPS://User@Example.COM:443/a/../b%20c?q=1#f")
    assert (uri.host, uri.port, uri.path, uri.query, uri.fragment, str(uri)) == ("example.com", 443, "/b%20c", "?q=1", "#f", "https://User@example.com/b c?q=1#f")


def test_xml_and_xpath() -> None:
    text = '<r xmlns:n="urn:n"><i id="1">a</i><i id="2">b<!--c--></i><n:j/><k></k><![CDATA[<x>]]></r>'
    document = parse_document(text)
    assert document.outer_xml() == text.replace("<n:j/>", "<n:j />")
    paths = {"//i[@id='2']": 1, "/r/*": 4, "//i[last()]/@id": 1, "//n:j": 1, "//i[position()<2]": 1, "//i[contains(., 'b')]": 1, "//k | //i": 3, "//i/following-sibling::k": 1, "//@id[. > 1]": 1, "r//text()": 3}
    for path, count in paths.items():
        assert len(select(document, path, {"n": "urn:n"})) == count, path
    assert evaluate(document, "count(//i)") == 2.0
    assert evaluate(document, "concat('a', string(//i[1]), 1.5)") == "aa1.5"


def test_entities_are_refused() -> None:
    with pytest.raises(NetException, match="declared in the document"):
        parse_document('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
