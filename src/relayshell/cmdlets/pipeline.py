"""ForEach-Object and Where-Object: the two that nearly every pipeline has. With one plain block the runtime takes a shorter way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.ranges import between
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.calls import call_method
from relayshell.objects.members import property_value
from relayshell.objects.psobject import unwrap
from relayshell.objects.wildcard import has_wildcards
from relayshell.runtime.calls import inline
from relayshell.runtime.inlining import ForEachStage, WhereStage, quick_stage
from relayshell.runtime.membersearch import find_members
from relayshell.runtime.shouldprocess import goes_without_saying
from relayshell.runtime.support.members import strict_level
from relayshell.runtime.support.output import spread


class ForEachObject(Cmdlet, name="ForEach-Object", help_uri="https://go.microsoft.com/fwlink/?LinkID=2096867", alias=("%", "foreach"), default_set="ScriptBlockSet", should_process=True, module="Microsoft.PowerShell.Core"):
    """Runs a script block, or gets a property or calls a method, for each object.

    Example: twice each number

        PS> 1..3 | ForEach-Object { $_ * 2 }
        2
        4
        6

    Example: a property, and a method with an argument

        PS> 'ab', 'c' | ForEach-Object Length
        2
        1
        PS> 'ab', 'c' | ForEach-Object PadLeft 3
         ab
          c
    """

    input_object: Any = param("The objects.", "psobject", pipeline=True, sets=("ParallelParameterSet", "PropertyAndMethodSet", "ScriptBlockSet"))
    begin_block: Any = param("What runs before the first object.", "scriptblock", sets=("ScriptBlockSet",), name="Begin")
    process_blocks: Any = param("What runs for each object.", "scriptblock[]", mandatory=True, position=0, sets=("ScriptBlockSet",), name="Process", allow_null=True, allow_empty_collection=True)
    end_block: Any = param("What runs after the last object.", "scriptblock", sets=("ScriptBlockSet",), name="End")
    remaining_scripts: Any = param("More blocks.", "scriptblock[]", remaining=True, sets=("ScriptBlockSet",), allow_null=True, allow_empty_collection=True)
    member_name: Any = param("The property or method.", "string", mandatory=True, position=0, sets=("PropertyAndMethodSet",), check=not_empty())
    argument_list: Any = param("What the method is called with.", "System.Object[]", remaining=True, sets=("PropertyAndMethodSet",), alias=("Args",))
    parallel: Any = param("What runs for each object, several at a time.", "scriptblock", mandatory=True, sets=("ParallelParameterSet",))
    throttle_limit: Any = param("How many run at a time.", "int", 5, sets=("ParallelParameterSet",), check=between(1, 2**31 - 1))
    timeout_seconds: Any = param("How long they may take in all.", "int", 0, sets=("ParallelParameterSet",), check=between(0, 2147483))
    as_job: Any = param("Runs it all as a job.", "switch", sets=("ParallelParameterSet",))
    use_new_runspace: Any = param("Gives each its own session.", "switch", sets=("ParallelParameterSet",))

    @staticmethod
    def quick_stage(frame: Any, site: Any, info: Any, words: Any, values: list[Any]) -> Any:
        """The stage for one plain block."""
        return quick_stage(ForEachStage, frame, site, info, words, values)

    runner: Any = None

    def begin(self) -> None:
        if self.parameter_set == "ParallelParameterSet":
            from relayshell.cmdlets.parallel import Parallel, refuse_common_parameters

            refuse_common_parameters(self.processor.given)
            self.runner = Parallel(self)
        if self.parameter_set == "PropertyAndMethodSet":
            self.plain = "argumentlist" not in self.given and not has_wildcards(self.member_name)
        if self.parameter_set != "ScriptBlockSet":
            return
        blocks = [*(self.process_blocks or []), *(self.remaining_scripts or [])]
        begin, end = self.begin_block, self.end_block
        # Without -Begin the first of several blocks is it; without -End the last of three or more.
        if "begin" not in self.given and len(blocks) > 1:
            begin = blocks.pop(0)
        if "end" not in self.given and "begin" not in self.given and len(blocks) > 1:
            end = blocks.pop()
        self.last = end
        frame = self.processor.frame
        if begin is not None:
            inline(begin, frame)(None, self.write)
        self.steps: list[Callable[..., None]] = [inline(block, frame) for block in blocks if block is not None]

    def process(self) -> None:
        if self.parameter_set == "ScriptBlockSet":
            for step in self.steps:
                step(self.input_object, self.write)
        elif self.parameter_set == "PropertyAndMethodSet":
            self.member()
        else:
            self.runner.add(self.input_object)

    def taker(self) -> Callable[[Any], None] | None:
        """Gets the property of an object that has it; preferences count as they were when the command began, as in PowerShell."""
        if self.parameter_set != "PropertyAndMethodSet" or not self.plain or not goes_without_saying(self.processor):
            return None
        name, write = self.member_name, self.write

        def take(item: Any) -> None:
            if item is not None:
                value = property_value(item, name)
                if value is not None:
                    spread(value[0], write)
                    return
            self.input_object = item
            self.member()

        return take

    def end(self) -> None:
        if self.parameter_set == "ParallelParameterSet":
            self.runner.finish()
        elif self.parameter_set == "ScriptBlockSet" and self.last is not None:
            inline(self.last, self.processor.frame)(None, self.write)

    def close(self) -> None:
        """End what still runs when the pipeline ends early."""
        if self.runner is not None:
            self.runner.stop()

    def member(self) -> None:
        """Get the property or call the method of the object."""
        item = self.input_object
        name = self.member_name
        if item is None:
            error = ShellError("You cannot call a method on a null-valued expression.", "InputObjectIsNull", "InvalidArgument")
            if strict_level(self.processor.frame) >= 2 or "argumentlist" in self.given:
                self.write_error(error)
            else:
                self.write(None)
            return
        if self.plain and goes_without_saying(self.processor):
            value = property_value(item, name)
            if value is not None:
                spread(value[0], self.write)
                return
        found = find_members(item, name)
        if len(found) > 1 and "*" in name or "?" in name and len(found) > 1:
            shown = " ".join(each.name for each in found)
            self.write_error(_bad_name(
                f"Input name \"{name}\" is ambiguous. It can be resolved to multiple matched members. Possible matches include: {shown}.",
                "AmbiguousPropertyOrMethodName", item,
            ))
            return
        actual = found[0].name if found else name
        value = property_value(item, actual)
        if value is not None and "argumentlist" not in self.given:
            if self.should_process(self.shown(item), f"Get property '{actual}'"):
                spread(value[0], self.write)
            return
        if not found:
            if isinstance(unwrap(item), dict):
                return
            if "argumentlist" in self.given:
                self.write_error(_bad_name(f'The input name "{name}" cannot be resolved to a method.', "MethodNotFound", item))
            elif strict_level(self.processor.frame) >= 2:
                self.write_error(_bad_name(f'The input name "{name}" cannot be resolved to a member.', "PropertyOrMethodNotFound", item))
            else:
                self.write(None)
            return
        arguments = list(self.argument_list or [])
        if self.should_process(self.shown(item), f"Call method '{actual}'" + (f" with arguments '{', '.join(self.text(a) for a in arguments)}'" if arguments else "")):
            try:
                result = call_method(item, actual, arguments)
            except ShellError as error:
                self.write_error(ShellError(error.message, "MethodInvocationError", "InvalidOperation", item, exception=error.exception))
                return
            spread(result, self.write)

    def shown(self, item: Any) -> str:
        """The object as -WhatIf names it."""
        return f"InputObject: {self.text(item)}"

    def text(self, value: Any) -> str:
        """A value as text."""
        from relayshell.objects.text import to_text

        return to_text(value)


def _bad_name(message: str, id: str, item: Any) -> ShellError:
    """The error for a name that means no member of the object, or too many."""
    from relayshell.objects.exceptions import NetException

    return ShellError(message, id, "InvalidArgument", item, exception=NetException("System.Management.Automation.PSArgumentException", message))


_OPERATORS = (
    "EQ", "NE", "GT", "LT", "GE", "LE", "Like", "NotLike", "Match", "NotMatch", "Contains", "NotContains", "In", "NotIn",
)
_SETS = {
    "EQ": "EqualSet", "NE": "NotEqualSet", "GT": "GreaterThanSet", "LT": "LessThanSet", "GE": "GreaterOrEqualSet", "LE": "LessOrEqualSet",
    "Like": "LikeSet", "NotLike": "NotLikeSet", "Match": "MatchSet", "NotMatch": "NotMatchSet", "Contains": "ContainsSet",
    "NotContains": "NotContainsSet", "In": "InSet", "NotIn": "NotInSet",
}
_VALUE_SETS = (*(set_name for each in _SETS.values() for set_name in (each, "CaseSensitive" + each)), "IsSet", "IsNotSet")


def _operator_parameters() -> dict[str, Any]:
    """A switch for each comparison, with and without a care for case."""
    found: dict[str, Any] = {}
    for name in _OPERATORS:
        mandatory = name != "EQ"
        alias = ("I" + name,)
        found[f"op_{name.lower()}"] = param(f"Chooses by -{name.lower()}.", "switch", mandatory=mandatory, sets=(_SETS[name],), alias=alias, name=name)
        cased = "C" + name
        found[f"op_c{name.lower()}"] = param(
            f"Chooses by -c{name.lower()}, which tells upper case from lower.", "switch", mandatory=True, sets=("CaseSensitive" + _SETS[name],), name=cased,
        )
    found["op_is"] = param("Chooses by -is.", "switch", mandatory=True, sets=("IsSet",), name="Is")
    found["op_isnot"] = param("Chooses by -isnot.", "switch", mandatory=True, sets=("IsNotSet",), name="IsNot")
    found["op_not"] = param("Chooses those whose property does not count as true.", "switch", mandatory=True, sets=("Not",), name="Not")
    return found


class WhereObject(Cmdlet, name="Where-Object", help_uri="https://go.microsoft.com/fwlink/?LinkID=2096806", alias=("?", "where"), default_set="EqualSet", module="Microsoft.PowerShell.Core"):
    """Chooses objects by a script block or by a property.

    Example: odd numbers

        PS> 1..5 | Where-Object { $_ % 2 }
        1
        3
        5

    Example: by a property

        PS> 'a', 'abc' | Where-Object Length -gt 1
        abc
    """

    input_object: Any = param("The objects.", "psobject", pipeline=True)
    filter_script: Any = param("What says yes or no of each object.", "scriptblock", mandatory=True, position=0, sets=("ScriptBlockSet",))
    property: Any = param("The property to choose by.", "string", mandatory=True, sets={
        **{each: inset(mandatory=True, position=0) for each in _VALUE_SETS}, "Not": inset(mandatory=True, position=0)}, check=not_empty())
    value: Any = param("What the property is compared with.", "System.Object", sets={each: inset(position=1) for each in _VALUE_SETS})
    locals().update(_operator_parameters())

    @staticmethod
    def quick_stage(frame: Any, site: Any, info: Any, words: Any, values: list[Any]) -> Any:
        """The stage for one plain block."""
        return quick_stage(WhereStage, frame, site, info, words, values)

    def begin(self) -> None:
        self.test: Callable[[Any], bool]
        if self.parameter_set == "ScriptBlockSet":
            self.test = self.by_block()
        else:
            self.test = self.by_property()

    def by_block(self) -> Callable[[Any], bool]:
        """The test that a block makes."""
        from relayshell.objects.convertnumbers import to_bool

        run = inline(self.filter_script, self.processor.frame)

        def test(item: Any) -> bool:
            found: list[Any] = []
            run(item, found.append)
            return to_bool(found[0] if len(found) == 1 else found)

        return test

    def by_property(self) -> Callable[[Any], bool]:
        """The test that a property and an operator make."""
        from relayshell.cmdlets.property_tests import property_test

        return property_test(self)

    def process(self) -> None:
        if self.test(self.input_object):
            self.write(self.input_object)
