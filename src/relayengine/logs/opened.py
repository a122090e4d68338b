"""The logs that the settings ask for, opened as they say."""

from relayengine.logs.connectivity import ConnectivityLog
from relayengine.logs.protocol import ProtocolLog
from relayengine.settings.snapshot import Settings


def _octets(value: object) -> float:
    return float(value) if isinstance(value, int) else float("inf")


def receive_log(settings: Settings) -> ProtocolLog | None:
    """The protocol log of receive connectors; None when there is no path for it."""
    s = settings.transport_service
    if not s.receive_protocol_log_path:
        return None
    return ProtocolLog(
        s.receive_protocol_log_path, "RECV", max_age=s.receive_protocol_log_max_age.total_seconds(),
        max_directory=_octets(s.receive_protocol_log_max_directory_size), max_file=_octets(s.receive_protocol_log_max_file_size))


def send_log(settings: Settings) -> ProtocolLog | None:
    """The protocol log of send connectors; None when there is no path for it."""
    s = settings.transport_service
    if not s.send_protocol_log_path:
        return None
    return ProtocolLog(
        s.send_protocol_log_path, "SEND", max_age=s.send_protocol_log_max_age.total_seconds(),
        max_directory=_octets(s.send_protocol_log_max_directory_size), max_file=_octets(s.send_protocol_log_max_file_size))


def connectivity_log(settings: Settings) -> ConnectivityLog | None:
    """The connectivity log; None when it is off or has no path."""
    s = settings.transport_service
    if not s.connectivity_log_enabled or not s.connectivity_log_path:
        return None
    return ConnectivityLog(s.connectivity_log_path, max_age=s.connectivity_log_max_age.total_seconds(),
                           max_directory=_octets(s.connectivity_log_max_directory_size),
                           max_file=_octets(s.connectivity_log_max_file_size))
