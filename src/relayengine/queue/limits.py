"""The limits of the whole organisation and of single mailboxes, which a message meets once it is accepted.

Receive connectors have limits of their own, and answer at once; what is over these here comes back with a report. System messages
(reports, journal copies, what is resubmitted) skip them, and mail between people who logged on skips the sizes. Pure.
"""

from relayengine.mail import Envelope
from relayengine.queue.reports import is_inside
from relayengine.route import Refused
from relayengine.settings.snapshot import Settings
from relayengine.values.reply import Reply

_RECIPIENTS = Refused(Reply(550, "5.5.3", "RESOLVER.ADR.RecipLimit; too many recipients"))
_SENDER = Refused(Reply(550, "5.2.3", "RESOLVER.RST.SendSizeLimit.Sender; message too large for this sender"))
_RECIPIENT = Refused(Reply(550, "5.2.3", "RESOLVER.RST.RecipSizeLimit; message too large for this recipient"))
_LIMITED = ("SMTP", "PICKUP", "REPLAY")


class Limits:
    """The limits of one snapshot."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        config = settings.transport_config
        self._most = _whole(config.max_recipient_envelope_limit)
        self._receive = _whole(config.max_receive_size)
        self._send = _whole(config.max_send_size)
        own = [_whole(size) for mailbox in settings.mailboxes for size in (mailbox.max_receive_size, mailbox.max_send_size)]
        self._least = min([self._receive, self._send, *own])

    def refused(self, envelope: Envelope) -> dict[int, Refused]:
        """The recipients, by their place, that a message must not go to. Nearly always none, found out by two comparisons."""
        if len(envelope.recipients) <= self._most and envelope.size <= self._least or envelope.source not in _LIMITED:
            return {}
        if len(envelope.recipients) > self._most:
            return dict.fromkeys(range(len(envelope.recipients)), _RECIPIENTS)
        found: dict[int, Refused] = {}
        sender = self._settings.mailbox(envelope.sender)
        from_inside = bool(envelope.sender) and is_inside(envelope.sender, self._settings)
        for place, recipient in enumerate(envelope.recipients):
            mailbox = self._settings.mailbox(recipient.address)
            to_inside = mailbox is not None or is_inside(recipient.address, self._settings)
            trusted = bool(envelope.authenticated_as) and from_inside and to_inside
            if from_inside and envelope.size > min(
                    self._send if not trusted else 1 << 62, _whole(sender.max_send_size) if sender else 1 << 62):
                found[place] = _SENDER
            elif to_inside and envelope.size > min(
                    self._receive if not trusted else 1 << 62, _whole(mailbox.max_receive_size) if mailbox else 1 << 62):
                found[place] = _RECIPIENT
        return found


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 1 << 62
