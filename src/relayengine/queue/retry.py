"""When to try again. Pure: counts in, seconds out."""

from typing import NamedTuple

from relayengine.settings.transport_service import TransportService


class Ladder(NamedTuple):
    """The intervals of a next hop that does not answer: a few quick ones, some slower, then slow until the end."""

    glitch_count: int = 4
    glitch_interval: float = 60.0
    transient_count: int = 6
    transient_interval: float = 300.0
    interval: float = 600.0

    def after(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row (1 is the first)."""
        if failures <= self.glitch_count:
            return self.glitch_interval
        if failures <= self.glitch_count + self.transient_count:
            return self.transient_interval
        return self.interval


def ladder_of(service: TransportService) -> Ladder:
    """The ladder for hosts, from the settings."""
    return Ladder(service.queue_glitch_retry_count, service.queue_glitch_retry_interval.total_seconds(),
                  service.transient_failure_retry_count, service.transient_failure_retry_interval.total_seconds(),
                  service.outbound_connection_failure_retry_interval.total_seconds())


def mailbox_ladder(service: TransportService) -> Ladder:
    """The ladder for mailboxes here."""
    seconds = service.mailbox_delivery_queue_retry_interval.total_seconds()
    return Ladder(0, seconds, 0, seconds, seconds)
