"""Attributes in the text (`[ValidateRange(1, 5)]`, `[Alias('n')]`) to the checks and facts they stand for.

Their arguments are expressions, worked out once, where the block that declares them is first bound.
"""

from __future__ import annotations

from typing import Any

from relayshell.commands import validation
from relayshell.commands.ranges import RangeKind, ValidateRange
from relayshell.errors import ShellError
from relayshell.runtime.attributeshapes import no_property, shaped
from relayshell.syntax import ast as tree

_PREFIX = "system.management.automation."


KNOWN_ATTRIBUTES = frozenset(
    "parameter alias allownull allowemptystring allowemptycollection argumentcompleter argumentcompletions supportswildcards psdefaultvalue "
    "dontshow credential cmdletbinding outputtype psobsolete obsolete experimental pstypename diagnostics.codeanalysis.suppressmessage "
    "system.diagnostics.codeanalysis.suppressmessage suppressmessage parsing hidden".split()
)
"""Attributes that say nothing to a running script, or that are read elsewhere."""


def attribute_name(node: Any) -> str:
    """The name of an attribute, folded, without its namespace and the word Attribute at the end."""
    name = str(node.type_name.full_name).lower()
    name = name.removeprefix(_PREFIX)
    return name.removesuffix("attribute") or name


def arguments_of(node: Any, frame: Any) -> tuple[list[Any], dict[str, Any]]:
    """The positional and the named arguments of an attribute, names folded."""
    positional = [evaluate(each, frame) for each in node.positional_arguments]
    named = {
        each.argument_name.lower(): True if each.expression_omitted else evaluate(each.argument, frame) for each in node.named_arguments
    }
    return positional, named


def evaluate(node: Any, frame: Any) -> Any:
    """The value of an expression in an attribute."""
    if isinstance(node, tree.ConstantExpressionAst) and (node.value is None or node.type_name in ("Int32", "String", "System.Int32", "System.String")):
        return node.value
    from relayshell.runtime.block import CompiledBlock
    from relayshell.runtime.compile import make_expression

    block = frame.block
    if block is None or block.node.source is not node.source:
        root = node
        while root.parent is not None and not isinstance(root, tree.ScriptBlockAst):
            root = root.parent
        block = CompiledBlock(root)
    return make_expression(block, node)(frame, None)


def _texts(values: list[Any]) -> tuple[str, ...]:
    from relayshell.objects.text import to_text

    found: list[str] = []
    for value in values:
        for each in value if isinstance(value, list) else (value,):
            found.append(to_text(each))
    return tuple(found)


def _message(named: dict[str, Any]) -> str | None:
    found = named.get("errormessage")
    return None if found is None else str(found)


def check_of(node: Any, frame: Any) -> Any:
    """The check that an attribute stands for, or None where it is no check."""
    kind = attribute_name(node)
    maker = _CHECKS.get(kind)
    if maker is None:
        return None
    positional, named = arguments_of(node, frame)
    if kind == "validateset":
        for each in node.named_arguments:
            if each.argument_name.lower() not in ("ignorecase", "errormessage", "typeid"):
                raise no_property("CmdletBinding", each.argument_name)
    return maker(shaped(kind, positional, node.named_arguments), named, frame)


def _range(positional: list[Any], named: dict[str, Any], frame: Any) -> Any:
    if len(positional) == 1:
        from relayshell.objects.text import to_text

        kind = RangeKind.named(to_text(positional[0]))
        if kind is None:
            from relayshell.objects.convert import convert
            from relayshell.objects.nettype import get_type

            kind = RangeKind.named(convert(positional[0], get_type("System.Management.Automation.ValidateRangeKind")).name)
        return ValidateRange(kind=kind)
    low, high = positional
    return ValidateRange(*_same_numbers(low, high))


def _same_numbers(low: Any, high: Any) -> tuple[Any, Any]:
    if low.__class__ is float and high.__class__ is int:
        return low, float(high)
    if high.__class__ is float and low.__class__ is int:
        return float(low), high
    return low, high


def _set(positional: list[Any], named: dict[str, Any], frame: Any) -> Any:
    from relayshell.objects.nettype import NetType

    if not positional:
        raise no_values("validValues")
    ignore_case = named.get("ignorecase", True)
    if len(positional) == 1 and isinstance(positional[0], NetType):
        kind = positional[0]

        def generate() -> Any:
            from relayshell.objects.members import call_method, new_object

            return call_method(new_object(kind, []), "GetValidValues", [])

        return validation.ValidateSet((), bool(ignore_case), _message(named), generate)
    return validation.ValidateSet(_texts(positional), bool(ignore_case), _message(named))


def no_values(name: str) -> ShellError:
    """The error for an attribute that needs values and has none."""
    from relayshell.objects.exceptions import NetException

    message = (
        f"Cannot process argument because the value of argument \"{name}\" is out of range. Change argument \"{name}\" to a value that "
        f"is within range. (Parameter '{name}')\nActual value was System.String[]."
    )
    inner = NetException("System.Management.Automation.PSArgumentOutOfRangeException", message, ParamName=name)
    exception = NetException("System.Management.Automation.RuntimeException", message, inner)
    return ShellError(message, "ArgumentOutOfRange", "InvalidArgument", exception=exception)


def _pattern(positional: list[Any], named: dict[str, Any], frame: Any) -> Any:
    options = named.get("options")
    number = 1 if options is None else _number_of_options(options)
    return validation.ValidatePattern(str(positional[0]), number, _message(named))


def _number_of_options(options: Any) -> int:
    from relayshell.objects.convert import convert
    from relayshell.objects.nettype import get_type

    return int(convert(options, get_type("System.Text.RegularExpressions.RegexOptions")).value)


_CHECKS: dict[str, Any] = {
    "validaterange": _range,
    "validateset": _set,
    "validatepattern": _pattern,
    "validatelength": lambda p, n, f: validation.ValidateLength(p[0], p[1]),
    "validatecount": lambda p, n, f: validation.ValidateCount(p[0], p[1]),
    "validatenotnull": lambda p, n, f: validation.ValidateNotNull(),
    "validatenotnullorempty": lambda p, n, f: validation.ValidateNotNullOrEmpty(),
    "validatenotnullorwhitespace": lambda p, n, f: validation.ValidateNotNullOrWhiteSpace(),
    "validatescript": lambda p, n, f: validation.ValidateScript(p[0], _message(n)),
    "validatedrive": lambda p, n, f: validation.ValidateDrive(_texts(p)),
    "validateuserdrive": lambda p, n, f: validation.ValidateUserDrive(),
    "validatetrusteddata": lambda p, n, f: validation.ValidateTrustedData(),
}


def transform_of(node: Any, frame: Any) -> Any:
    """A callable (value, host) for an argument transformation class of a script, or None."""
    instance = instance_of(node, frame)
    if instance is None or not _descends(instance, "System.Management.Automation.ArgumentTransformationAttribute"):
        return None

    def transform(value: Any, host: Any) -> Any:
        from relayshell.objects.members import call_method

        return call_method(instance, "Transform", [None, value])

    return transform


class ScriptCheck(validation.Check):
    """A check written as a class in a script: ValidateArgumentsAttribute or one for each element."""

    def __init__(self, instance: Any, each: bool) -> None:
        self.instance = instance
        self.each = each

    def check(self, value: Any, host: Any = None) -> None:
        from relayshell.objects.members import call_method

        if not self.each:
            call_method(self.instance, "Validate", [value, None])
            return
        for item in value if isinstance(value, list) else (value,):
            call_method(self.instance, "ValidateElement", [item])


def script_check_of(node: Any, frame: Any) -> Any:
    """A check for an attribute class of a script, or None."""
    instance = instance_of(node, frame)
    if instance is None:
        return None
    if _descends(instance, "System.Management.Automation.ValidateEnumeratedArgumentsAttribute"):
        return ScriptCheck(instance, True)
    if _descends(instance, "System.Management.Automation.ValidateArgumentsAttribute"):
        return ScriptCheck(instance, False)
    return None


def _descends(instance: Any, name: str) -> bool:
    from relayshell.objects.typeof import type_of

    return any(kind.text == name for kind in type_of(instance).ancestors)


def instance_of(node: Any, frame: Any) -> Any:
    """An instance of the attribute where its class is a script's, else None."""
    from relayshell.runtime.support.typenames import find_type_name

    found = find_type_name(frame, node.type_name)
    if found is None or not any(each.text == "System.Attribute" for each in found.ancestors):
        found = find_type_name(frame, node.type_name.full_name + "Attribute")
    if found is None or found.script_class is None:
        return None
    from relayshell.objects.members import new_object, set_member

    positional, named = arguments_of(node, frame)
    instance = new_object(found, positional)
    for each in node.named_arguments:
        set_member(instance, each.argument_name, named[each.argument_name.lower()])
    return instance
