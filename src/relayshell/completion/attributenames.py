"""What may stand between the parentheses of an attribute: the properties that can be set by name."""

from __future__ import annotations

from relayshell.completion.result import Candidate
from relayshell.completion.words import starts
from relayshell.syntax import ast as tree

_STRING, _BOOL, _INT = "System.String", "System.Boolean", "System.Int32"
_AUTOMATION = "System.Management.Automation."
_CMDLET = {
    "PositionalBinding": _BOOL, "DefaultParameterSetName": _STRING, "SupportsShouldProcess": _BOOL, "SupportsPaging": _BOOL,
    "SupportsTransactions": _BOOL, "ConfirmImpact": _AUTOMATION + "ConfirmImpact", "HelpUri": _STRING,
    "RemotingCapability": _AUTOMATION + "RemotingCapability",
}
PROPERTIES: dict[str, dict[str, str]] = {
    "parameter": {
        "Position": _INT, "ParameterSetName": _STRING, "Mandatory": _BOOL, "ValueFromPipeline": _BOOL, "ValueFromPipelineByPropertyName": _BOOL,
        "ValueFromRemainingArguments": _BOOL, "HelpMessage": _STRING, "HelpMessageBaseName": _STRING, "HelpMessageResourceId": _STRING,
        "DontShow": _BOOL,
    },
    "cmdletbinding": _CMDLET,
    "outputtype": {"ProviderCmdlet": _STRING, "ParameterSetName": "System.String[]"},
    "validateset": {"ErrorMessage": _STRING, "IgnoreCase": _BOOL},
    "validatepattern": {"ErrorMessage": _STRING, "Options": "System.Text.RegularExpressions.RegexOptions"},
    "validatescript": {"ErrorMessage": _STRING},
}
"""By the attribute's name, folded and without its end: the properties that can be set, with their types."""


def attribute_names(attribute: tree.AttributeAst, word: str) -> list[Candidate]:
    """The properties of an attribute that begin with a word and are not set yet."""
    name = attribute.type_name.full_name.lower().removeprefix("system.management.automation.").removesuffix("attribute")
    given = {each.argument_name.lower() for each in attribute.named_arguments if each.argument_name.lower() != word.lower()}
    fits = starts(word)
    properties = PROPERTIES.get(name) or _of_class(attribute)
    return [
        Candidate(key, key, "Property", f"{kind} {key}") for key, kind in properties.items() if fits(key) and key.lower() not in given
    ]


def _of_class(attribute: tree.AttributeAst) -> dict[str, str]:
    """The properties of an attribute that is a class of the text."""
    from relayshell.completion.kinds import entries
    from relayshell.completion.texttypes import named_kind

    kind = named_kind(attribute.type_name, attribute)
    if kind is None or kind.node is None:
        return {}
    own = {member.name for member in kind.node.members if isinstance(member, tree.PropertyMemberAst)}
    return {entry.name: entry.tip.rpartition(" ")[0] for entry in entries(kind) if entry.name in own}
