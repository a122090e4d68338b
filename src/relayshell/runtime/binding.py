"""Words of a call to parameters of a script's function: quickly where nothing is to be decided, else by the Binder."""

from __future__ import annotations

from typing import Any

from relayshell.commands.bind import Binder
from relayshell.commands.argument import NO_VALUE, Argument
from relayshell.commands.bindinghost import BindingHost
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import PSObject, SwitchParameter
from relayshell.runtime.constraints import constraint_of
from relayshell.runtime.scope import Facts, Scope, Special, Variable, not_writable, raw_get, raw_set
from relayshell.syntax import ast as tree

PARAMETER_NAME = "<CommandParameterName>"


def arguments_of(words: tuple[Any, ...], values: list[Any]) -> list[Argument]:
    """The words of a call as Arguments, splatted collections taken apart."""
    found: list[Argument] = []
    given = iter(values)
    for word in words:
        kind = word.kind
        if kind == "value":
            value = next(given)
            if value is AUTOMATION_NULL:
                value = None
            if word.text is not None:
                value = PSObject(value, written=word.text)
            found.append(Argument(None, value, word.extent))
        elif kind == "name":
            found.append(Argument(word.name, NO_VALUE, None, word.extent, word.node.text))
        elif kind == "pair":
            node = word.node
            value = next(given)
            found.append(Argument(word.name, value, node.argument.extent, node.error_position, f"-{word.name}:"))
        elif kind == "given":
            found.append(Argument(word.name, next(given)))
        elif kind == "splat":
            splat(found, next(given), word.extent)
        else:
            for each in words[words.index(word) + 1 :]:
                if each.kind == "name":
                    found.append(Argument(None, each.node.text, each.extent))
                else:
                    found.append(Argument(None, next(given), each.extent))
            break
    return found


def splat(found: list[Argument], value: Any, extent: Any) -> None:
    """Add what a splatted variable stands for."""
    from relayshell.objects.collections import enumerate_value
    from relayshell.objects.hashtable import Hashtable
    from relayshell.objects.indexing import dictionary_items
    from relayshell.objects.nettype import get_type
    from relayshell.objects.psobject import unwrap
    from relayshell.objects.text import to_text
    from relayshell.objects.typeof import type_of

    inside = unwrap(value)
    if inside is None or inside is AUTOMATION_NULL:
        return
    if isinstance(inside, Hashtable) or get_type("System.Collections.IDictionary") in type_of(inside).ancestors:
        for key, each in dictionary_items(inside):
            found.append(Argument(to_text(key), each, extent, extent, f"-{to_text(key)}:", True))
        return
    if isinstance(inside, str):
        found.extend(Argument(None, each, extent) for each in inside)
        return
    items = enumerate_value(inside)
    for each in [inside] if items is None else items:
        if each.__class__ is PSObject and PARAMETER_NAME in each.props:
            name, colon = each.props[PARAMETER_NAME]
            found.append(Argument(name, NO_VALUE, None, extent, each.base if colon else None))
        else:
            found.append(Argument(None, each, extent))


class Plan:
    """How a call's words go to a function's parameters where that is plain: made once for a call and a function.

    steps  for each parameter: (folded, name, index of the value or -1, class the value must have or None, facts, checks
           for an empty value, default)
    rest   the indexes of values for $args
    """

    __slots__ = ("code", "steps", "rest", "named")

    def __init__(self, code: Any, steps: list[Any], rest: list[int], named: bool) -> None:
        self.code = code
        self.steps = steps
        self.rest = rest
        self.named = named


_QUICK = {"int": int, "string": str, "double": float, "int32": int, "system.int32": int, "system.string": str}
_ZERO = {int: 0, str: "", float: 0.0}


def make_plan(site: Any, block: Any, frame: Any) -> Plan:
    """A plan for the words of a site and a script block; its steps are None where the Binder must decide."""
    code = block.code
    no_plan = Plan(code, [], [], False)
    no_plan.steps = None  # type: ignore[assignment]
    if not code.only_end:
        return no_plan
    parameters = code.parameters
    names = [each.name.variable_path.name.lower() for each in parameters]
    if any(_constant(name, frame) is not None for name in names):
        return no_plan
    kinds: list[Any] = []
    mandatory: list[bool] = []
    for each in parameters:
        found = _plain_parameter(each)
        if found is None:
            return no_plan
        kinds.append(found[0])
        mandatory.append(found[1])
    taken: dict[int, int] = {}
    loose: list[int] = []
    index = 0
    position = 0
    words = site.words
    while position < len(words):
        word = words[position]
        position += 1
        if word.kind == "value":
            if word.text is not None:
                return no_plan
            loose.append(index)
            index += 1
            continue
        if word.kind != "name" and word.kind != "pair" or not parameters:
            return no_plan
        at = _find(names, word.name.lower())
        if at is None or at in taken or kinds[at] is SwitchParameter:
            return no_plan
        if word.kind == "name":
            if position >= len(words) or words[position].kind != "value" or words[position].text is not None:
                return no_plan
            position += 1
        taken[at] = index
        index += 1
    for at in range(len(names)):
        if at not in taken and loose and kinds[at] is not SwitchParameter:
            taken[at] = loose.pop(0)
    if loose and code.is_advanced or _binds_by_name_only(code):
        return no_plan
    steps = []
    for at, node in enumerate(parameters):
        kind = kinds[at]
        if at not in taken and mandatory[at]:
            return no_plan
        facts = None
        if kind is not None:
            facts = Facts()
            constraint = constraint_of(frame, tuple(each for each in node.attributes))
            facts.convert = constraint.convert
            facts.attributes = constraint.attributes
            facts.type = constraint.type
        default: Any = None
        if kind is SwitchParameter:
            default = SwitchParameter(False)
        elif kind is not None:
            default = _ZERO[kind]
        steps.append((names[at], node.name.variable_path.name, taken.get(at, -1), kind, facts, mandatory[at], default, node.default_value is not None))
    # $PSBoundParameters has the names in the order they were bound: named ones first, then by place.
    return Plan(code, steps, loose, bool(names))


def _binds_by_name_only(code: Any) -> bool:
    """Whether [CmdletBinding(PositionalBinding=...)] stands before the parameters."""
    block = code.node.param_block
    return block is not None and any(
        named.argument_name.lower() == "positionalbinding" for each in block.attributes for named in getattr(each, "named_arguments", ())
    )


def _find(names: list[str], wanted: str) -> int | None:
    if wanted in names:
        return names.index(wanted)
    fitting = [at for at, name in enumerate(names) if name.startswith(wanted)]
    return fitting[0] if len(fitting) == 1 else None


def _plain_parameter(node: tree.ParameterAst) -> tuple[Any, bool] | None:
    """(class its values must have, whether mandatory), or None where the parameter is more than plain."""
    from relayshell.runtime.attributes import attribute_name

    kind: Any = None
    mandatory = False
    for attribute in node.attributes:
        if isinstance(attribute, tree.TypeConstraintAst):
            name = attribute.type_name.full_name.lower()
            if kind is not None:
                return None
            if name in ("switch", "system.management.automation.switchparameter"):
                kind = SwitchParameter
            elif name in _QUICK:
                kind = _QUICK[name]
            else:
                return None
        elif attribute_name(attribute) == "parameter" and not attribute.positional_arguments:
            for named in attribute.named_arguments:
                word = named.argument_name.lower()
                if word == "mandatory":
                    mandatory = named.expression_omitted or named.argument.text.lower() == "$true"
                    if not mandatory and named.argument.text.lower() != "$false":
                        return None
                elif word != "helpmessage":
                    return None
        else:
            return None
    return kind, mandatory


def bind_planned(plan: Plan, frame: Any, values: list[Any]) -> bool:
    """Give the parameters their values by a plan; False where a value needs more than a plan."""
    cells = frame.scope.vars
    bound: dict[str, Any] = {}
    defaults = False
    for folded, name, index, kind, facts, must, default, has_default in plan.steps:
        if index < 0:
            if has_default:
                defaults = True
            value = default
        else:
            value = values[index]
            if kind is not None and value.__class__ is not kind:
                return False
            if must and (value is None or value == "" or value == []):
                return False
            bound[name] = value
        if kind is None:
            cell = Variable.__new__(Variable)
            cell.name = name
            cell.value = value
        else:
            cell = Special.__new__(Special)
            cell.name = name
            cell.facts = facts
            raw_set(cell, value)
        cells[folded] = cell
    frame.bound = bound
    if plan.rest:
        frame.args = [values[index] for index in plan.rest]
    if defaults:
        fill_defaults(plan, frame)
    return True


def fill_defaults(plan: Plan, frame: Any) -> None:
    """Work out the defaults of the parameters that were not given, in order, in the function's own scope."""
    for at, (folded, _, index, _, facts, _, _, has_default) in enumerate(plan.steps):
        if index < 0 and has_default:
            store_default(frame.scope.vars[folded], plan.code.default_of(at)(frame, None))


def store_default(cell: Variable, value: Any) -> None:
    """Give a parameter its default: converted to its type, not checked."""
    convert = cell.facts.convert if cell.__class__ is Special else None
    if convert is None:
        cell.value = value
    else:
        raw_set(cell, convert.__self__.converted(value))


def splat_rest(arguments: list[Argument]) -> list[Any]:
    """What is left over, as `$args`: names stay with a mark, so that @args hands them on as names."""
    rest: list[Any] = []
    for argument in arguments:
        if argument.name is not None:
            text = argument.text or f"-{argument.name}"
            rest.append(PSObject(text, {PARAMETER_NAME: (argument.name, text.endswith(":"))}))
        if argument.has_value:
            value = argument.value
            rest.append(value.base if value.__class__ is PSObject and value.written is not None else value)
    return rest


def fill_missing(frame: Any, binder: Binder, host: ScriptHost, block: Any) -> None:
    """Give the parameters that got no value their defaults, in the order declared; then remember them all for restore."""
    from relayshell.objects.defaults import zero_of

    missing = {slot.parameter.name for slot in binder.unbound if not slot.parameter.shared}
    for index, parameter in enumerate(binder.signature.parameters):
        if parameter.name in missing:
            node = parameter.source
            if node.default_value is not None:
                value = zero_of(parameter.net_type) if parameter.is_switch else None
                set_parameter(frame.scope, parameter, value, frame)
                value = block.code.default_of(index)(frame, None)
                store_default(frame.scope.vars[parameter.name.lower()], value)
                host.initial[parameter.name] = raw_get(frame.scope.vars[parameter.name.lower()])
                continue
            initial = "" if parameter.net_type.text == "System.String" else zero_of(parameter.net_type)
            set_parameter(frame.scope, parameter, initial, frame)
            host.initial[parameter.name] = initial


def prefill(frame: Any, binder: Binder) -> None:
    """Let a dynamicparam block see the parameters that were not given, as null or zero."""
    from relayshell.objects.defaults import zero_of

    for slot in binder.unbound:
        parameter = slot.parameter
        if not parameter.shared and not parameter.dynamic:
            set_parameter(frame.scope, parameter, "" if parameter.net_type.text == "System.String" else zero_of(parameter.net_type), frame)


class ScriptHost(BindingHost):
    """Answers the Binder for a function of a script: values go to variables of its scope."""

    is_script = True

    def __init__(self, frame: Any, signature: Any, caller: Any) -> None:
        self.frame = frame
        self.signature = signature
        self.caller = caller
        self.facts: dict[str, Facts | None] = {}
        self.initial: dict[str, Any] = {}
        self.runtime_parameters: dict[str, Any] = {}
        self.obsolete: dict[str, str] = {}
        """The obsolete parameters that were given, with what is said of each."""

    def store(self, parameter: Any, value: Any) -> None:
        """A parameter's value becomes a variable; a shared one is kept for the runtime, a dynamic one with what declared it."""
        if parameter.shared:
            return
        if parameter.obsolete is not None:
            self.obsolete[parameter.name] = parameter.obsolete
        if parameter.dynamic:
            declared = self.runtime_parameters.get(parameter.name.lower())
            if declared is not None:
                declared.value = value
                declared.is_set = True
            return
        self.cell_of(parameter).__class__ = Variable
        set_parameter(self.frame.scope, parameter, value, self.frame)

    def cell_of(self, parameter: Any) -> Variable:
        """The cell of a parameter's variable."""
        return self.frame.scope.cell(parameter.name.lower(), parameter.name)  # type: ignore[no-any-return]

    def restore(self, parameter: Any) -> None:
        """Back to what the parameter was before the pipeline gave it a value."""
        if parameter.shared or parameter.dynamic:
            return
        set_parameter(self.frame.scope, parameter, self.initial.get(parameter.name), self.frame)

    def default_values(self) -> Any:
        from relayshell.runtime.defaults import default_parameter_values

        return default_parameter_values(self.caller)

    def command_aliases(self) -> Any:
        from relayshell.runtime.defaults import aliases_of

        return aliases_of(self.caller, self.signature.name)

    def run_block(self, block: Any, piped: Any) -> list[Any]:
        from relayshell.runtime.calls import invoke_in_scope

        return invoke_in_scope(block, self.caller, piped)

    def ask(self, parameters: list[Any]) -> Any:
        from relayshell.runtime.prompting import ask_for_parameters

        return ask_for_parameters(self.frame.session, parameters, self.command_name(), self.frame.pipeline_place[0])

    def command_name(self) -> str:
        """The name of what is bound."""
        return getattr(self.frame.info, "name", "") or self.signature.name

    def dynamic_parameters(self, binder: Any) -> Any:
        from relayshell.runtime.dynamic import dynamic_parameters

        prefill(self.frame, binder)
        return dynamic_parameters(self.frame, binder, self)

    def warn(self, message: str) -> None:
        from relayshell.runtime.streams import write_warning

        write_warning(self.caller, message)


def set_parameter(scope: Scope, parameter: Any, value: Any, frame: Any) -> None:
    """Set the variable of a parameter to a value already admitted; it keeps the parameter's type for later."""
    cell = scope.cell(parameter.name.lower(), parameter.name)
    facts = parameter.__dict__.get("_variable_facts")
    if facts is None:
        constant = _constant(parameter.name.lower(), frame)
        if constant is not None:
            raise not_writable(constant)
        facts = parameter.__dict__["_variable_facts"] = _facts_of(parameter, frame)
    if facts is False:
        cell.__class__ = Variable
        cell.value = value
    else:
        cell.__class__ = Special
        cell.facts = facts
        raw_set(cell, value)


def _constant(folded: str, frame: Any) -> Any:
    """The variable of every scope that a parameter of a name would have to overwrite, as $Host; None where it may have its own."""
    cell = (frame.session.globals.shared or {}).get(folded)
    return cell if cell is not None and not {"Constant", "ReadOnly"}.isdisjoint(cell.facts.options) else None


def _facts_of(parameter: Any, frame: Any) -> Any:
    node = parameter.source
    if node is None or not node.attributes:
        return False
    constraint = constraint_of(frame, tuple(node.attributes))
    if not constraint.steps and not constraint.checks:
        return False
    facts = Facts()
    facts.convert = constraint.convert
    facts.attributes = constraint.attributes
    facts.type = constraint.type
    return facts
