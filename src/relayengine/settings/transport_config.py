"""TransportConfig: the limits and habits of the whole organisation; there is one."""

from relayengine.schema import SettingsObject, kind, setting
from relayengine.values.address import Address
from relayengine.values.domain import Domain
from relayengine.values.duration import Duration
from relayengine.values.network import IPRange
from relayengine.values.options import ShadowMessagePreference
from relayengine.values.size import ByteSize
from relayengine.values.unlimited import Unlimited

_MOST = "2147483647B"


@kind("TransportConfig", columns=("Name", "MaxReceiveSize", "MaxSendSize", "MaxRecipientEnvelopeLimit"), single=True,
      container="CN=Global Settings")
class TransportConfig(SettingsObject):
    """The limits and habits of the whole organisation."""

    address_book_policy_routing_enabled: bool = setting("Kept for scripts that set it.", False, on="Set")
    agent_generated_message_loop_detection_in_submission_enabled: bool = setting("Whether messages made by agents are counted at submission.", False, on="Set")
    agent_generated_message_loop_detection_in_smtp_enabled: bool = setting("Whether messages made by agents are counted at SMTP.", False, on="Set")
    max_allowed_agent_generated_message_depth: int = setting("How deep messages made by agents may nest.", 3, on="Set", low=0, high=2147483647)
    max_allowed_agent_generated_message_depth_per_agent: int = setting("The same for one agent.", 2, on="Set", low=0, high=2147483647)
    clear_categories: bool = setting("Whether categories of messages are cleared.", True, on="Set")
    convert_disclaimer_wrapper_to_eml: bool = setting("Kept for scripts that set it.", False, on="Set")
    dsn_conversion_mode: str = setting("How foreign delivery notices are kept.", "UseExchangeDSNs", on="Set", name="DSNConversionMode",
                                       choices=("UseExchangeDSNs", "PreserveDSNBody", "DoNotConvert"), shown_type="DSNConversionOption")
    external_delay_dsn_enabled: bool = setting("Whether senders outside are told of delays.", True, on="Set")
    external_dsn_default_language: str | None = setting("The language of notices to senders outside.", None, on="Set", shown_type="CultureInfo")
    external_dsn_language_detection_enabled: bool = setting("Whether notices speak the language of the message.", True, on="Set")
    external_dsn_max_message_attach_size: ByteSize = setting("Up to which size the message goes back whole.", "10MB", on="Set", low="0B", high=_MOST)
    external_dsn_reporting_authority: Domain | None = setting("The domain notices outside speak for.", None, on="Set")
    external_dsn_send_html: bool = setting("Whether notices outside are HTML too.", True, on="Set")
    external_postmaster_address: Address | None = setting("The sender of notices outside; none for postmaster of the default domain.", None, on="Set")
    generate_copy_of_dsn_for: tuple[str, ...] = setting("The codes of notices the postmaster gets a copy of.", (), on="Set", name="GenerateCopyOfDSNFor")
    hygiene_suite: str = setting("Kept for scripts that read it.", "Standard", on=())
    internal_delay_dsn_enabled: bool = setting("Whether senders inside are told of delays.", True, on="Set")
    internal_dsn_default_language: str | None = setting("The language of notices to senders inside.", None, on="Set", shown_type="CultureInfo")
    internal_dsn_language_detection_enabled: bool = setting("Whether notices speak the language of the message.", True, on="Set")
    internal_dsn_max_message_attach_size: ByteSize = setting("Up to which size the message goes back whole.", "10MB", on="Set", low="0B", high=_MOST)
    internal_dsn_reporting_authority: Domain | None = setting("The domain notices inside speak for.", None, on="Set")
    internal_dsn_send_html: bool = setting("Whether notices inside are HTML too.", True, on="Set")
    internal_smtp_servers: tuple[IPRange, ...] = setting("The addresses that are ours, for whoever looks for the first foreign one.", (), on="Set",
                                                         name="InternalSMTPServers")
    journaling_report_ndr_to: str = setting("Where journal reports go that cannot be delivered.", "<>", on="Set", name="JournalingReportNdrTo",
                                            shown_type="SmtpAddress")
    max_dumpster_size_per_database: ByteSize = setting("Kept for scripts that set it.", "18MB", on="Set", low="0B", high=_MOST)
    max_dumpster_time: Duration = setting("Kept for scripts that set it.", "7.00:00:00", on="Set", low="00:00:00")
    max_receive_size: Unlimited[ByteSize] = setting("The largest message anyone receives.", "10MB", on="Set", low="0B")
    max_recipient_envelope_limit: Unlimited[int] = setting("How many recipients a message may have in all.", 500, on="Set", low=0, high=2147483647)
    max_send_size: Unlimited[ByteSize] = setting("The largest message anyone sends.", "10MB", on="Set", low="0B")
    queue_diagnostics_aggregation_interval: Duration = setting("How often queues are summed up.", "00:01:00", on="Set", low="00:00:01")
    diagnostics_aggregation_service_port: int = setting("The port queues are summed up on.", 9710, on="Set", low=1, high=65535)
    reject_message_on_shadow_failure: bool = setting("Whether a message that gets no shadow copy is refused.", False, on="Set")
    rfc2231_encoding_enabled: bool = setting("Whether parameters of MIME fields are encoded after RFC 2231.", False, on="Set", name="Rfc2231EncodingEnabled")
    safety_net_hold_time: Duration = setting("How long delivered messages are kept.", "2.00:00:00", on="Set", low="00:00:15", high="90.00:00:00")
    shadow_heartbeat_frequency: Duration = setting("How often a shadow server asks.", "00:02:00", on="Set", low="00:00:01", high="1.00:00:00")
    shadow_heartbeat_retry_count: int = setting("Kept for scripts that set it.", 12, on="Set", low=1, high=15)
    shadow_heartbeat_timeout_interval: Duration = setting("Kept for scripts that set it.", "00:15:00", on="Set", low="00:00:01", high="1.00:00:00")
    shadow_message_auto_discard_interval: Duration = setting("How long notices of discarded copies are kept.", "2.00:00:00", on="Set",
                                                             low="00:00:05", high="90.00:00:00")
    shadow_message_preference_setting: ShadowMessagePreference = setting("Where shadow copies are made.", "PreferRemote", on="Set")
    max_retries_for_local_site_shadow: int = setting("How often a shadow copy near by is tried.", 2, on="Set", low=0, high=255)
    max_retries_for_remote_site_shadow: int = setting("How often a shadow copy far off is tried.", 4, on="Set", low=0, high=255)
    shadow_redundancy_enabled: bool = setting("Whether shadow copies are made where there is another server.", True, on="Set")
    shadow_resubmit_time_span: Duration = setting("How long the other server may be silent before its copies are sent.", "03:00:00", on="Set",
                                                  low="00:00:01", high="1.00:00:00")
    supervision_tags: tuple[str, ...] = setting("Kept for scripts that set it.", ("Reject", "Allow"), on="Set")
    tls_receive_domain_secure_list: tuple[Domain, ...] = setting("The domains mutual TLS is asked of when they send.", (), on="Set", name="TLSReceiveDomainSecureList")
    tls_send_domain_secure_list: tuple[Domain, ...] = setting("The domains mutual TLS is asked of when we send.", (), on="Set", name="TLSSendDomainSecureList")
    transport_rule_attachment_text_scan_limit: ByteSize = setting("How much text of an attachment rules read.", "150KB", on="Set", low="0B", high=_MOST)
    verify_secure_submit_enabled: bool = setting("Kept for scripts that set it.", False, on="Set")
    voicemail_journaling_enabled: bool = setting("Kept for scripts that set it.", True, on="Set")
    header_promotion_mode_setting: str = setting("Kept for scripts that set it.", "NoCreate", on="Set", choices=("NoCreate", "MayCreate", "MustCreate"),
                                                 shown_type="HeaderPromotionMode")
    xexch50_enabled: bool = setting("Kept for scripts that set it.", True, on="Set", name="Xexch50Enabled")
    admin_display_name: str = setting("Kept for scripts that read it.", "", on=())
    name: str = setting("Its name, which is always the same.", "Transport Settings", on=())
    guid: str = setting("What tells it from all others, for good.", "", on=())
    when_created: str = setting("When it was made.", "", on=())
    when_changed: str = setting("When it was last changed.", "", on=())
