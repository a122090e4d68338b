"""Domain: the name of a mail domain, or a pattern of names; and the one way any name becomes the form decisions compare.

`canonical` maps a name as typed (any case, a root dot, Unicode) to lower-case A-labels by UTS 46, non-transitional
(RFC 5890, 5891), so that no later step sees two spellings of one domain.
"""

import re
from functools import lru_cache

from relayengine.values.problem import BadValue, quoted

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"^{_LABEL}(?:\.{_LABEL})*$", re.ASCII)
_LONGEST = 255


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """The comparable form of a domain name; BadValue if it is no domain name (RFC 5321 §4.1.2, §4.5.3.1.2)."""
    text = name[:-1] if name.endswith(".") else name
    if 0 < len(text) <= _LONGEST:
        lowered = text.lower() if text.isascii() else _to_ascii(text)
        if lowered and len(lowered) <= _LONGEST and _NAME.match(lowered) and ("xn--" not in lowered or _decodes(lowered)):
            return lowered
    raise BadValue(f"{quoted(name)} is not a domain name such as contoso.com")


def _to_ascii(text: str) -> str:
    import idna

    try:
        return idna.encode(text, uts46=True, transitional=False, std3_rules=True).decode("ascii")
    except (UnicodeError, IndexError):
        return ""


def _decodes(text: str) -> bool:
    import idna

    try:
        for label in text.split("."):
            if label.startswith("xn--"):
                idna.decode(label)
        return True
    except (UnicodeError, IndexError):
        return False


class Domain(str):
    """A domain (`contoso.com`), a domain with all below it (`*.contoso.com`), or all domains (`*`)."""

    __slots__ = ()
    shown_type = "SmtpDomainWithSubdomains"
    example = "contoso.com"

    @classmethod
    def parse(cls, text: object) -> "Domain":
        """Reads a name or a pattern; a wildcard stands alone or as the first label."""
        given = str(text).strip()
        if given == "*":
            return cls(given)
        try:
            if given.startswith("*."):
                return cls("*." + canonical(given[2:]))
            return cls(canonical(given))
        except BadValue:
            raise BadValue(f"{quoted(text)} is not a domain such as contoso.com, *.contoso.com or *") from None

    @property
    def wildcard(self) -> bool:
        """Whether it stands for more than one name."""
        return self.startswith("*")

    def matches(self, name: str) -> bool:
        """Whether a canonical name is this domain, or one below it where it is a wildcard."""
        if self == "*":
            return True
        if self.startswith("*."):
            return name == self[2:] or name.endswith(self[1:])
        return name == str(self)
