"""BadValue: the one error that reading a value can give."""


class BadValue(ValueError):
    """A text that is not the value it should be; the message names it and says what would have been right."""


def quoted(text: object, limit: int = 80) -> str:
    """The value as it appears in a message: in quotes, printable, and no longer than `limit` characters."""
    shown = str(text)
    if len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    return '"' + "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown) + '"'
