"""Distinguished names as Windows prints them, and `<I>issuer<S>subject`, by which connectors name certificates."""

import re
from typing import TYPE_CHECKING

from relayengine.values.problem import BadValue, quoted

if TYPE_CHECKING:
    from cryptography import x509

_SHORT = {
    "2.5.4.3": "CN", "2.5.4.11": "OU", "2.5.4.10": "O", "2.5.4.7": "L", "2.5.4.8": "S", "2.5.4.6": "C", "2.5.4.9": "STREET",
    "2.5.4.5": "SERIALNUMBER", "2.5.4.4": "SN", "2.5.4.42": "G", "2.5.4.43": "I", "2.5.4.12": "T", "2.5.4.17": "PostalCode",
    "1.2.840.113549.1.9.1": "E", "0.9.2342.19200300.100.1.25": "DC", "0.9.2342.19200300.100.1.1": "OID.0.9.2342.19200300.100.1.1",
}
_LONG = {short: oid for oid, short in _SHORT.items()} | {"ST": "2.5.4.8", "EMAILADDRESS": "1.2.840.113549.1.9.1", "EMAIL": "1.2.840.113549.1.9.1"}
_QUOTES_NEEDED = re.compile(r'[,+="\n<>#;\r]|^\s|\s$|^$')
_PART = re.compile(r'\s*([A-Za-z0-9.]+)\s*=\s*(?:"((?:[^"]|"")*)"|((?:[^,;\\]|\\.)*))\s*(?:[,;]|$)')


def name_text(name: "x509.Name") -> str:
    """A distinguished name, the most particular part first: `CN=mail.contoso.com, OU=IT, O=Contoso`."""
    parts = []
    for group in reversed(list(name.rdns)):
        pieces = []
        for attribute in group:
            oid = attribute.oid.dotted_string
            value = str(attribute.value)
            if _QUOTES_NEEDED.search(value):
                value = '"' + value.replace('"', '""') + '"'
            pieces.append(f"{_SHORT.get(oid, 'OID.' + oid)}={value}")
        parts.append(" + ".join(pieces))
    return ", ".join(parts)


def parse_name(text: str) -> "x509.Name":
    """A distinguished name from its text, in either spelling of its parts. BadValue if it is none."""
    from cryptography import x509

    attributes = []
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        oid = match and (_LONG.get(match[1].upper()) or (match[1] if re.fullmatch(r"(?:OID\.)?\d+(?:\.\d+)+", match[1]) else None))
        if not match or not oid:
            raise BadValue(f"{quoted(text)} is not a name such as CN=mail.contoso.com, O=Contoso, C=US")
        value = match[2].replace('""', '"') if match[2] is not None else re.sub(r"\\(.)", r"\1", match[3].strip())
        try:
            attributes.append(x509.NameAttribute(x509.ObjectIdentifier(oid.removeprefix("OID.")), value))
        except ValueError as error:
            raise BadValue(f"{quoted(text)}: {error}") from None
        position = match.end()
    if not attributes:
        raise BadValue(f"{quoted(text)} is not a name such as CN=mail.contoso.com")
    return x509.Name(reversed(attributes))


def certificate_name(issuer: str, subject: str) -> str:
    """The text TlsCertificateName holds."""
    return f"<I>{issuer}<S>{subject}"


def same_name(one: str, other: str) -> bool:
    """Whether two `<I>..<S>..` texts mean one certificate: case and blanks around commas make no difference."""
    return _comparable(one) == _comparable(other)


def _comparable(text: str) -> str:
    return re.sub(r"\s*([,=<>])\s*", r"\1", text.strip()).lower()
