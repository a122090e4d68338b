"""Messages in seven bits: every part says the same as before, and nothing that must stay as it is was touched."""

from __future__ import annotations

import email
import time
import email.policy
from email.message import Message

import pytest
from hypothesis import given, settings as limits, strategies as st
from relayengine.mail.entities import Unreadable
from relayengine.mail.sevenbit import Rewriter, Survey, Unconvertible, seven_bit

TEXT = "Grüße aus Köln, 文字, plain\r\n.\r\n..dots\r\nblank at the end \r\ntab\t\r\n=3D\r\n\r\n".encode()
BYTES = bytes(range(128, 256)) * 3 + b"\r\n"


def message(*fields: str, body: bytes = TEXT) -> bytes:
    return b"".join(f"{field}\r\n".encode() for field in ("From: a@b.test", *fields)) + b"\r\n" + body


def mime(kind: str, encoding: str = "8bit", body: bytes = TEXT) -> bytes:
    return message("MIME-Version: 1.0", f"Content-Type: {kind}", *([f"Content-Transfer-Encoding: {encoding}"] if encoding else []), body=body)


def part(kind: str, body: bytes, encoding: str = "8bit") -> bytes:
    head = (f"Content-Type: {kind}\r\n" if kind else "") + (f"Content-Transfer-Encoding: {encoding}\r\n" if encoding else "")
    return head.encode() + b"\r\n" + body


def multipart(kind: str, *parts: bytes, mark: str = "=_m", before: bytes = b"", after: bytes = b"", outer: tuple[str, ...] = ("MIME-Version: 1.0",),
              encoding: str = "8bit") -> bytes:
    head = "".join(f"{field}\r\n" for field in (*outer, f'Content-Type: multipart/{kind}; boundary="{mark}"',
                                                *([f"Content-Transfer-Encoding: {encoding}"] if encoding else [])))
    inner = b"".join(b"\r\n--" + mark.encode() + b"\r\n" + each for each in parts)
    return head.encode() + b"\r\n" + before + inner + b"\r\n--" + mark.encode() + b"--\r\n" + after


def leaves(content: bytes) -> list[tuple[str, bytes]]:
    """Every leaf's type and what it decodes to, as Python's own reader sees it."""
    return [(each.get_content_type(), each.get_payload(decode=True)) for each in email.message_from_bytes(content).walk()
            if not each.is_multipart()]


def check(content: bytes, *, same: bool = True) -> Message:
    made = seven_bit(content)
    assert made.isascii() and made.endswith(b"\r\n") and b"\r" not in made.replace(b"\r\n", b"") and b"\n" not in made.replace(b"\r\n", b"")
    if same:
        assert leaves(made) == leaves(content)
    for size in (1, 7, 1000) if len(content) < 50_000 else (30_011,):
        survey = Survey()
        for at in range(0, len(content), size):
            survey.feed(content[at:at + size])
        survey.end()
        rewriter = Rewriter(survey.findings)
        for at in range(0, len(content), size):
            rewriter.feed(content[at:at + size])
        rewriter.end()
        again = rewriter.take()
        assert again == made if len(content) < 50_000 else leaves(again) == leaves(made)
    read = email.message_from_bytes(made)
    for each in read.walk():
        assert each.get("Content-Transfer-Encoding", "7bit") in ("7bit", "quoted-printable", "base64") or "signed" in str(read)
        assert not each.defects or not same
        if each.get("Content-Transfer-Encoding") in ("quoted-printable", "base64") and not each.is_multipart():
            assert all(len(line) <= 76 for line in each.get_payload().splitlines())
    return read


def test_what_is_in_seven_bits_stays_as_it_is():
    content = mime("text/plain", "8bit", b"plain\r\n")
    assert seven_bit(content) is content


def test_text_becomes_quoted_printable_and_the_rest_base64():
    assert check(mime("text/plain; charset=utf-8"))["Content-Transfer-Encoding"] == "quoted-printable"
    assert check(mime("application/octet-stream", body=BYTES))["Content-Transfer-Encoding"] == "base64"
    assert check(mime("text/plain; charset=utf-16", body="Hallo".encode("utf-16") + b"\0\r\n"))["Content-Transfer-Encoding"] == "base64"
    assert check(mime("text/plain; charset=utf-8", body="文字".encode() * 30 + b"\r\n"))["Content-Transfer-Encoding"] == "base64"


@pytest.mark.parametrize("encoding", ["8bit", "8BIT", "binary", "7bit", ""])
def test_whatever_the_label_said(encoding):
    read = check(mime("text/plain; charset=utf-8", encoding))
    assert read["Content-Transfer-Encoding"] == ("base64" if encoding == "binary" else "quoted-printable")
    assert len(read.get_all("Content-Transfer-Encoding")) == 1


def test_what_is_no_mime_becomes_it():
    read = check(message("Subject: old"))
    assert read["MIME-Version"] == "1.0" and read["Content-Type"] == "text/plain; charset=unknown-8bit" and read["Subject"] == "old"


def test_the_order_of_fields_stays():
    made = seven_bit(message("Content-Transfer-Encoding: 8bit", "X-Two: 2", "MIME-Version: 1.0", "Content-Type: text/plain;\r\n charset=utf-8"))
    assert made.startswith(b"From: a@b.test\r\nContent-Transfer-Encoding: quoted-printable\r\nX-Two: 2\r\nMIME-Version: 1.0\r\n"
                           b"Content-Type: text/plain;\r\n charset=utf-8\r\n\r\n")


def test_only_the_parts_that_need_it_are_encoded():
    plain, coded = part("text/plain", b"plain \r\n.\r\nlong " + b"x" * 900, "8bit"), part("image/png", b"iVBORw0KGgo=\r\n", "base64")
    content = multipart("mixed", plain, part("text/html; charset=utf-8", TEXT), coded, part("", TEXT, ""), before=b"preamble\r\n", after=b"epilogue\r\n")
    read = check(content)
    assert [each.get("Content-Transfer-Encoding") for each in read.walk()] == ["7bit", "7bit", "quoted-printable", "base64", "quoted-printable"]
    made = seven_bit(content)
    assert part("image/png", b"iVBORw0KGgo=\r\n", "base64") in made and b"preamble\r\n" in made and made.endswith(b"epilogue\r\n")


def test_what_stands_around_the_parts_is_nobodys():
    made = seven_bit(multipart("mixed", part("text/plain", b"a"), before="für niemand\r\n".encode(), after=b"\xff\r\n"))
    assert b"f??r niemand\r\n" in made and made.endswith(b"--\r\n?\r\n")


def test_parts_in_parts_and_messages_in_messages():
    inner = multipart("alternative", part("text/plain; charset=utf-8", TEXT), part("text/html; charset=utf-8", TEXT), mark="in", outer=())
    attached = part("message/rfc822", mime("text/plain; charset=utf-8"))
    deeper = part("message/rfc822", multipart("mixed", inner, attached, mark="deep"))
    digest = multipart("digest", b"\r\n" + mime("text/plain; charset=utf-8"), mark="dig", outer=())
    read = check(multipart("mixed", inner, attached, deeper, digest))
    found = [(each.get_content_type(), each.get("Content-Transfer-Encoding")) for each in read.walk()]
    assert ("message/rfc822", "7bit") in found and not any(kind.startswith(("multipart/", "message/")) and how not in ("7bit", None) for kind, how in found)
    assert sum(how == "quoted-printable" for _, how in found) == 7


@pytest.mark.parametrize("content, why", [
    (multipart("mixed", part("text/plain", TEXT), mark="grenze-ü"), "boundary"),
    (mime("text/plain", "base64"), "base64"), (mime("text/plain", "x-uuencode"), "x-uuencode"),
    (mime("message/partial; id=1; number=1"), "message/partial"), (mime("message/external-body"), "message/external-body"),
    (mime("message/delivery-status"), "message/delivery-status"), (mime("multipart/mixed"), "multipart/mixed"),
    (multipart("signed", part("text/plain", TEXT), part("application/pgp-signature", b"x", "7bit")), "signed"),
    (multipart("signed", multipart("mixed", part("message/rfc822", mime("text/plain")), mark="in", outer=())), "signed"),
    (b"X: " + b"x" * (1 << 20) + b"\r\nY: y\r\n\r\n\xff\r\n", "larger"),
])
def test_what_cannot_be_converted_is_not(content, why):
    with pytest.raises(Unreadable, match=why):
        seven_bit(content)


@pytest.mark.parametrize("content", [
    "Subject: Grüße\r\n\r\nbody\r\n".encode(), multipart("mixed", part("text/plain; name=Ä", b"x", "7bit"), encoding="7bit"),
    multipart("mixed", part("message/rfc822", "Subject: ü\r\n\r\nx\r\n".encode(), "7bit"), encoding="7bit"),
])
def test_octets_above_127_in_a_header_stay_as_they_came(content):
    assert seven_bit(content) == content
    made = seven_bit("Subject: Grüße\r\n".encode() + mime("text/plain; charset=utf-8"))
    assert made.startswith("Subject: Grüße\r\n".encode()) and made.partition(b"\r\n\r\n")[2].isascii()


def test_what_is_signed_beside_what_needs_it_stays_as_it_is():
    signed = multipart("signed", part("text/plain", b"signed \r\n", "8bit"), part("application/pgp-signature", b"x", "7bit"), mark="sig", outer=())
    content = multipart("mixed", signed, part("text/plain; charset=utf-8", TEXT))
    check(content)
    assert signed.partition(b"\r\n\r\n")[2] in seven_bit(content)


def test_messages_of_the_world_may_be_encoded():
    assert check(mime("message/global", body="Subject: Grüße\r\n\r\nand a text long enough\r\n".encode()), same=False)["Content-Transfer-Encoding"] == "quoted-printable"


def test_long_lines_are_broken_and_never_into_a_boundary():
    line = b"x" * 75 + b"--=_m" + "ü".encode() + b"y" * 200_000
    for at in range(6):
        check(multipart("mixed", part("text/plain; charset=utf-8", b"z" * at + line + b"\r\n" + b"--=_mx\r\n")), same=True)


def test_many_levels_are_read_as_far_as_they_are_read():
    content = part("text/plain; charset=utf-8", TEXT)
    for depth in range(80):
        content = multipart("mixed", content, mark=f"m{depth}", outer=())
    with pytest.raises(Unconvertible, match="must not be encoded"):
        seven_bit(b"MIME-Version: 1.0\r\n" + content)


BODIES = st.lists(st.sampled_from(["", "x" * 80, "ü", "é" * 40, ".", "..", "--=_m", "--=_m0", "=", "= ", " ", "\t", "a \t", "From ", "文字" * 50, "plain", "\0", "--"]),
                  max_size=12).map(lambda lines: "\r\n".join(lines).encode())


def entities(level: int = 0):
    leaf = st.builds(lambda kind, body, how: part(kind, body, how), st.sampled_from(["text/plain; charset=utf-8", "text/html", "application/x"]), BODIES,
                     st.sampled_from(["8bit", "", "7bit"]))
    if level > 2:
        return leaf
    return st.one_of(leaf, st.builds(lambda parts: multipart("mixed", *parts, mark=f"=_n{level}", outer=()), st.lists(entities(level + 1), min_size=1, max_size=3)),
                     st.builds(lambda inner: part("message/rfc822", b"Subject: in\r\n" + inner), entities(level + 1)))


@limits(max_examples=150, deadline=None)
@given(entities())
def test_every_part_decodes_to_what_it_did(entity):
    content = b"MIME-Version: 1.0\r\n" + entity + b"\r\n"
    made = seven_bit(content)
    assert made.isascii() and leaves(made) == leaves(content)
    for each in email.message_from_bytes(made).walk():
        if each.get("Content-Transfer-Encoding") in ("quoted-printable", "base64"):
            assert all(len(line) <= 76 for line in each.get_payload().splitlines())


@limits(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([b"\r\n", b"\r", b"\n", b"--=_m", b"--", b"\r\n\r\n", b"Content-Type: multipart/mixed; boundary==_m\r\n", b"\xff", b"x", b"\r\n--=_m\r\n",
                                 b"Content-Type: message/rfc822\r\n", b"Content-Transfer-Encoding: 8bit\r\n", b" ", b"\r\n--=_m--"]), max_size=30).map(b"".join))
def test_whatever_comes_is_converted_or_refused(content):
    try:
        made = seven_bit(content)
    except Unreadable:
        return
    again = Survey()
    again.feed(made)
    again.end()
    assert not any(finding.encode for finding in again.findings)
    if content.isascii():
        assert made == content


@pytest.mark.parametrize("line", [b"", b"--", b"--=_m", b" ", b"--=_n49--"])
def test_no_shape_of_content_takes_long(line):
    """Each takes about as long as plain text: a deep message of lines that might be boundaries took twenty seconds."""
    content = b"\xff" + (line + b"\r\n") * 60_000
    for depth in range(49):
        content = multipart("mixed", part("text/plain", content) if not depth else content, mark=f"=_n{depth}", outer=())
    began = time.monotonic()
    try:
        seven_bit(b"MIME-Version: 1.0\r\n" + content)
    except Unreadable:
        pass
    assert time.monotonic() - began < 1


def test_a_message_of_too_many_parts_is_not_read():
    with pytest.raises(Unreadable, match="more parts"):
        seven_bit(multipart("mixed", *[part("text/plain", b"\xff")] * 10_001))
