"""TransportService: how this server queues, retries and logs; there is one for the server."""

from relayengine.schema import kind, setting
from relayengine.values.address import Address
from relayengine.values.duration import Duration
from relayengine.values.network import IPAddress, NameServer
from relayengine.values.options import ProtocolLoggingLevel
from relayengine.values.size import ByteSize
from relayengine.values.unlimited import Unlimited

_DAY = "1.00:00:00"


@kind("TransportService", columns=("Name", "MessageTrackingLogEnabled", "MessageTrackingLogPath"), single=True, container="CN=Servers")
class TransportService:
    """How this server queues, retries and logs."""

    name: str = setting("The server's name.", "", on=(), stored=False)
    antispam_agents_enabled: bool = setting("Whether agents against unwanted mail run here.", False, on="Set")
    connectivity_log_enabled: bool = setting("Whether the connectivity log is written.", True, on="Set")
    connectivity_log_max_age: Duration = setting("How long files of the connectivity log are kept; zero for ever.", "30.00:00:00", on="Set", low="00:00:00")
    connectivity_log_max_directory_size: Unlimited[ByteSize] = setting("How much the connectivity log may take in all.", "1000MB", on="Set", low="1B")  # type: ignore[valid-type]
    connectivity_log_max_file_size: Unlimited[ByteSize] = setting("How large one file of the connectivity log grows.", "10MB", on="Set", low="1B")  # type: ignore[valid-type]
    connectivity_log_path: str | None = setting("Where the connectivity log lies, below the data directory unless it begins with /; none to write no such log.", "logs/Hub/Connectivity", on="Set", shown_type="LocalLongFullPath")
    delay_notification_timeout: Duration = setting("After how long a sender is told of a delay.", "04:00:00", on="Set", low="00:00:01", high="30.00:00:00")
    external_dns_adapter_enabled: bool = setting("Whether the system's own DNS servers are asked for names outside.", True, on="Set", name="ExternalDNSAdapterEnabled")
    external_dns_adapter_guid: str = setting("Kept for scripts that set it.", "00000000-0000-0000-0000-000000000000", on="Set", name="ExternalDNSAdapterGuid", shown_type="Guid")
    external_dns_protocol_option: str = setting("Whether DNS is asked over UDP, TCP or either.", "Any", on="Set", name="ExternalDNSProtocolOption", choices=("Any", "UseUdpOnly", "UseTcpOnly"), shown_type="ProtocolOption")
    external_dns_servers: tuple[NameServer, ...] = setting("The DNS servers asked for names outside; none for the system's own.", (), on="Set", name="ExternalDNSServers")
    internal_dns_adapter_enabled: bool = setting("Whether the system's own DNS servers are asked for names inside.", True, on="Set", name="InternalDNSAdapterEnabled")
    internal_dns_adapter_guid: str = setting("Kept for scripts that set it.", "00000000-0000-0000-0000-000000000000", on="Set", name="InternalDNSAdapterGuid", shown_type="Guid")
    internal_dns_protocol_option: str = setting("Whether DNS is asked over UDP, TCP or either.", "Any", on="Set", name="InternalDNSProtocolOption", choices=("Any", "UseUdpOnly", "UseTcpOnly"), shown_type="ProtocolOption")
    internal_dns_servers: tuple[NameServer, ...] = setting("The DNS servers asked for names inside; none for the system's own.", (), on="Set", name="InternalDNSServers")
    external_ip_address: IPAddress | None = setting("The address the world sees this server at.", None, on="Set")
    dns_log_enabled: bool = setting("Whether the DNS log is written.", False, on="Set", name="DnsLogEnabled")
    dns_log_max_age: Duration = setting("How long files of the DNS log are kept; zero for ever.", "7.00:00:00", on="Set", low="00:00:00", name="DnsLogMaxAge")
    dns_log_max_directory_size: Unlimited[ByteSize] = setting("How much the DNS log may take in all.", "100MB", on="Set", low="1B", name="DnsLogMaxDirectorySize")  # type: ignore[valid-type]
    dns_log_max_file_size: Unlimited[ByteSize] = setting("How large one file of the DNS log grows.", "10MB", on="Set", low="1B", name="DnsLogMaxFileSize")  # type: ignore[valid-type]
    dns_log_path: str | None = setting("Where the DNS log lies, below the data directory unless it begins with /; none to write no such log.", None, on="Set", shown_type="LocalLongFullPath", name="DnsLogPath")
    intra_org_connector_protocol_logging_level: ProtocolLoggingLevel = setting("Whether conversations inside the organisation are logged.", "None", on="Set")
    intra_org_connector_smtp_max_messages_per_connection: int = setting("How many messages one connection inside carries.", 20, on="Set", low=1, high=2147483647)
    max_concurrent_mailbox_deliveries: int = setting("How many deliveries to mailboxes run at once.", 20, on="Set", low=1, high=256)
    max_concurrent_mailbox_submissions: int = setting("How many submissions run at once.", 20, on="Set", low=1, high=256)
    max_connection_rate_per_minute: int = setting("How many connections a minute are taken.", 1200, on="Set", low=1, high=2147483647)
    max_outbound_connections: Unlimited[int] = setting("How many connections go out at once.", 1000, on="Set", low=1, high=2147483647)  # type: ignore[valid-type]
    max_per_domain_outbound_connections: Unlimited[int] = setting("How many connections go to one domain at once.", 20, on="Set", low=1, high=2147483647)  # type: ignore[valid-type]
    message_expiration_timeout: Duration = setting("After how long a message that cannot be delivered goes back.", "2.00:00:00", on="Set", low="00:00:05", high="90.00:00:00")
    message_retry_interval: Duration = setting("How long a message that was put off waits.", "00:15:00", on="Set", low="00:00:01", high=_DAY)
    message_tracking_log_enabled: bool = setting("Whether the message tracking log is written.", True, on="Set")
    message_tracking_log_max_age: Duration = setting("How long files of the message tracking log are kept; zero for ever.", "30.00:00:00", on="Set", low="00:00:00")
    message_tracking_log_max_directory_size: Unlimited[ByteSize] = setting("How much the message tracking log may take in all.", "1000MB", on="Set", low="1B")  # type: ignore[valid-type]
    message_tracking_log_max_file_size: Unlimited[ByteSize] = setting("How large one file of the message tracking log grows.", "10MB", on="Set", low="1B")  # type: ignore[valid-type]
    message_tracking_log_path: str | None = setting("Where the message tracking log lies, below the data directory unless it begins with /; none to write no such log.", "logs/MessageTracking", on="Set", shown_type="LocalLongFullPath")
    message_tracking_log_subject_logging_enabled: bool = setting("Whether subjects are written to it.", True, on="Set")
    irm_log_enabled: bool = setting("Kept for scripts that set it.", True, on="Set")
    outbound_connection_failure_retry_interval: Duration = setting("How long to wait when the first retries failed.", "00:10:00", on="Set", low="00:00:01", high="20.00:00:00")
    pickup_directory_max_header_size: ByteSize = setting("The largest header of a file picked up.", "64KB", on="Set", low="32768B", high="2147483647B")
    pickup_directory_max_messages_per_minute: int = setting("How many files a minute are picked up.", 100, on="Set", low=1, high=20000)
    pickup_directory_max_recipients_per_message: int = setting("How many recipients a file picked up may have.", 100, on="Set", low=1, high=10000)
    pickup_directory_path: str | None = setting("Where files are picked up; none for nowhere.", "pickup", on="Set", shown_type="LocalLongFullPath")
    pipeline_tracing_enabled: bool = setting("Kept for scripts that set it.", False, on="Set")
    poison_message_detection_enabled: bool = setting("Whether messages that end the service are set aside.", True, on="Set")
    poison_threshold: int = setting("After how many ends of the service a message is set aside.", 2, on="Set", low=1, high=10)
    queue_log_max_age: Duration = setting("How long files of the queue log are kept; zero for ever.", "7.00:00:00", on="Set", low="00:00:00")
    queue_log_max_directory_size: Unlimited[ByteSize] = setting("How much the queue log may take in all.", "200MB", on="Set", low="1B")  # type: ignore[valid-type]
    queue_log_max_file_size: Unlimited[ByteSize] = setting("How large one file of the queue log grows.", "10MB", on="Set", low="1B")  # type: ignore[valid-type]
    queue_log_path: str | None = setting("Where the queue log lies, below the data directory unless it begins with /; none to write no such log.", "logs/Hub/QueueViewer", on="Set", shown_type="LocalLongFullPath")
    queue_max_idle_time: Duration = setting("How long an empty queue is kept.", "00:03:00", on="Set", low="00:00:05", high="01:00:00")
    receive_protocol_log_max_age: Duration = setting("How long files of the protocol log of receive connectors are kept; zero for ever.", "30.00:00:00", on="Set", low="00:00:00")
    receive_protocol_log_max_directory_size: Unlimited[ByteSize] = setting("How much the protocol log of receive connectors may take in all.", "250MB", on="Set", low="1B")  # type: ignore[valid-type]
    receive_protocol_log_max_file_size: Unlimited[ByteSize] = setting("How large one file of the protocol log of receive connectors grows.", "10MB", on="Set", low="1B")  # type: ignore[valid-type]
    receive_protocol_log_path: str | None = setting("Where the protocol log of receive connectors lies, below the data directory unless it begins with /; none to write no such log.", "logs/Hub/ProtocolLog/SmtpReceive", on="Set", shown_type="LocalLongFullPath")
    recipient_validation_cache_enabled: bool = setting("Kept for scripts that set it.", False, on="Set")
    replay_directory_path: str | None = setting("Where exported files are replayed; none for nowhere.", "replay", on="Set", shown_type="LocalLongFullPath")
    root_drop_directory_path: str | None = setting("Where foreign connectors drop files.", None, on="Set")
    routing_table_log_max_age: Duration = setting("How long files of the routing table log are kept; zero for ever.", "7.00:00:00", on="Set", low="00:00:00")
    routing_table_log_max_directory_size: Unlimited[ByteSize] = setting("How much the routing table log may take in all.", "50MB", on="Set", low="1B")  # type: ignore[valid-type]
    routing_table_log_path: str | None = setting("Where the routing table log lies, below the data directory unless it begins with /; none to write no such log.", "logs/Hub/Routing", on="Set", shown_type="LocalLongFullPath")
    send_protocol_log_max_age: Duration = setting("How long files of the protocol log of send connectors are kept; zero for ever.", "30.00:00:00", on="Set", low="00:00:00")
    send_protocol_log_max_directory_size: Unlimited[ByteSize] = setting("How much the protocol log of send connectors may take in all.", "250MB", on="Set", low="1B")  # type: ignore[valid-type]
    send_protocol_log_max_file_size: Unlimited[ByteSize] = setting("How large one file of the protocol log of send connectors grows.", "10MB", on="Set", low="1B")  # type: ignore[valid-type]
    send_protocol_log_path: str | None = setting("Where the protocol log of send connectors lies, below the data directory unless it begins with /; none to write no such log.", "logs/Hub/ProtocolLog/SmtpSend", on="Set", shown_type="LocalLongFullPath")
    agent_log_enabled: bool = setting("Whether the agent log is written.", True, on="Set")
    agent_log_max_age: Duration = setting("How long files of the agent log are kept; zero for ever.", "7.00:00:00", on="Set", low="00:00:00")
    agent_log_max_directory_size: Unlimited[ByteSize] = setting("How much the agent log may take in all.", "250MB", on="Set", low="1B")  # type: ignore[valid-type]
    agent_log_max_file_size: Unlimited[ByteSize] = setting("How large one file of the agent log grows.", "10MB", on="Set", low="1B")  # type: ignore[valid-type]
    agent_log_path: str | None = setting("Where the agent log lies, below the data directory unless it begins with /; none to write no such log.", "logs/Hub/AgentLog", on="Set", shown_type="LocalLongFullPath")
    active_user_statistics_log_max_age: Duration = setting("How long files of the log of active users are kept; zero for ever.", "30.00:00:00", on="Set", low="00:00:00")
    active_user_statistics_log_max_directory_size: ByteSize = setting("How much the log of active users may take in all.", "250MB", on="Set", low="1B")
    active_user_statistics_log_max_file_size: ByteSize = setting("How large one file of the log of active users grows.", "10MB", on="Set", low="1B")
    active_user_statistics_log_path: str | None = setting("Where the log of active users lies, below the data directory unless it begins with /; none to write no such log.", "logs/Hub/ActiveUsersStats", on="Set", shown_type="LocalLongFullPath")
    server_statistics_log_max_age: Duration = setting("How long files of the log of server statistics are kept; zero for ever.", "30.00:00:00", on="Set", low="00:00:00")
    server_statistics_log_max_directory_size: ByteSize = setting("How much the log of server statistics may take in all.", "250MB", on="Set", low="1B")
    server_statistics_log_max_file_size: ByteSize = setting("How large one file of the log of server statistics grows.", "10MB", on="Set", low="1B")
    server_statistics_log_path: str | None = setting("Where the log of server statistics lies, below the data directory unless it begins with /; none to write no such log.", "logs/Hub/ServerStats", on="Set", shown_type="LocalLongFullPath")
    transient_failure_retry_count: int = setting("How often a connection that failed is tried soon.", 6, on="Set", low=0, high=15)
    transient_failure_retry_interval: Duration = setting("How long to wait between those tries.", "00:05:00", on="Set", low="00:00:01", high="12:00:00")
    queue_glitch_retry_count: int = setting("How often a connection that just failed is tried at once.", 4, on="Set", low=0, high=15)
    queue_glitch_retry_interval: Duration = setting("How long to wait between those first tries.", "00:01:00", on="Set", low="00:00:01", high="12:00:00")
    mailbox_delivery_queue_retry_interval: Duration = setting("How long a mailbox that could not be written waits.", "00:05:00", on="Set", low="00:00:01", high=_DAY)
    use_downgraded_exchange_server_auth: bool = setting("Kept for scripts that set it.", False, on="Set")
    pipeline_tracing_sender_address: Address | None = setting("Kept for scripts that set it.", None, on="Set")
    guid: str = setting("What tells it from all others, for good.", "", on=())
    when_changed: str = setting("When it was last changed.", "", on=())
