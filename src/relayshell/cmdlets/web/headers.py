"""Which headers HTTP allows (RFC 9110): names, and the values of those that have a form of their own."""

from __future__ import annotations

import re

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_COMMENT = r"\((?:[^()\\]|\\.|\([^()]*\))*\)"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_PARAMETERS = rf"(?:\s*;\s*{_TOKEN}(?:\s*=\s*(?:{_TOKEN}|{_QUOTED}))?)*"
_TAG = r'(?:W/)?"[^"]*"'
_DATE = r"[A-Za-z]{3,9},? .*\d.*"


def _listed(item: str) -> str:
    return rf"\s*(?:{item})(?:\s*,\s*(?:{item})?)*\s*"


_FORMS = {
    "accept": _listed(rf"{_TOKEN}/{_TOKEN}{_PARAMETERS}|\*/\*{_PARAMETERS}"), "accept-charset": _listed(rf"{_TOKEN}{_PARAMETERS}"),
    "accept-encoding": _listed(rf"{_TOKEN}{_PARAMETERS}"), "accept-language": _listed(rf"{_TOKEN}{_PARAMETERS}"),
    "authorization": rf"\s*{_TOKEN}(?:\s+\S.*)?", "proxy-authorization": rf"\s*{_TOKEN}(?:\s+\S.*)?", "connection": _listed(_TOKEN), "date": _DATE,
    "expect": _listed(rf"{_TOKEN}(?:={_TOKEN}|={_QUOTED})?{_PARAMETERS}"), "host": r"[^\s/?#@]+", "if-match": rf"\s*\*\s*|{_listed(_TAG)}",
    "if-none-match": rf"\s*\*\s*|{_listed(_TAG)}", "if-modified-since": _DATE, "if-unmodified-since": _DATE, "if-range": rf"{_TAG}|{_DATE}",
    "max-forwards": r"\s*\d+\s*", "range": rf"\s*{_TOKEN}\s*=\s*(?:\d+-\d*|-\d+)(?:\s*,\s*(?:\d+-\d*|-\d+))*\s*", "referer": r"\S+",
    "te": _listed(rf"{_TOKEN}{_PARAMETERS}"), "trailer": _listed(_TOKEN), "transfer-encoding": _listed(rf"{_TOKEN}{_PARAMETERS}"),
    "upgrade": _listed(rf"{_TOKEN}(?:/{_TOKEN})?"), "user-agent": rf"\s*(?:{_TOKEN}(?:/{_TOKEN})?|{_COMMENT})(?:\s+(?:{_TOKEN}(?:/{_TOKEN})?|{_COMMENT}))*\s*",
}


def wrong(name: str, value: str) -> bool:
    """Whether a header is none that HTTP allows."""
    if not re.fullmatch(_TOKEN, name) or "\n" in value or "\r" in value or "\0" in value:
        return True
    form = _FORMS.get(name.lower())
    return form is not None and value != "" and not re.fullmatch(form, value, re.S)
