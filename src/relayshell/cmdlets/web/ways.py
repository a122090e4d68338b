"""How servers are reached: the proxy the environment names, and the TLS context that the parameters ask for."""

from __future__ import annotations

from typing import Any


def proxy_for(url: str) -> str | None:
    """The proxy of http_proxy and its kin for a URL, or None."""
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    found = getproxies().get(parts.scheme) or getproxies().get("all")
    return None if not found or proxy_bypass(parts.netloc) else found


def tls_context(unchecked: bool, versions: Any, certificate: Any) -> Any:
    """A context: certificates checked unless told otherwise, the versions of TLS that -SslProtocol names, our certificate."""
    import ssl

    context = ssl.create_default_context()
    if unchecked:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    chosen = int(versions) if versions is not None else 0
    if chosen:
        known = [(192, ssl.TLSVersion.TLSv1), (768, ssl.TLSVersion.TLSv1_1), (3072, ssl.TLSVersion.TLSv1_2), (12288, ssl.TLSVersion.TLSv1_3)]
        wanted = [version for bits, version in known if chosen & bits == bits]
        context.minimum_version, context.maximum_version = min(wanted), max(wanted)
    if certificate is not None:
        _load(context, certificate)
    return context


def _load(context: Any, certificate: Any) -> None:
    """Gives a context our certificate with its key, by way of a file that is gone at once."""
    import os
    import tempfile

    from relayshell.objects.psobject import unwrap
    from relayshell.providers.provider import ItemError

    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    held = unwrap(certificate)
    if getattr(held, "key", None) is None:
        raise ItemError("The certificate has no private key, so that it cannot say who asks.", "WebCmdletCertificateException", "InvalidArgument", None,
                        "System.Security.Cryptography.CryptographicException")
    pem = held.cert.public_bytes(Encoding.PEM) + held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, path = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
        context.load_cert_chain(path)
    finally:
        os.unlink(path)
