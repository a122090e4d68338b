"""Arguments and piped objects to parameters, as tables: what PowerShell 7.6 does with each."""

from __future__ import annotations

from typing import Any

import pytest

from relayshell.commands.argument import Argument
from relayshell.commands.bind import Binder
from relayshell.commands.bindingerrors import BindingError
from relayshell.commands.coerce import ScriptType
from relayshell.commands.signature import ALL_SETS, InSet, Parameter, Signature
from relayshell.commands.validation import (
    RangeKind,
    ValidateCount,
    ValidateLength,
    ValidateNotNull,
    ValidateNotNullOrEmpty,
    ValidateNotNullOrWhiteSpace,
    ValidatePattern,
    ValidateRange,
    ValidateSet,
)
from relayshell.objects.psobject import PSCustomObject
from relayshell.objects.typenames import resolve_type


def parameter(name: str, type: str = "", sets: Any = None, **facts: Any) -> Parameter:
    """A script's parameter; sets by name or one InSet for all."""
    if isinstance(sets, InSet):
        sets = {ALL_SETS: sets}
    if type:
        found = resolve_type(type)
        facts |= {"type": found, "transforms": (ScriptType(found),), "script_typed": True}
    return Parameter(name, sets=sets or {ALL_SETS: InSet()}, **facts)


def function(*parameters: Parameter, **facts: Any) -> Signature:
    """An advanced function f."""
    return Signature("f", parameters, implementing="f", **facts)


def words(*written: Any) -> list[Argument]:
    """Arguments: a text that begins with a dash is a name, `-n:` with the value that follows."""
    found = []
    rest = iter(written)
    for each in rest:
        if isinstance(each, str) and each.startswith("-") and len(each) > 1:
            found.append(Argument(each[1:-1], next(rest)) if each.endswith(":") else Argument(each[1:]))
        else:
            found.append(Argument(None, each))
    return found


def bound(signature: Signature, *written: Any) -> Any:
    """The values bound, or the error's id."""
    binder = Binder(signature)
    try:
        binder.bind_arguments(words(*written))
    except BindingError as error:
        return error.id
    return binder.values


def piped(signature: Signature, *objects: Any, given: tuple[Any, ...] = ()) -> list[Any]:
    """For each piped object the set and the values bound, or the error's id."""
    binder = Binder(signature)
    binder.bind_arguments(words(*given), True)
    found: list[Any] = []
    for each in objects:
        binder.values.clear()
        try:
            binder.bind_object(each)
        except BindingError as error:
            found.append(error.id)
        else:
            found.append((binder.parameter_set, dict(binder.values)))
    return found


AB = function(parameter("a"), parameter("b"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ((1, 2), {"a": 1, "b": 2}),
        (("-b", 1, 2), {"b": 1, "a": 2}),
        (("-b:", 1, 2), {"b": 1, "a": 2}),
        ((1, 2, 3), "PositionalParameterNotFound"),
        (("-x", 2), "NamedParameterNotFound"),
        (("-a", 1, "-a", 2), "ParameterAlreadyBound"),
        (("-a",), "MissingArgument"),
        (("-a", "-b", 1), "MissingArgument"),
        (("-a", "-nope", "-b", 1), {"a": "-nope", "b": 1}),
        (("-WhatIf",), "NamedParameterNotFound"),
        (("-Verb",), {"Verbose": True}),
        (("-er", 1), "AmbiguousParameter"),
        (("-ea", "Stop"), {"ErrorAction": "Stop"}),
        (("-ea", "Bogus"), "CannotConvertArgumentNoMessage"),
    ],
)
def test_names_and_places(written: tuple[Any, ...], expected: Any) -> None:
    found = bound(AB, *written)
    if isinstance(found, dict):
        found = {name: str(value.name) if hasattr(value, "name") else value for name, value in found.items()}
    assert found == expected


def test_an_ambiguous_name_lists_what_it_could_be() -> None:
    with pytest.raises(BindingError, match="Possible matches include: -ServerName -Status."):
        Binder(function(parameter("ServerName"), parameter("Status"))).bind_arguments(words("-S", 1))


@pytest.mark.parametrize(
    ("type", "value", "expected"),
    [
        ("int", "5", 5),
        ("int", None, 0),
        ("int", "abc", "ParameterArgumentTransformationError"),
        ("int[]", 7, [7]),
        ("int[]", [1, "2"], [1, 2]),
        ("int[]", [1, "b"], "ParameterArgumentTransformationError"),
        ("char", "ab", "ParameterArgumentTransformationError"),
        ("bool", "abc", "ParameterArgumentTransformationError"),
        ("bool", 0, False),
        ("switch", "abc", "ParameterArgumentTransformationError"),
        ("string", [1, 2], "ParameterArgumentTransformationError"),
        ("ref", 5, "ParameterArgumentTransformationError"),
    ],
)
def test_types_of_scripts(type: str, value: Any, expected: Any) -> None:
    found = bound(function(parameter("x", type)), "-x:", value)
    assert (found if isinstance(found, str) else found["x"]) == expected


@pytest.mark.parametrize(
    ("type", "value", "expected"),
    [
        ("int", [1, 2], "CannotConvertArgument"),
        ("int", "x", "CannotConvertArgumentNoMessage"),
        ("string[]", [1, "b"], ["1", "b"]),
        ("bool", "b", "CannotConvertArgument"),
        ("bool", None, "ParameterArgumentValidationErrorNullNotAllowed"),
        ("object[]", 5, [5]),
    ],
)
def test_types_of_cmdlets(type: str, value: Any, expected: Any) -> None:
    signature = Signature("X", (Parameter("x", type, sets={ALL_SETS: InSet(position=0)}),), positional_binding=False)
    found = bound(signature, value)
    assert (found if isinstance(found, str) else found["x"]) == expected


MUST = InSet(mandatory=True)


@pytest.mark.parametrize(
    ("type", "value", "expected"),
    [
        ("string", "", "ParameterArgumentValidationErrorEmptyStringNotAllowed"),
        ("string[]", [], "ParameterArgumentValidationErrorEmptyArrayNotAllowed"),
        ("string[]", ["a", ""], "ParameterArgumentValidationErrorEmptyStringNotAllowed"),
        ("", None, "ParameterArgumentValidationErrorNullNotAllowed"),
        ("", "", {"x": ""}),
        ("int[]", [0], {"x": [0]}),
    ],
)
def test_mandatory_takes_no_nothing(type: str, value: Any, expected: Any) -> None:
    assert bound(function(parameter("x", type, MUST)), "-x:", value) == expected


def test_mandatory_that_is_missing() -> None:
    with pytest.raises(BindingError, match="missing mandatory parameters: x y."):
        Binder(function(parameter("x", sets=MUST), parameter("y", sets=MUST))).bind_arguments([])


XY = function(parameter("x", sets={"A": InSet()}), parameter("y", sets={"B": InSet()}))


def test_sets() -> None:
    assert bound(XY, "-x", 1, "-y", 2) == "AmbiguousParameterSet"
    assert bound(XY) == "AmbiguousParameterSet"
    default = function(*XY.parameters, default_set="B")
    binder = Binder(default)
    binder.bind_arguments([])
    assert binder.parameter_set == "B"


def test_what_is_left_over() -> None:
    rest = function(parameter("a"), parameter("r", "string[]", InSet(remaining=True)))
    assert bound(rest, 1, 2, 3)["r"] == ["2", "3"]
    assert bound(rest, 1) == {"a": 1}


PIPED = InSet(pipeline=True)


def test_two_sets_by_value() -> None:
    signature = function(parameter("I", "int", {"I": PIPED}), parameter("S", "string", {"S": PIPED}))
    assert piped(signature, 5, "x", "7", 5.5) == [("I", {"I": 5}), ("S", {"S": "x"}), ("S", {"S": "7"}), "AmbiguousParameterSet"]


def test_values_converted_or_refused() -> None:
    signature = function(parameter("n", "int", PIPED))
    shown = [each if isinstance(each, str) else each[1]["n"] for each in piped(signature, "1", 2.6, "0x10", "abc", None)]
    assert shown == [1, 3, 16, "InputObjectNotBound", 0]


def test_properties_by_name_and_alias() -> None:
    signature = function(
        parameter("Identity", sets=InSet(by_name=True), aliases=("Id",)), parameter("Size", sets=InSet(by_name=True))
    )
    objects = [PSCustomObject({"id": 5}), PSCustomObject({"IDENTITY": 6, "size": 1}), PSCustomObject({"Size": 2}), 5]
    shown = [each if isinstance(each, str) else each[1] for each in piped(signature, *objects)]
    assert shown == [{"Identity": 5}, {"Size": 1, "Identity": 6}, {"Size": 2}, "InputObjectNotBound"]


def test_a_command_without_pipeline_parameters_refuses_objects() -> None:
    assert piped(AB, 1) == ["InputObjectNotBound"]


def test_a_mandatory_parameter_that_the_object_lacks() -> None:
    signature = function(parameter("a", sets=InSet(mandatory=True, by_name=True)), parameter("b", sets=PIPED))
    assert piped(signature, PSCustomObject({"b": 1})) == ["InputObjectMissingMandatory"]


def test_checks_of_piped_objects() -> None:
    signature = function(parameter("n", "int", PIPED, checks=(ValidateRange(1, 3),)))
    assert [each if isinstance(each, str) else each[1]["n"] for each in piped(signature, 1, 5, 2)] == [
        1,
        "ParameterArgumentValidationError",
        2,
    ]


@pytest.mark.parametrize(
    ("check", "value", "words"),
    [
        (ValidateRange(1, 10), 10, None),
        (ValidateRange(1, 10), 11, "The 11 argument is greater than the maximum allowed range of 10."),
        (ValidateRange(1, 10), 0, "The 0 argument is less than the minimum allowed range of 1."),
        (ValidateRange(1, 10), "abc", 'because its type "String" is not the same type (Int32)'),
        (ValidateRange(kind=RangeKind.POSITIVE), 0, "its value is not greater than zero."),
        (ValidateRange(kind=RangeKind.NON_POSITIVE), 1, "its value is not less than or equal to zero."),
        (ValidateSet(("A", "B")), "b", None),
        (ValidateSet(("A", "B"), ignore_case=False), "b", 'The argument "b" does not belong to the set "A,B"'),
        (ValidateSet(("A",), error_message="{0} not in {1}"), "q", "q not in A"),
        (ValidateLength(2, 4), "a", "The character length (1) of the argument is too short."),
        (ValidateLength(2, 4), 5, "cannot be applied to a parameter that is not a string"),
        (ValidateCount(1, 2), [1, 2, 3], "at least 1 value(s) and no more than 2 value(s) - 3 value(s) were provided."),
        (ValidatePattern(r"^\d+$"), ["1", "x"], 'The argument "x" does not match the "^\\d+$" pattern.'),
        (ValidateNotNull(), None, "The argument is null."),
        (ValidateNotNull(), "", None),
        (ValidateNotNullOrEmpty(), "", "The argument is null or empty."),
        (ValidateNotNullOrEmpty(), [], "The argument is null, empty, or an element"),
        (ValidateNotNullOrEmpty(), " ", None),
        (ValidateNotNullOrWhiteSpace(), " ", "consists of only white-space characters."),
    ],
)
def test_checks(check: Any, value: Any, words: str | None) -> None:
    signature = function(parameter("x", checks=(check,)))
    binder = Binder(signature)
    if words is None:
        binder.bind_arguments([Argument("x", value)])
        return
    with pytest.raises(BindingError) as caught:
        binder.bind_arguments([Argument("x", value)])
    assert caught.value.id == "ParameterArgumentValidationError"
    assert words in caught.value.message
