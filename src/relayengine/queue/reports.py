"""Making reports: what the settings say about who gets one, in which language and how much of the message with it."""

from collections.abc import Sequence

from relayengine.deliver import Batch
from relayengine.deliver.wire import stuff, unstuff
from relayengine.events import Dsn
from relayengine.mail import Envelope, Recipient, new_message_id
from relayengine.mail.bounce import Reported, Source, report
from relayengine.route import accepted
from relayengine.settings.snapshot import Settings
from relayengine.values.address import split_address

_HEADER_ONLY = 256 * 1024


def is_inside(address: str, settings: Settings) -> bool:
    """Whether an address is of this organisation."""
    return accepted(split_address(address)[1], settings) is not None


def wanted(sender: str, action: str, settings: Settings) -> bool:
    """Whether the sender of a message gets a report of this kind at all. An empty sender never does (RFC 5321 §4.5.5)."""
    if not sender:
        return False
    inside = is_inside(sender, settings)
    config = settings.transport_config
    if action == "delayed":
        return bool(config.internal_delay_dsn_enabled if inside else config.external_delay_dsn_enabled)
    if inside:
        return True
    remote = settings.remote_domain(split_address(sender)[1].lower())
    if remote is None:
        return True
    return bool(remote.ndr_enabled if action == "failed" else remote.delivery_report_enabled)


def postmaster(settings: Settings) -> str:
    """Who signs reports."""
    given = settings.transport_config.external_postmaster_address
    return str(given) if given else f"postmaster@{settings.default_domain}"


async def written(batch: Batch, reported: Sequence[Reported], settings: Settings, now: float,
                  until: float = 0.0) -> tuple[Envelope, bytes]:
    """A report's envelope and content. Raises SpoolError when the original cannot be read."""
    original = batch.envelope
    config = settings.transport_config
    inside = is_inside(original.sender, settings)
    most = config.internal_dsn_max_message_attach_size if inside else config.external_dsn_max_message_attach_size
    limit = original.size if reported[0].action == "failed" and original.ret != "HDRS" and original.size <= most else _HEADER_ONLY
    content = batch.content if isinstance(batch.content, bytes) else await batch.content.start(limit)
    source = Source(settings.server.fqdn, postmaster(settings), new_message_id(settings.server.fqdn), now,
                    config.internal_dsn_default_language if inside else config.external_dsn_default_language, int(most), until)
    data = stuff(report(original, reported, unstuff(content), source))
    envelope = Envelope("", (Recipient(original.sender),), len(data), "7BIT" if data.isascii() else "8BITMIME",
                        original.smtputf8, requiretls=original.requiretls, message_id=source.message_id, subject=_subject(original, reported), received_at=now,
                        source="DSN", directionality="Originating")
    return envelope, data


def _subject(original: Envelope, reported: Sequence[Reported]) -> str:
    from relayengine.mail.words import words

    return f"{words(None)[f'{reported[0].action}.subject']}: {original.subject}"[:255]


def event(envelope: Envelope, original: Batch, reported: Sequence[Reported], now: float, server: str) -> Dsn:
    """The event that tells of a report. Its reference is the message reported on."""
    return Dsn(now, 0, "DSN", server_hostname=server, message_id=envelope.message_id,
               recipients=envelope.recipients[0].address, total_bytes=envelope.size, recipient_count=1,
               related_recipient=";".join(one.recipient.address for one in reported), reference=original.envelope.message_id,
               subject=envelope.subject, return_path="<>", directionality="Originating")
