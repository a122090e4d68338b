"""RemoteDomain: what is said and sent to a domain that is not ours."""

from relayengine.schema import SettingsObject, kind, setting
from relayengine.values.domain import Domain
from relayengine.values.options import AllowedOOF, ContentType
from relayengine.values.unlimited import Unlimited


@kind("RemoteDomain", columns=("Name", "DomainName", "AllowedOOFType"), container="CN=Internet Message Formats,CN=Global Settings")
class RemoteDomain(SettingsObject):
    """How messages and notices to one foreign domain, or to all, are treated."""

    domain_name: Domain = setting("The domain; * for all.", on="New")
    is_internal: bool = setting("Whether its people count as of this organisation.", False, on="Set")
    target_delivery_domain: bool = setting("Whether it is where moved mailboxes receive.", False, on="Set")
    byte_encoder_type_for7_bit_charsets: str = setting("How 8-bit text is encoded.", "Undefined", on="Set", name="ByteEncoderTypeFor7BitCharsets",
                                                       shown_type="ByteEncoderTypeFor7BitCharsetsEnum", choices=(
        "Undefined", "Use7Bit", "UseBase64", "UseBase64Html7BitTextPlain", "UseBase64HtmlDetectTextPlain", "UseQP",
        "UseQPHtml7BitTextPlain", "UseQPHtmlDetectTextPlain"))
    character_set: str = setting("The character set of MIME messages.", "iso-8859-1", on="Set")
    non_mime_character_set: str = setting("The character set of messages that are no MIME.", "iso-8859-1", on="Set")
    allowed_oof_type: AllowedOOF = setting("Which out-of-office notices may go there.", "External", on="Set", shown_type="AllowedOOFType",
                                           name="AllowedOOFType")
    auto_reply_enabled: bool = setting("Whether automatic replies may go there.", False, on="Set")
    auto_forward_enabled: bool = setting("Whether automatic forwards may go there.", False, on="Set")
    delivery_report_enabled: bool = setting("Whether delivery reports may go there.", True, on="Set")
    ndr_enabled: bool = setting("Whether non-delivery reports may go there.", True, on="Set", name="NDREnabled")
    meeting_forward_notification_enabled: bool = setting("Whether notices of forwarded meetings may go there.", True, on="Set")
    content_type: ContentType = setting("The form of messages.", "MimeHtmlText", on="Set")
    display_sender_name: bool = setting("Whether the sender's display name goes along.", True, on="Set")
    preferred_internet_code_page_for_shift_jis: str = setting("Kept for scripts that set it.", "Undefined", on="Set",
                                                              choices=("Undefined", "Iso2022Jp", "ShiftJis"))
    required_charset_coverage: int | None = setting("How many percent of a text a character set must cover.", None, on="Set", low=0, high=100)
    tnef_enabled: bool | None = setting("Whether TNEF goes along; none for what the message says.", None, on="Set", name="TNEFEnabled")
    line_wrap_size: Unlimited[int] = setting("After how many characters lines are broken.", "Unlimited", on="Set", low=0, high=132)
    trusted_mail_outbound_enabled: bool = setting("Whether mail to it counts as trusted.", False, on="Set")
    trusted_mail_inbound_enabled: bool = setting("Whether mail from it counts as trusted.", False, on="Set")
    use_simple_display_name: bool = setting("Whether the simple display name is used.", False, on="Set")
    ndr_diagnostic_info_enabled: bool = setting("Whether non-delivery reports carry the diagnostic part.", True, on="Set",
                                                name="NDRDiagnosticInfoEnabled")
    message_count_threshold: int = setting("Kept for scripts that set it.", 2147483647, on="Set", low=0, high=2147483647)
    admin_display_name: str = setting("Kept for scripts that read it.", "", on=())
    name: str = setting("The name administrators know it by.", longest=64)
    guid: str = setting("What tells it from all others, for good.", "", on=())
    when_created: str = setting("When it was made.", "", on=())
    when_changed: str = setting("When it was last changed.", "", on=())
