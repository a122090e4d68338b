"""One message's turn in a conversation: which reply belongs to what, and what each recipient's outcome is. No sockets."""

from relayengine.deliver.batch import Batch
from relayengine.deliver.outcome import Deferred, Delivered, Failed, Outcome, When
from relayengine.deliver.replies import one_line
from relayengine.deliver.wire import Extensions


def refusal(batch: Batch, offered: Extensions, size: int, assured: bool, final: bool) -> str:
    """Why a message of so many octets must not be sent to a host that offered this, as a reply; "" when it may.

    `assured`: whether it has proved who it is; `final`: it has the mailboxes, and nothing goes further.
    """
    envelope = batch.envelope
    if offered.size and size > offered.size:
        return "552 5.3.4 Message size exceeds fixed maximum message size"
    if envelope.requiretls and not final:
        if not offered.requiretls:
            return "550 5.7.30 REQUIRETLS support required: the next hop does not offer it"
        if not assured:
            return ("550 5.7.30 REQUIRETLS support required: nothing proves the next hop (signed TLSA records, an MTA-STS policy in force, or "
                    "TlsAuthLevel DomainValidation would)")
    if envelope.smtputf8 and not offered.utf8:
        return "550 5.6.7 SMTPUTF8 needed"
    return ""


def unconvertible(why: Exception) -> str:
    """The refusal of a message that a host takes in seven bits only, and that cannot be made so (RFC 6152 §3, RFC 3463 §3.7)."""
    return f"554 5.6.3 Conversion required but not supported: the next hop takes 7-bit content only, and {why}"


class Turn:
    """The replies to MAIL, each RCPT, DATA and the content, in order, whatever order they were sent in."""

    WAIT = 0
    """More replies must come, or the next command must be sent."""
    CONTENT = 1
    """The host wants the content."""
    NOTHING = 2
    """The host wants content though it refused everybody: it gets none (a lone dot)."""
    OVER = 3
    """Everything is known."""

    __slots__ = ("batch", "content", "lines", "at", "needs_reset", "_host", "_address", "_verdicts", "_mail", "_accepted", "_empty",
                 "_stepwise", "_reports", "_proved")

    def __init__(self, batch: Batch, lines: list[bytes], host: str, address: str, offered: Extensions, proved: str = "",
                 content: bytes | None = None) -> None:
        self.batch = batch
        self.content = content
        """What leaves instead of the batch's content, if that had to be converted; it has been through all that is done to a header."""
        self.lines = lines
        self.at = 0
        """How many replies have come."""
        self.needs_reset = False
        self._host = host
        self._address = address
        self._verdicts: list[Outcome | None] = [None] * len(batch.recipients)
        self._mail = ""
        self._accepted = 0
        self._empty = False
        self._stepwise = not offered.pipelining
        self._reports = offered.dsn
        self._proved = proved

    def answered(self, code: int, lines: list[str], lmtp: bool) -> int:
        """Takes a reply and says what comes next."""
        at = self.at
        self.at = at + 1
        count = len(self._verdicts)
        if at == 0:
            if not 200 <= code < 300:
                self._mail = one_line(code, lines)
                return self._settle(self._mail) if self._stepwise else Turn.WAIT
            return Turn.WAIT
        if at <= count:
            if not self._mail:
                if 200 <= code < 300:
                    self._accepted += 1
                else:
                    self._verdicts[at - 1] = self._recipient(code, one_line(code, lines))
            if self._stepwise and at == count and not self._accepted:
                self.needs_reset = True
                return Turn.OVER
            return Turn.WAIT
        if at == count + 1:
            if code == 354:
                if self._mail or not self._accepted:
                    self._empty = True
                    return Turn.NOTHING
                return Turn.CONTENT
            self.needs_reset = not self._mail
            return self._settle(self._mail or one_line(code, lines))
        if self._empty:
            return self._settle(self._mail or "550 5.5.0 No valid recipients")
        return self._content_answered(code, lines, lmtp)

    def _content_answered(self, code: int, lines: list[str], lmtp: bool) -> int:
        reply = one_line(code, lines)
        if not lmtp:
            return self._settle(reply)
        open_ones = [i for i, verdict in enumerate(self._verdicts) if verdict is None]
        self._verdicts[open_ones[0]] = self._outcome(reply)
        return Turn.OVER if len(open_ones) == 1 else Turn.WAIT

    def _recipient(self, code: int, reply: str) -> Outcome:
        """A refusal of one recipient. Too many at once is no refusal at all (RFC 5321 §4.5.3.1.10)."""
        if code in (452, 552) and self._accepted:
            return Deferred(reply, self._host, self._address, When.SOON)
        return self._outcome(reply, accepting=False)

    def _outcome(self, reply: str, accepting: bool = True) -> Outcome:
        first = reply[0]
        if first == "2" and accepting:
            return Delivered(reply, self._host, self._address, self._reports, self._proved)
        if first == "5":
            return Failed(reply, self._host, self._address)
        return Deferred(reply, self._host, self._address)

    def _settle(self, reply: str) -> int:
        """The same reply for everybody who has none of his own."""
        accepting = self.at > len(self._verdicts) + 2 and not self._empty
        outcome = self._outcome(reply, accepting)
        self._verdicts = [verdict or outcome for verdict in self._verdicts]
        return Turn.OVER

    def outcomes(self) -> list[Outcome]:
        """An outcome for each recipient, in the order of the batch."""
        return [verdict or Deferred("451 4.4.0 No answer", self._host, self._address) for verdict in self._verdicts]

    def all_refused(self, reply: str) -> list[Outcome]:
        """Nothing was sent, for this reason."""
        return [Failed(reply, self._host, self._address)] * len(self._verdicts)

    def broken_off(self, reply: str) -> list[Outcome]:
        """The conversation ended here: what was final stays so, the rest is tried again."""
        open_outcome = Deferred(reply, self._host, self._address, When.GLITCH)
        if self._mail:
            open_outcome = self._outcome(self._mail, accepting=False)  # type: ignore[assignment]
        return [verdict or open_outcome for verdict in self._verdicts]
