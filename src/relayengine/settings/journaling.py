"""JournalRule: whose mail is copied to whom for the records."""

from relayengine.schema import SettingsObject, kind, setting
from relayengine.values.address import Address
from relayengine.values.choice import Choice


class JournalRuleScope(Choice):
    """Which mail a journal rule is about."""

    Global = 0
    Internal = 1
    External = 2


@kind("JournalRule", columns=("Name", "Recipient", "JournalEmailAddress", "Scope", "Enabled"), container="CN=JournalingVersioned,CN=Rules")
class JournalRule(SettingsObject):
    """Whose mail is copied to whom for the records."""

    recipient: Address | None = setting("Whose mail it is about, sent or received; none for everybody's.", None)
    journal_email_address: Address = setting("Where the journal reports go.", shown_type="RecipientIdParameter")
    scope: JournalRuleScope = setting("Whether it is about all mail, mail inside the organisation, or mail from or to the outside.", "Global")
    enabled: bool = setting("Whether it is in force.", False, on="New")
    name: str = setting("The name administrators know it by.", longest=64)
    guid: str = setting("What tells it from all others, for good.", "", on=())
    when_created: str = setting("When it was made.", "", on=())
    when_changed: str = setting("When it was last changed.", "", on=())
