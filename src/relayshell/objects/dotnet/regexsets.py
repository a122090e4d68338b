"""Character classes of .NET regular expressions: [a-z-[aeiou]], \\p{L}, \\p{IsGreek}, written as Python has them."""

from __future__ import annotations

import re

_CATEGORIES = frozenset("L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co Cn".split())
_BLOCK = re.compile(r"Is[A-Z][A-Za-z\-0-9]*")


def class_escape(text: str, at: int, letter: str, error: type) -> tuple[str, int]:
    """\\p{Lu} or \\P{IsGreek} from behind the letter. Raises `error`."""
    found = re.compile(r"\{([\w\-]*)(\})?").match(text, at)
    if not found:
        raise error(at, "Incomplete \\p{X} character escape." if at >= len(text) else "Malformed \\p{X} character escape.")
    if not found[2]:
        raise error(len(text), "Incomplete \\p{X} character escape.")
    name = found[1]
    if name in _CATEGORIES:
        return f"\\{letter}{{{name}}}", found.end()
    if _BLOCK.fullmatch(name):
        import regex
        written = f"\\{letter}{{In{name[2:]}}}"
        try:
            regex.compile(written)
        except regex.error:
            raise error(found.end(), f"Unknown property '{name}'.") from None
        return written, found.end()
    raise error(found.end(), f"Unknown property '{name}'.")


def read_set(text: str, at: int, error: type) -> tuple[str, int, bool]:
    """A class from behind its '[': the Python pattern, the place behind it, whether it needs the regex package. Raises `error`."""
    from relayshell.objects.dotnet.regexsyntax import char_escape
    out: list[str] = []
    negated = text.startswith("^", at)
    if negated:
        at += 1
    first, needs, minus = True, False, ""
    pending: str | None = None
    ranging = False
    while True:
        if at >= len(text):
            raise error(len(text), "Unterminated [] set.")
        char = text[at]
        if char == "]" and not first:
            at += 1
            break
        first = False
        at += 1
        whole_class = False
        if char == "-" and text.startswith("[", at) and (pending is not None or out):
            inner, at, more = read_set(text, at + 1, error)
            needs |= more
            minus = inner
            if not text.startswith("]", at):
                raise error(min(at, len(text)), "A subtraction must be the last element in a character class." if at < len(text) else "Unterminated [] set.")
            at += 1
            break
        if char == "\\" and at < len(text):
            letter = text[at]
            if letter in "dDwWsS":
                written, whole_class = "\\" + letter, True
                at += 1
            elif letter in "pP":
                written, at = class_escape(text, at + 1, letter, error)
                whole_class = needs = True
            elif letter == "-":
                written = "\\-"
                at += 1
            elif letter == "b":
                written = "\\x08"
                at += 1
            else:
                written, at = char_escape(text, at)
        elif char == "[" and text.startswith(":", at) and (end := text.find(":]", at)) > 0 and re.fullmatch(r"\^?\w+", text[at + 1:end]):
            # .NET reads [:alpha:] as nothing special: the characters themselves.
            written = "\\["
        elif char == "-" and not ranging and pending is not None and at < len(text) and text[at] != "]":
            ranging = True
            continue
        else:
            written = _literal(char)
        if ranging:
            if whole_class:
                raise error(at, f"Cannot include class {written[:2]} in character range.")
            if _code(pending) > _code(written):  # type: ignore[arg-type]
                raise error(at, "[x-y] range in reverse order.")
            out.append(f"{pending}-{written}")
            pending, ranging = None, False
        elif whole_class:
            if pending is not None:
                out.append(pending)
                pending = None
            out.append(written)
            if text.startswith("-", at) and not text.startswith("-]", at) and not text.startswith("-[", at):
                out.append("\\-")
                at += 1
        else:
            if pending is not None:
                out.append(pending)
            pending = written
    if pending is not None:
        out.append(pending)
    written = f"[{'^' if negated else ''}{''.join(out)}]"
    return (f"(?:(?!{minus}){written})" if minus else written), at, needs


def _literal(char: str) -> str:
    return "\\" + char if char in "\\]^-[&~|" else re.escape(char) if char in " \t\n\r\f\v#" else char


def _code(written: str) -> int:
    if written.startswith("\\x"):
        return int(written[2:], 16)
    if len(written) == 2 and written[0] == "\\":
        return {"t": 9, "n": 10, "r": 13}.get(written[1], ord(written[1]))
    return ord(written[-1])
