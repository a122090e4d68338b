"""Whether a server's certificates are those that its signed TLSA records speak of (RFC 6698, RFC 7671, RFC 7672 §3). Pure."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from relayengine.dns import TLSA

if TYPE_CHECKING:
    from cryptography import x509

ANCHOR, END = 2, 3
"""DANE-TA: an authority above the server's certificate. DANE-EE: the server's certificate itself."""
_WHOLE, _KEY = 0, 1
_EXACT = 0
_DIGESTS = {1: hashlib.sha256, 2: hashlib.sha512}
_MOST_SHOWN = 16
_DEEPEST = 8


class Proof(NamedTuple):
    """What a server must prove, and with what."""

    server: str
    """The name its TLSA records lie under, asked for in the handshake (RFC 7672 §8.1)."""
    names: tuple[str, ...]
    """The names a certificate under an authority may carry (RFC 7672 §3.2.3)."""
    records: tuple[TLSA, ...]
    """Those that can be used. With none, TLS is a must all the same, with whatever certificate (RFC 7672 §2.2)."""


class Unproven(Exception):
    """The certificates are not those; the text says what is wrong."""

    def __init__(self, reason: str, expired: bool = False) -> None:
        super().__init__(reason)
        self.expired = expired
        """Whether all that is wrong is a date."""


def usable(records: Iterable[TLSA]) -> tuple[TLSA, ...]:
    """The records that mail can use: of usage 2 or 3 (RFC 7672 §3.1.3), well-formed, and of the strongest digest where
    there are several for one usage and selector (RFC 7671 §9).
    """
    good = [record for record in dict.fromkeys(records) if _readable(record)]
    best: dict[tuple[int, int], int] = {}
    for usage, selector, matching, _ in good:
        best[usage, selector] = max(best.get((usage, selector), 0), matching)
    return tuple(r for r in good if r.matching in (_EXACT, best[r.usage, r.selector]))


def _readable(record: TLSA) -> bool:
    if record.usage not in (ANCHOR, END) or record.selector not in (_WHOLE, _KEY):
        return False
    if record.matching in _DIGESTS:
        return len(record.data) == _DIGESTS[record.matching]().digest_size
    if record.matching != _EXACT:
        return False
    from cryptography.hazmat.primitives.serialization import load_der_public_key
    from cryptography.x509 import load_der_x509_certificate

    try:
        (load_der_x509_certificate if record.selector == _WHOLE else load_der_public_key)(record.data)
    except Exception:  # whatever the library finds wrong with octets from outside: they are no certificate
        return False
    return True


def prove(shown: Sequence[bytes], proof: Proof, now: datetime) -> TLSA:
    """The record that the certificates a server has shown (DER, its own first) fit. Raises Unproven.

    Where its own certificate is named, neither names nor dates in it count (RFC 7672 §3.1.1).
    """
    from cryptography import x509

    try:
        chain = [x509.load_der_x509_certificate(each) for each in shown[:_MOST_SHOWN]]
        if not chain:
            raise Unproven("it shows no certificate")
        for record in proof.records:
            if record.usage == END and _fits(record, chain[0]):
                return record
        anchors = [record for record in proof.records if record.usage == ANCHOR]
        if not anchors:
            raise Unproven("its certificate is not one that its TLSA records speak of")
        return _anchored(chain, anchors, proof.names, now)
    except Unproven:
        raise
    except Exception as error:  # a certificate from outside that the library cannot read in one of its many places
        raise Unproven(f"its certificate cannot be read: {error}") from None


def _fits(record: TLSA, certificate: "x509.Certificate") -> bool:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    octets = (certificate.public_bytes(Encoding.DER) if record.selector == _WHOLE
              else certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    digest = _DIGESTS.get(record.matching)
    return hmac.compare_digest(digest(octets).digest() if digest else octets, record.data)


def _anchored(chain: "list[x509.Certificate]", anchors: list[TLSA], names: tuple[str, ...], now: datetime) -> TLSA:
    """The record of the authority that the certificate leads to; authorities that DNS gives whole need not be shown."""
    from cryptography import x509

    from relayengine.deliver.chain import Path

    given = [x509.load_der_x509_certificate(r.data) for r in anchors if r.selector == _WHOLE and r.matching == _EXACT]
    problems: list[Unproven] = []
    found = False

    def climb(path: Path) -> TLSA | None:
        """The record at the end of the first path that holds."""
        nonlocal found
        for above in dict.fromkeys((*chain[1:], *given)):
            if len(path.certificates) >= _DEEPEST or above in path.certificates or not path.leads_to(above):
                continue
            longer = path.to(above)
            record = next((record for record in anchors if _fits(record, above)), None)
            if record is not None:
                found = True
                problem = longer.problem(names, now)
                if problem is None:
                    return record
                problems.append(Unproven(*problem))
            elif (further := climb(longer)) is not None:
                return further
        return None

    record = climb(Path((chain[0],)))
    if record is not None:
        return record
    raise problems[0] if found else Unproven("its certificate does not lead to an authority that its TLSA records speak of")
