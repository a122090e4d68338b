"""Choosing the overload that arguments mean, and converting them to it.

PowerShell's rule: every argument's conversion has a rank (objects.ranks); earlier arguments weigh more;
ties go to the more specific of good conversions and to the more general of poor ones.
"""

from __future__ import annotations

from typing import Any

from ..errors import ShellError
from .arrays import new_array
from .casterror import CastError
from .convert import convert
from .exceptions import NetException
from .nettype import NetType, array_of, get_type
from .nothing import AutomationNull
from .psobject import PSObject, Reference
from .ranks import NULL_TO_VALUE, NUMERIC_IMPLICIT, UNRELATED_ARRAYS, rank
from .typemembers import MethodGroup, Overload, Parameter
from .typeof import type_of

METHOD_EXCEPTION = "System.Management.Automation.MethodException"


def method_error(message: str, id: str) -> ShellError:
    """An error of calling a method, told before it is called."""
    return ShellError(message, id, "NotSpecified", exception=NetException(METHOD_EXCEPTION, message))


def argument_type(value: Any) -> NetType | None:
    """The type an argument counts as: an Object[] whose elements are all of one type is an array of that."""
    if value.__class__ is PSObject:
        value = value.base
    if value is None or value.__class__ is AutomationNull:
        return None
    if value.__class__ is list and value:
        first = value[0]
        if first is None:
            return type_of(value)
        if first.__class__ is PSObject:
            first = first.base
        kind = type_of(first)
        for item in value:
            if item is None or type_of(item) is not kind:
                return type_of(value)
        return array_of(kind)
    return type_of(value)


class Candidate:
    """An overload with its parameters spread to the number of arguments, and the rank of each."""

    __slots__ = ("overload", "parameters", "expanded", "ranks", "direct")

    def __init__(self, overload: Overload, parameters: list[Parameter], expanded: bool) -> None:
        self.overload = overload
        self.parameters = parameters
        self.expanded = expanded
        self.ranks: list[int] = []
        self.direct = False
        """Whether arguments of the classes for which it was chosen are handed on as they are."""

    def takes_as_they_are(self, classes: tuple[type, ...]) -> bool:
        """Whether arguments of these classes need no conversion and are all there are."""
        overload = self.overload
        if self.expanded or overload.untyped or overload.function is None or overload.pass_type is not None or len(classes) != len(overload.parameters):
            return False
        if getattr(overload.function, "wants_types", False):
            return False
        return not any(each.by_ref or each.open for each in self.parameters) and all(
            kind in _SAME and each.net_type.text in (_SAME[kind], "System.Object") for kind, each in zip(classes, self.parameters, strict=True)
        )


_SAME: dict[type, str] = {int: "System.Int32", str: "System.String", float: "System.Double", bool: "System.Boolean"}


def _rank_argument(value: Any, parameter: Parameter) -> int:
    target = parameter.net_type
    if isinstance(value, Reference):
        if parameter.by_ref or target.text == "System.Management.Automation.PSReference":
            return 0x11F
        if not parameter.by_ref and target.text != "System.Object":
            return 0
    if parameter.by_ref and not isinstance(value, Reference):
        # It would fit but for [ref], which is said when nothing else fits better.
        return max(rank(argument_type(value), target) - 1, 0)
    if parameter.unknown:
        # Nothing a script has can be of a type that is not known here: any other overload comes first.
        return 1
    if parameter.open:
        return 0x10E if target.text == "System.Object" else rank(argument_type(value), target)
    found = rank(argument_type(value), target)
    if found == 0 and value.__class__ is PSObject:
        found = rank(get_type("System.Management.Automation.PSObject"), target)
    return found


def _spread(overload: Overload, count: int) -> list[Candidate]:
    """The ways an overload can take so many arguments."""
    parameters = list(overload.parameters)
    ways = []
    required = sum(1 for p in parameters if not p.optional and not p.params)
    if count == len(parameters):
        ways.append(Candidate(overload, parameters, False))
    elif required <= count < len(parameters) and not overload.has_params:
        ways.append(Candidate(overload, parameters[:count], False))
    if overload.has_params and count >= len(parameters) - 1:
        last = parameters[-1]
        element = last.net_type.element_type or get_type("System.Object")
        single = Parameter(last.name, element, text=last.text.removesuffix("[]"), open=last.open)
        single.unknown = last.unknown
        ways.append(Candidate(overload, parameters[:-1] + [single] * (count - len(parameters) + 1), True))
    return ways


def _type_parameters(overload: Overload) -> int | None:
    """How many type parameters a method has, by its text; None where that does not tell."""
    head = overload.text.partition("(")[0]
    if not head:
        return None
    _, found, inside = head.partition(f" {overload.name}[")
    return inside.count(",") + 1 if found else 0


def choose(group: MethodGroup, arguments: list[Any], type_arguments: tuple[NetType, ...] = ()) -> Candidate:
    """The overload that the arguments mean; raises ShellError (MethodCountCouldNotFindBest, MethodAmbiguous...)."""
    count = len(arguments)
    overloads = group.overloads
    if type_arguments:
        overloads = [each for each in overloads if each.untyped or _type_parameters(each) in (len(type_arguments), None)]
    if len(overloads) == 1 and not overloads[0].has_params and len(overloads[0].parameters) == count and not overloads[0].untyped:
        return Candidate(overloads[0], list(overloads[0].parameters), False)
    found: list[Candidate] = []
    for overload in overloads:
        if overload.untyped:
            return Candidate(overload, [], False)
        ways = []
        for way in _spread(overload, count):
            way.ranks = [_rank_argument(value, parameter) for value, parameter in zip(arguments, way.parameters)]
            if all(way.ranks):
                ways.append(way)
        if len(ways) == 2:
            # The array itself or its elements: whichever fits the last argument better, the array when equal.
            ways = [ways[1] if ways[1].ranks > ways[0].ranks else ways[0]]
        found += ways
    if not found:
        raise method_error(
            f'Cannot find an overload for "{group.name}" and the argument count: "{count}".', "MethodCountCouldNotFindBest"
        )
    best = found[0]
    ambiguous = False
    for candidate in found[1:]:
        order = _compare(candidate, best, arguments)
        if order > 0:
            best, ambiguous = candidate, False
        elif order == 0:
            ambiguous = True
    if ambiguous:
        if any(_compare(best, other, arguments) == 0 for other in found if other is not best):
            shapes = {tuple(p.net_type for p in c.parameters) for c in found if c is best or _compare(best, c, arguments) == 0}
            if len(shapes) > 1:
                raise method_error(
                    f'Multiple ambiguous overloads found for "{group.name}" and the argument count: "{count}".', "MethodCountCouldNotFindBest"
                )
    return best


def _compare(one: Candidate, two: Candidate, arguments: list[Any]) -> int:
    """Positive when the first is better."""
    count = len(one.ranks)
    better = 0
    for position in range(count):
        weight = count - position
        a, b = one.ranks[position], two.ranks[position]
        if a == b == UNRELATED_ARRAYS:
            source = argument_type(arguments[position])
            element = source.element_type if source is not None else None
            if element is not None:
                left, right = one.parameters[position].net_type.element_type, two.parameters[position].net_type.element_type
                a = rank(element, left) if left is not None else 0
                b = rank(element, right) if right is not None else 0
        if a < b:
            better -= weight
        elif a > b:
            better += weight
    if better:
        return better
    for position in range(count):
        weight = count - position
        a, b = one.ranks[position], two.ranks[position]
        if a < NULL_TO_VALUE or b < NULL_TO_VALUE or (a >= NUMERIC_IMPLICIT) != (b >= NUMERIC_IMPLICIT):
            continue
        if a >= NUMERIC_IMPLICIT:
            weight = -weight
        left, right = one.parameters[position].net_type, two.parameters[position].net_type
        forth, back = rank(left, right), rank(right, left)
        if forth < back:
            better += weight
        elif forth > back:
            better -= weight
    if better:
        return better
    if one.expanded != two.expanded:
        return 1 if two.expanded else -1
    generic_one, generic_two = any(p.open for p in one.parameters), any(p.open for p in two.parameters)
    if generic_one != generic_two:
        return 1 if generic_two else -1
    shorter = len(two.overload.parameters) - len(one.overload.parameters)
    return shorter


def bind_arguments(candidate: Candidate, arguments: list[Any], name: str) -> list[Any]:
    """The arguments converted to the chosen overload; raises ShellError naming the one that cannot be."""
    overload = candidate.overload
    if overload.untyped:
        return [a.base if a.__class__ is PSObject else a for a in arguments]
    for position, (value, parameter) in enumerate(zip(arguments, candidate.parameters)):
        if parameter.by_ref and not isinstance(value, Reference):
            raise method_error(
                f"Argument: '{position + 1}' should be a System.Management.Automation.PSReference. Use [ref].", "NonRefArgumentToRefParameterMsg"
            )
    values = [
        convert_argument(value, parameter, name, str(position) if name.startswith("op_") else "")
        for position, (value, parameter) in enumerate(zip(arguments, candidate.parameters))
    ]
    if candidate.expanded:
        fixed = len(overload.parameters) - 1
        element = overload.parameters[-1].net_type.element_type or get_type("System.Object")
        values[fixed:] = [new_array(element, values[fixed:])]
    elif len(values) < len(overload.parameters):
        values += [p.default if p.default is None else convert(p.default, p.net_type) for p in overload.parameters[len(values):]]
    return values


def convert_argument(value: Any, parameter: Parameter, name: str, shown: str = "") -> Any:
    """One argument as its parameter wants it; shown is what an error calls the parameter, if not by its name."""
    target = parameter.net_type
    if parameter.by_ref:
        return value
    if value.__class__ is PSObject and target.text not in ("System.Object", "System.Management.Automation.PSObject"):
        value = value.base
    if value.__class__ is AutomationNull:
        value = None
    if value is None and target.text == "System.String":
        return ""
    if value.__class__ is NullStringClass:
        return None
    if target.text == "System.Object":
        return value.base if value.__class__ is PSObject else value
    try:
        return convert(value, target)
    except CastError as error:
        from .casterror import plain_text

        message = (
            f'Cannot convert argument "{shown or parameter.name}", with value: "{plain_text(value)}", for "{name}" to type "{target.text}": "{error.message}"'
        )
        raise ShellError(
            message, "MethodArgumentConversionInvalidCastArgument", "NotSpecified",
            exception=NetException(METHOD_EXCEPTION, message, error.inner),
        ) from None


class NullStringClass:
    """[NullString]::Value: null where a string is wanted, which $null is not."""

    __slots__ = ()
    net_home = ".builtin"


NULL_STRING = NullStringClass()
