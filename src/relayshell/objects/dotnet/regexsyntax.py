"""Translates .NET regular expressions to Python's, keeping .NET's numbering of groups and its error messages.

.NET numbers unnamed groups first and named ones after them, scopes inline options to the enclosing group, knows [a-z-[aeiou]]
and refuses what Python would take. The output suits both `re` and the `regex` package; `needs_regex` says when only the latter
will do. https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-language-quick-reference is the reference.
"""

from __future__ import annotations

import re
from relayshell.objects.dotnet.regexsets import class_escape, read_set

IGNORE_CASE, MULTILINE, EXPLICIT, COMPILED, SINGLELINE, WHITESPACE, RIGHT_TO_LEFT = 1, 2, 4, 8, 16, 32, 64

_ESCAPES = {"a": "\\x07", "t": "\\t", "r": "\\r", "v": "\\x0b", "f": "\\x0c", "n": "\\n", "e": "\\x1b"}
_INLINE = {"i": IGNORE_CASE, "m": MULTILINE, "n": EXPLICIT, "s": SINGLELINE, "x": WHITESPACE}
_WORD = re.compile(r"\w+")
_BALANCING = re.compile(r"(<|')(\w*)-(\w+)(?(1)[>'])")
_QUANTIFIER = re.compile(r"\{(\d+)(,(\d*))?\}", re.A)


class PatternError(Exception):
    """A pattern that is not one: the offset and .NET's reason."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset, self.reason = offset, reason


class Translation:
    """The Python pattern, and what .NET calls its groups.

    groups: for each .NET group in order its name and the name it has in the Python pattern.
    balances: whether a group takes captures of another away; meanings: what the groups of such a pattern do, by their Python names.
    """

    __slots__ = ("pattern", "groups", "needs_regex", "flags", "balances", "meanings")

    def __init__(self) -> None:
        self.pattern = ""
        self.groups: list[tuple[str, str]] = []
        self.needs_regex = False
        self.flags = 0
        self.balances = False
        self.meanings: dict[str, tuple[str, str]] = {}


def translate(pattern: str, options: int = 0) -> Translation:
    """The translation of a pattern. Raises PatternError."""
    return _Translator(pattern, options).run()


class _Group:
    """An open group: the options outside it, how many option scopes it opened, and whether it captures."""

    __slots__ = ("options", "scopes", "captures", "kind", "bars")

    def __init__(self, options: int, kind: str) -> None:
        self.options, self.kind = options, kind
        self.scopes = 0
        self.captures = False
        self.bars = 0


class _Translator:
    """One pass over a pattern."""

    def __init__(self, pattern: str, options: int) -> None:
        self.text, self.at, self.options = pattern, 0, options
        self.out: list[str] = []
        self.stack: list[_Group] = []
        self.top = _Group(options, "top")
        self.unnamed = 0
        self.named: dict[str, str] = {}
        self.references: list[tuple[int, int, str]] = []
        self.written: set[str] = set()
        self.result = Translation()

    def run(self) -> Translation:
        """Translates the whole pattern."""
        self.count_groups()
        atom: int | None = None
        text = self.text
        while self.at < len(text):
            char = text[self.at]
            if self.options & WHITESPACE and (char in " \t\n\r\f\v" or char == "#"):
                self.skip_white()
                continue
            if text.startswith("(?#", self.at):
                end = text.find(")", self.at)
                if end < 0:
                    raise PatternError(len(text), "Unterminated (?#...) comment.")
                self.at = end + 1
                continue
            if char in "*+?" or (char == "{" and _QUANTIFIER.match(text, self.at)):
                atom = self.quantifier(atom)
                continue
            start = len(self.out)
            self.at += 1
            atom = start
            if char == "(":
                self.open_group()
                atom = None
            elif char == ")":
                atom = self.close_group()
            elif char == "|":
                self.bar()
                atom = None
            elif char == "[":
                self.out.append(self.read_set())
            elif char == "\\":
                self.escape()
            elif char == ".":
                self.out.append("(?s:.)" if self.options & SINGLELINE else ".")
            elif char == "^":
                self.out.append("(?m:^)" if self.options & MULTILINE else "^")
            elif char == "$":
                self.out.append("(?m:$)" if self.options & MULTILINE else "$")
            else:
                self.out.append(re.escape(char))
        if self.stack:
            raise PatternError(len(text), "Not enough )'s.")
        self.close_scopes(self.top)
        return self.finish()

    # -- groups ------------------------------------------------------------------------------------------------

    def count_groups(self) -> None:
        """How many unnamed groups there are and which named ones, so that \\10 and $10 can be told from octal."""
        text, at, unnamed, names, options = self.text, 0, 0, [], self.options
        while at < len(text):
            char = text[at]
            if char == "\\":
                at += 2
                continue
            if char == "[":
                at = _skip_set(text, at)
                continue
            if char == "#" and options & WHITESPACE:
                end = text.find("\n", at)
                at = len(text) if end < 0 else end
                continue
            if char == "(":
                found = re.compile(r"\(\?(?:P?<|')(\w+)[>'\-]").match(text, at)
                if found:
                    if found[1] not in names:
                        names.append(found[1])
                elif not text.startswith("(?", at) and not options & EXPLICIT:
                    unnamed += 1
                elif (inline := re.compile(r"\(\?([imnsx]*)(?:-([imnsx]*))?\)").match(text, at)) is not None:
                    if "x" in inline[1]:
                        options |= WHITESPACE
                    if "n" in inline[1]:
                        options |= EXPLICIT
            at += 1
        self.total_unnamed, self.all_names = unnamed, names

    def open_group(self) -> None:
        """Behind '(': writes the start of the Python group."""
        text = self.text
        group = _Group(self.options, "(")
        opening = "(?:"
        if not text.startswith("?", self.at):
            if not self.options & EXPLICIT:
                self.unnamed += 1
                group.captures = True
                opening = f"(?P<u{self.unnamed}>"
        else:
            self.at += 1
            rest = text[self.at:self.at + 2]
            if rest[:1] in (":", "=", "!", ">"):
                self.at += 1
                opening = "(?" + rest[0]
                if rest[0] == ">":
                    self.result.needs_regex = True
            elif rest in ("<=", "<!"):
                self.at += 2
                opening = "(?" + rest
            elif rest[:1] in ("<", "'"):
                opening = self.named_group(group)
            elif rest[:1] == "(":
                conditional = self.conditional(group)
                if conditional is None:
                    return
                opening = conditional
            else:
                self.inline_options()
                return
        self.stack.append(group)
        self.out.append(opening)

    def named_group(self, group: _Group) -> str:
        text = self.text
        closing = ">" if text[self.at] == "<" else "'"
        found = _WORD.match(text, self.at + 1)
        balancing = _BALANCING.match(text, self.at)
        if balancing is not None:
            return self.balancing_group(group, balancing)
        if not found:
            raise PatternError(self.at + 1 + (self.at + 1 < len(text)), "Invalid group name: Group names must begin with a word character.")
        name = found[0]
        end = found.end()
        if not text.startswith(closing, end):
            raise PatternError(end + (end < len(text)), "Invalid group name: Group names must begin with a word character.")
        if name.isdecimal() and int(name) == 0:
            raise PatternError(end, "Capture number cannot be zero.")
        self.at = end + 1
        group.captures = True
        if name in self.named:
            self.result.needs_regex = True
        inner = self.named.setdefault(name, f"n{len(self.named)}")
        return f"(?P<{self.named_once(inner)}>"

    def balancing_group(self, group: _Group, found: re.Match[str]) -> str:
        """(?<name-other>...): the last capture of the other group is taken away."""
        name, other = found[2], found[3]
        if other not in self.all_names and not (other.isdecimal() and int(other) <= self.total_unnamed):
            raise PatternError(found.end(3), f"Reference to undefined group {f'number {other}' if other.isdecimal() else f'name {other!r}'}.")
        self.at = found.end()
        group.captures = True
        self.result.balances = True
        inner = self.named.setdefault(name, f"n{len(self.named)}") if name else ""
        written = self.named_once(inner) if inner else f"b{len(self.result.meanings)}"
        self.result.meanings[written] = inner, self.reference_name(other)
        return f"(?P<{written}>"

    def named_once(self, inner: str) -> str:
        """The name that a group is written with: its own, or one more where the pattern has others of that name and balances."""
        again = inner in self.written and any(_BALANCING.match(self.text, at) for at in range(len(self.text)))
        if again:
            written = f"{inner}x{len(self.written)}"
            self.result.meanings[written] = inner, ""
            inner = written
        self.written.add(inner)
        return inner

    def conditional(self, group: _Group) -> str | None:
        """(?(name)yes|no) or (?(expression)yes|no): its opening, or None when that is written already."""
        found = re.compile(r"\((\w+)\)").match(self.text, self.at)
        self.result.needs_regex = True
        group.kind = "?("
        if found and (found[1] in self.all_names or (found[1].isdecimal() and int(found[1]) <= self.total_unnamed)):
            self.at = found.end()
            inner = self.reference_name(found[1])
            return f"(?({inner})"
        if found and found[1].isdecimal():
            raise PatternError(found.end(1), f"Conditional alternation refers to an undefined group number {found[1]}.")
        if self.text.startswith("(?", self.at):
            return "(?"
        # The expression becomes a lookahead; its own parenthesis closes that, the conditional stays open.
        self.stack += [group, _Group(self.options, "(")]
        self.out += ["(?", "(?="]
        self.at += 1
        return None

    def inline_options(self) -> None:
        """(?im-s) sets options for the rest of the group; (?im-s: opens a group with them."""
        text, on, at = self.text, True, self.at
        options = self.options
        while at < len(text) and text[at] not in ":)":
            char = text[at].lower()
            at += 1
            if char in "+-":
                on = char == "+"
            elif char in _INLINE:
                options = options | _INLINE[char] if on else options & ~_INLINE[char]
            else:
                raise PatternError(at, "Unrecognized grouping construct.")
        if at >= len(text):
            raise PatternError(at, "Unrecognized grouping construct." if at == self.at else "Not enough )'s.")
        self.at = at + 1
        changed = (options ^ self.options) & IGNORE_CASE
        flag = ("(?i:" if options & IGNORE_CASE else "(?-i:") if changed else ""
        if text[at] == ":":
            self.stack.append(_Group(self.options, "("))
            self.out.append(flag or "(?:")
            self.options = options
            return
        current = self.stack[-1] if self.stack else self.top
        if flag:
            self.out.append(flag)
            current.scopes += 1
        self.options = options

    def close_scopes(self, group: _Group) -> None:
        """Closes the option scopes that a group has opened."""
        self.out.extend(")" * group.scopes)

    def close_group(self) -> int | None:
        """Behind ')': closes the group; what quantifies it."""
        if not self.stack:
            raise PatternError(self.at, "Too many )'s.")
        group = self.stack.pop()
        self.close_scopes(group)
        self.out.append(")")
        self.options = group.options
        if group.captures and self.stack:
            self.stack[-1].captures = True
        self.closed_captures = group.captures
        return -1

    def bar(self) -> None:
        """An alternative: option scopes are closed and opened again behind it."""
        group = self.stack[-1] if self.stack else self.top
        if group.kind == "?(":
            group.bars += 1
            if group.bars > 1:
                raise PatternError(self.at, "Too many | in (?()|).")
        base = bool(group.options & IGNORE_CASE)
        self.out.append(")" * group.scopes + "|")
        now = bool(self.options & IGNORE_CASE)
        group.scopes = int(now != base)
        if group.scopes:
            self.out.append("(?i:" if now else "(?-i:")

    # -- the rest ----------------------------------------------------------------------------------------------

    def skip_white(self) -> None:
        if self.text[self.at] == "#":
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end
        else:
            self.at += 1

    def quantifier(self, atom: int | None) -> int | None:
        """Writes a quantifier; none may follow it."""
        text, char = self.text, self.text[self.at]
        if atom is None or atom == -2:
            reason = f"Nested quantifier '{char}'." if atom == -2 else f"Quantifier '{char}' following nothing."
            raise PatternError(self.at + 1, reason)
        if char == "{":
            found = _QUANTIFIER.match(text, self.at)
            low, high = int(found[1]), int(found[3]) if found[3] else None  # type: ignore[index]
            if high is not None and low > high:
                raise PatternError(found.end(), "Illegal {x,y} with x > y.")  # type: ignore[union-attr]
            written = found[0]  # type: ignore[index]
            self.at = found.end()  # type: ignore[union-attr]
        else:
            written = char
            self.at += 1
        if text.startswith("?", self.at):
            written += "?"
            self.at += 1
        if atom == -1 and self.closed_captures:
            self.result.needs_regex = True
        self.out.append(written)
        return -2

    def read_set(self) -> str:
        """A character class, from behind its bracket."""
        written, self.at, needs = read_set(self.text, self.at, PatternError)
        self.result.needs_regex |= needs
        return written

    def escape(self) -> None:
        """Behind a backslash."""
        text = self.text
        if self.at >= len(text):
            raise PatternError(self.at, "Illegal \\ at end of pattern.")
        char = text[self.at]
        self.at += 1
        if char in "bBA":
            self.out.append("\\" + char)
        elif char == "G":
            self.result.needs_regex = True
            self.out.append("\\G")
        elif char == "Z":
            self.out.append("(?=\\n?\\Z)")
        elif char == "z":
            self.out.append("\\Z")
        elif char in "dDwWsS":
            self.out.append("\\" + char)
        elif char in "pP":
            written, self.at = class_escape(text, self.at, char, PatternError)
            self.result.needs_regex = True
            self.out.append(written)
        elif char == "k":
            self.named_reference()
        elif char in "123456789":
            self.numbered_reference()
        else:
            code, self.at = char_escape(text, self.at - 1)
            self.out.append(code)

    def numbered_reference(self) -> None:
        found = re.compile(r"\d+", re.A).match(self.text, self.at - 1)
        number = int(found[0])  # type: ignore[index]
        total = self.total_unnamed + len([name for name in self.all_names if not name.isdecimal()])
        if number <= total or str(number) in self.all_names:
            self.at = found.end()  # type: ignore[union-attr]
            self.out.append(f"(?P={self.reference_name(str(number))})")
        elif number <= 9:
            raise PatternError(self.at, f"Reference to undefined group number {number}.")
        else:
            code, self.at = char_escape(self.text, self.at - 1)
            self.out.append(code)

    def named_reference(self) -> None:
        found = re.compile(r"<(\w+)>|'(\w+)'|\{(\w+)\}").match(self.text, self.at)
        if not found:
            raise PatternError(self.at, "Malformed \\k<...> named back reference.")
        name = found[1] or found[2] or found[3]
        self.at = found.end()
        known = name in self.all_names or (name.isdecimal() and int(name) <= self.total_unnamed)
        if not known:
            kind = f"number {name}" if name.isdecimal() else f"name '{name}'"
            raise PatternError(self.at, f"Reference to undefined group {kind}.")
        self.out.append(f"(?P={self.reference_name(name)})")

    def reference_name(self, name: str) -> str:
        """The Python name of a group by its .NET name or number."""
        if name in self.named:
            return self.named[name]
        if name.isdecimal() and name not in self.all_names:
            number = int(name)
            if number <= self.total_unnamed:
                return f"u{number}"
            name = [other for other in self.all_names if not other.isdecimal()][number - self.total_unnamed - 1]
        return self.named.setdefault(name, f"n{len(self.named)}")

    def finish(self) -> Translation:
        """Puts the parts together and numbers the groups as .NET does."""
        result = self.result
        result.pattern = "".join(self.out)
        numbered = [(str(index), f"u{index}") for index in range(1, self.unnamed + 1)]
        taken = {name for name, _ in numbered}
        for name, inner in self.named.items():
            if name.isdecimal() and name in taken:
                numbered = [(other, inner if other == name else old) for other, old in numbered]
            elif name.isdecimal():
                numbered.append((name, inner))
        numbered.sort(key=lambda pair: int(pair[0]))
        names = [(name, inner) for name, inner in self.named.items() if not name.isdecimal()]
        names.sort(key=lambda pair: self.all_names.index(pair[0]))
        result.groups = numbered + names
        result.flags = self.top.options
        if result.flags & RIGHT_TO_LEFT:
            result.needs_regex = True
        return result

    closed_captures = False
    total_unnamed = 0
    all_names: list[str] = []


def _skip_set(text: str, at: int) -> int:
    """The place behind a class, roughly: enough to count groups."""
    at += 1
    if text.startswith("^", at):
        at += 1
    if text.startswith("]", at):
        at += 1
    while at < len(text) and text[at] != "]":
        if text[at] == "\\":
            at += 1
        elif text[at] == "[" and text[at - 1] == "-":
            at = _skip_set(text, at) - 1
        at += 1
    return at + 1


def char_escape(text: str, at: int) -> tuple[str, int]:
    """One escaped character from behind its backslash, in Python's writing, and the place behind it."""
    char = text[at]
    if char in _ESCAPES:
        return _ESCAPES[char], at + 1
    if char in "xu":
        width = 2 if char == "x" else 4
        digits = text[at + 1:at + 1 + width]
        if len(digits) < width or not re.fullmatch("[0-9a-fA-F]+", digits):
            raise PatternError(min(at + 1 + width, len(text)), "Insufficient or invalid hexadecimal digits.")
        return re.escape(chr(int(digits, 16))), at + 1 + width
    if char == "c":
        if at + 1 >= len(text):
            raise PatternError(at + 1, "Missing control character.")
        code = ord(text[at + 1].upper()) - 64
        if not 0 <= code < 32:
            raise PatternError(at + 2, "Unrecognized control character.")
        return re.escape(chr(code)), at + 2
    if char in "01234567":
        found = re.compile("[0-7]{1,3}").match(text, at)
        return re.escape(chr(int(found[0], 8) & 0xFF)), found.end()  # type: ignore[index, union-attr]
    if char == "_" or char.isalnum():
        raise PatternError(at + 1, f"Unrecognized escape sequence \\{char}.")
    return re.escape(char), at + 1
