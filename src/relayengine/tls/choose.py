"""Which certificate a connector shows: the one it names, else one for its name, else the server's own. Pure."""

from collections.abc import Sequence
from datetime import datetime

from relayengine.tls.certificate import Certificate
from relayengine.tls.names import same_name


def choose(certificates: Sequence[tuple[Certificate, bool]], *, tls_certificate_name: str | None, fqdn: str, asked: str | None,
           now: datetime) -> tuple[Certificate | None, str]:
    """The certificate, and the reason in words.

    `certificates`: each with whether it is for SMTP. `asked`: the name a client gave (SNI, RFC 6066 §3). Certificates without key
    or awaiting an answer are left out; a valid one goes before an outdated one, an authority's before a self-signed one, the
    newer before the older.
    """
    usable = [(c, smtp) for c, smtp in certificates if c.has_private_key and not c.pending]

    def best(some: list[Certificate]) -> Certificate | None:
        return max(some, key=lambda c: (c.not_before <= now <= c.not_after, not c.self_signed, c.not_before), default=None)

    if tls_certificate_name:
        named = best([c for c, _ in usable if same_name(c.tls_name, tls_certificate_name)])
        if named:
            return named, f"TlsCertificateName names it: {tls_certificate_name}"
    for name, why in ((asked, "the client asked for"), (fqdn, "the connector's Fqdn is")):
        if name:
            fits = best([c for c, smtp in usable if smtp and c.covers(name)])
            if fits:
                return fits, f"{why} {name}"
    last = best([c for c, smtp in usable if smtp]) or best([c for c, _ in usable])
    if last is None:
        return None, "there is no certificate with a private key"
    return last, f"no certificate is for {fqdn}"
