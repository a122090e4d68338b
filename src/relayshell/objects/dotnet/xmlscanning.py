"""Why a text is no XML, in the words and at the place of .NET's XmlTextReader: read once more where expat refused it.

Knows what documents are made of, but for what stands within a DOCTYPE. It builds nothing.
"""

from __future__ import annotations

import re
from typing import Any

from relayshell.objects.dotnet.faults import operation_fault
from relayshell.objects.dotnet.xmlnodes import WRONG_CHILD

_SPACE = " \t\r\n"
_NAME = re.compile(r"[\w.\-\u00b7]*")
_KNOWN = ("lt", "gt", "amp", "quot", "apos")


def _starts_name(char: str) -> bool:
    return char.isalpha() or char == "_"


class Fault(Exception):
    """What is wrong, and where."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message, self.at = message, at


class Scanner:
    """Goes through a text once. `loose` takes what a part of a document may be at its top: several elements, and text."""

    def __init__(self, text: str, loose: bool) -> None:
        self.text, self.loose = text, loose
        self.at = 0
        self.open: list[tuple[str, int]] = []
        self.rooted = False

    def run(self) -> None:
        """Reads all of it. Raises Fault, or the InvalidOperationException of a node that no document holds."""
        text = self.text
        if text.startswith("<?xml") and text[5:6] in _SPACE:
            self.at = self.until("?>", 5, "XmlDecl")
        while self.at < len(text):
            if text[self.at] == "<":
                self.markup()
            elif self.open:
                self.content()
            else:
                self.between()
        if self.open:
            names = ", ".join(name for name, _ in reversed(self.open))
            raise Fault(f"Unexpected end of file has occurred. The following elements are not closed: {names}.", len(text))
        if not self.rooted and not self.loose:
            raise Fault("Root element is missing.", -1)

    def between(self) -> None:
        """What stands outside of all elements: white space alone."""
        while self.at < len(self.text) and self.text[self.at] in _SPACE:
            self.at += 1
        if self.at < len(self.text) and self.text[self.at] != "<":
            if self.loose:
                raise operation_fault(WRONG_CHILD)
            raise Fault("Data at the root level is invalid.", self.at)

    def content(self) -> None:
        """Text within an element."""
        char = self.text[self.at]
        if char == "&":
            self.reference()
        elif self.text.startswith("]]>", self.at):
            raise Fault("']]>' is not allowed in character data.", self.at)
        else:
            self.checked(char)
            self.at += 1

    def checked(self, char: str) -> None:
        """Raises Fault for a character that XML has not."""
        if char < " " and char not in _SPACE or char in "\ufffe\uffff":
            raise Fault(f"'{char if char != chr(0) else '.'}', hexadecimal value 0x{ord(char):02X}, is an invalid character.", self.at)

    def reference(self) -> None:
        """What & begins."""
        self.at += 1
        if self.text.startswith("#", self.at):
            found = re.compile(r"#(?:x[0-9a-fA-F]+|[0-9]+);").match(self.text, self.at)
            if found is None:
                kind = "hexadecimal" if self.text.startswith("#x", self.at) else "decimal"
                digits = re.compile(r"#x?[0-9a-fA-F]*").match(self.text, self.at)
                raise Fault(f"Invalid syntax for a {kind} numeric entity reference.", digits.end() if digits else self.at)
            self.at = found.end()
            return
        if not _starts_name(self.text[self.at : self.at + 1]):
            raise Fault("An error occurred while parsing EntityName.", self.at)
        end = self.name(self.at)
        if self.text[end : end + 1] != ";":
            raise self.unexpected(end, ";")
        if self.text[self.at : end] not in _KNOWN:
            raise Fault(f"Reference to undeclared entity '{self.text[self.at : end]}'.", self.at)
        self.at = end + 1

    def markup(self) -> None:
        """What < begins."""
        text, at = self.text, self.at
        if text.startswith("<?", at):
            self.instruction()
        elif text.startswith("<!--", at):
            self.comment()
        elif text.startswith("<![CDATA[", at) and (self.open or self.loose):
            self.at = self.until("]]>", at + 9, "CDATA")
            if not self.open:
                raise operation_fault(WRONG_CHILD)
        elif text.startswith("<!DOCTYPE", at) and not self.rooted:
            self.doctype()
        elif text.startswith("<!", at):
            if text.startswith("DOCTYPE", at + 2):
                raise Fault("Unexpected DTD declaration.", at + 2)
            raise self.unexpected(at + 2, "<!--", "<[CDATA[")
        elif text.startswith("</", at):
            self.end_tag()
        else:
            self.start_tag()

    def until(self, mark: str, start: int, kind: str) -> int:
        """The place behind a mark. Raises Fault at the end of the text."""
        found = self.text.find(mark, start)
        if found < 0:
            raise Fault(f"Unexpected end of file while parsing {kind} has occurred.", len(self.text))
        return found + len(mark)

    def instruction(self) -> None:
        start = self.at + 2
        end = self.name(start)
        target = self.text[start:end]
        if target.lower() == "xml":
            raise Fault("Unexpected XML declaration. The XML declaration must be the first node in the document, and no whitespace characters are allowed to appear before it."
                        if target == "xml" else f"'{target}' is an invalid name for processing instructions.", start)
        self.at = self.until("?>", end, "PI")

    def comment(self) -> None:
        end = self.until("--", self.at + 4, "Comment")
        if self.text[end : end + 1] != ">":
            if end >= len(self.text):
                raise Fault("Unexpected end of file while parsing Comment has occurred.", len(self.text))
            raise Fault("An XML comment cannot contain '--', and '-' cannot be the last character.", end - 2)
        self.at = end + 1

    def doctype(self) -> None:
        depth, at = 0, self.at
        while at < len(self.text):
            char = self.text[at]
            depth += (char in "[<") - (char in "]>")
            at += 1
            if depth == 0:
                self.at = at
                return
        raise Fault("Unexpected end of file while parsing DOCTYPE has occurred.", len(self.text))

    def name(self, start: int) -> int:
        """The end of a name, its prefix with it. Raises Fault."""
        text = self.text
        if start >= len(text):
            raise Fault("Unexpected end of file while parsing Name has occurred.", start)
        if not _starts_name(text[start]):
            raise Fault(f"Name cannot begin with the '{text[start]}' character, hexadecimal value 0x{ord(text[start]):02X}.", start)
        end = _NAME.match(text, start).end()  # type: ignore[union-attr]
        if text[end : end + 1] == ":":
            if not _starts_name(text[end + 1 : end + 2] or "_"):
                raise Fault(f"Name cannot begin with the '{text[end + 1]}' character, hexadecimal value 0x{ord(text[end + 1]):02X}.", end + 1)
            end = _NAME.match(text, end + 1).end()  # type: ignore[union-attr]
            if text[end : end + 1] == ":":
                raise Fault("The ':' character, hexadecimal value 0x3A, cannot be included in a name.", end)
        if end >= len(text):
            raise Fault("Unexpected end of file while parsing Name has occurred.", end)
        return end

    def unexpected(self, at: int, *wanted: str) -> Fault:
        """What stands where something else should."""
        if at >= len(self.text):
            return Fault("Unexpected end of file has occurred.", at)
        found = _NAME.match(self.text, at)
        token = found.group() if found and found.group() else self.text[at]
        tokens = " or ".join(f"'{each}'" for each in wanted)
        return Fault(f"'{token}' is an unexpected token. The expected token is {tokens}.", at)

    def end_tag(self) -> None:
        if not self.open:
            raise Fault("Unexpected end tag.", self.at + 1)
        start = self.at + 2
        name, opened = self.open[-1]
        end = start + len(name)
        if self.text[start:end] != name or _NAME.match(self.text, end).group() or self.text[end : end + 1] == ":":  # type: ignore[union-attr]
            found = self.text[start : self.name(start)]
            line, column = place(self.text, opened)
            raise Fault(f"The '{name}' start tag on line {line} position {column} does not match the end tag of '{found}'.", start)
        end = self.skipped(end)
        if self.text[end : end + 1] != ">":
            raise self.unexpected(end, ">")
        self.open.pop()
        self.at = end + 1

    def skipped(self, at: int) -> int:
        """The place behind white space."""
        while self.text[at : at + 1] and self.text[at] in _SPACE:
            at += 1
        return at

    def start_tag(self) -> None:
        start = self.at + 1
        end = self.name(start)
        name = self.text[start:end]
        if not self.open:
            if self.rooted:
                raise operation_fault("This document already has a 'DocumentElement' node.") if self.loose else Fault("There are multiple root elements.", start)
            self.rooted = True
        if self.text[end] not in _SPACE and self.text[end] not in "/>":
            raise Fault(f"The '{self.text[end]}' character, hexadecimal value 0x{ord(self.text[end]):02X}, cannot be included in a name.", end)
        seen: set[str] = set()
        while True:
            after = self.skipped(end)
            char = self.text[after : after + 1]
            if char == ">":
                self.open.append((name, start))
                self.at = after + 1
                return
            if char == "/":
                if self.text[after + 1 : after + 2] == ">":
                    self.at = after + 2
                    return
                if after + 1 >= len(self.text):
                    raise Fault("Unexpected end of file while parsing > has occurred.", after)
                raise self.unexpected(after + 1, ">")
            if not char:
                names = ", ".join(each for each, _ in reversed(self.open))
                raise Fault("Unexpected end of file has occurred." + (f" The following elements are not closed: {names}." if names else ""), after)
            if after == end:
                raise Fault(f"{self.unexpected(after).message.partition(' The expected')[0]} Expecting white space.", after)
            end = self.attribute(after, seen)

    def attribute(self, start: int, seen: set[str]) -> int:
        """The place behind an attribute."""
        end = self.name(start)
        name = self.text[start:end]
        at = self.skipped(end)
        if self.text[at : at + 1] != "=":
            raise self.unexpected(at, "=")
        at = self.skipped(at + 1)
        quote = self.text[at : at + 1]
        if quote not in ("'", '"'):
            raise self.unexpected(at, '"', "'")
        self.at = at + 1
        while self.text[self.at : self.at + 1] != quote:
            if self.at >= len(self.text):
                raise Fault("There is an unclosed literal string.", self.at)
            char = self.text[self.at]
            if char == "<":
                raise Fault("'<', hexadecimal value 0x3C, is an invalid attribute character.", self.at)
            if char == "&":
                self.reference()
            else:
                self.checked(char)
                self.at += 1
        if name in seen:
            raise Fault(f"'{name}' is a duplicate attribute name.", start)
        seen.add(name)
        return self.at + 1


def place(text: str, at: int) -> tuple[int, int]:
    """Line and position of a place, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def what_is_wrong(text: str, loose: bool) -> Any:
    """The message, line and position of what is wrong; an exception where it is of another kind; None where nothing is found."""
    try:
        Scanner(text, loose).run()
    except Fault as fault:
        return fault.message, *((0, 0) if fault.at < 0 else place(text, fault.at))
    except Exception as error:  # the exception of a node that no document holds
        return error
    return None
