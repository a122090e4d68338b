"""The names that -Culture parameters take."""

from __future__ import annotations

from relayshell.commands.validation import ValidateSet


def cultures() -> tuple[str, ...]:
    """The names of all cultures."""
    from relayshell.objects.members import call_static, get_member, get_static
    from relayshell.objects.nettype import get_type

    kinds = get_static(get_type("System.Globalization.CultureTypes"), "AllCultures")
    found = call_static(get_type("System.Globalization.CultureInfo"), "GetCultures", [kinds])
    return tuple(str(get_member(each, "Name")) for each in found)


def with_rules() -> tuple[str, ...]:
    """Those, and the words that Select-String knows besides."""
    return ("Ordinal", "Invariant", "Current", *cultures())


CULTURE = ValidateSet(generator=cultures)
CULTURE_OR_RULE = ValidateSet(generator=with_rules)
