"""Checks of classes and enums: types that do not exist, members defined twice, bases that cannot be, values that are not constant.

Two rounds: `check_names` before all other checks, `check_definitions` when nothing else was wrong, as PowerShell does it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.syntax.ast.blocks import AttributeAst, TypeConstraintAst
from relayshell.syntax.ast.commands import AssignmentStatementAst
from relayshell.syntax.ast.definitions import FunctionDefinitionAst, FunctionMemberAst, MemberAst, PropertyMemberAst, TypeDefinitionAst
from relayshell.syntax.ast.expressions import ConvertExpressionAst, MemberExpressionAst, ParenExpressionAst, ScriptBlockExpressionAst
from relayshell.syntax.ast.literals import ArrayLiteralAst, TypeExpressionAst, VariableExpressionAst
from relayshell.syntax.ast.names import ArrayTypeName, GenericTypeName, TypeName
from relayshell.syntax.ast.node import Ast
from relayshell.syntax.constants import INTEGER_LIMITS, Unknown, constant_value, is_constant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from relayshell.syntax.facts import TypeTable

_SCOPES = (ScriptBlockExpressionAst, FunctionDefinitionAst)


class ClassChecks:
    """The checks of the classes and enums of one tree."""

    def __init__(self, nodes: list[Ast], types: TypeTable, report: Callable[..., None]) -> None:
        self._nodes = nodes
        self._types = types
        self._report = report
        self._definitions = [node for node in nodes if isinstance(node, TypeDefinitionAst)]
        self._by_name: dict[str, list[TypeDefinitionAst]] = {}

    # Before other checks

    def check_names(self) -> None:
        """Reports types defined twice in a scope, and inside classes types that do not exist and properties set without `$this`."""
        scopes: dict[int, set[str]] = {}
        for definition in self._definitions:
            seen = scopes.setdefault(id(_scope_of(definition)), set())
            name = definition.name.lower()
            if name in seen:
                self._report("MemberAlreadyDefined", definition, definition.name)
            seen.add(name)
            self._by_name.setdefault(name, []).append(definition)
        inside_end = -1
        for node in self._nodes:
            if isinstance(node, TypeDefinitionAst):
                inside_end = max(inside_end, node.end)
            if node.start >= inside_end:
                continue
            if isinstance(node, (TypeConstraintAst, TypeExpressionAst)):
                self._check_exists(node.type_name)
            elif isinstance(node, AttributeAst):
                self._check_exists(node.type_name, True)
            elif isinstance(node, AssignmentStatementAst):
                self._check_property_set(node)

    def _check_exists(self, name: TypeName, attribute: bool = False) -> None:
        pending = [name]
        while pending:
            part = pending.pop()
            if isinstance(part, ArrayTypeName):
                pending.append(part.element_type)
            elif isinstance(part, GenericTypeName):
                pending += reversed(part.generic_arguments)
                if self._types.complete and self._types.find(f"{part.type_name.name}`{len(part.generic_arguments)}") is None:
                    self._report("TypeNotFound", part.type_name, part.type_name.name)
            elif self._types.complete and part.name.lower() not in self._by_name and part.name.lower() != "ordered":
                if self._types.find(part.full_name, attribute) is None:
                    self._report("CustomAttributeTypeNotFound" if attribute else "TypeNotFound", part, part.name)

    def _check_property_set(self, node: AssignmentStatementAst) -> None:
        member = _method_around(node)
        if member is None or not isinstance(member.parent, TypeDefinitionAst):
            return
        for target in _targets(node.left):
            while isinstance(target, ConvertExpressionAst):
                target = target.child
            if not isinstance(target, VariableExpressionAst) or not target.variable_path.is_variable:
                continue
            wanted = target.variable_path.user_path.lower()
            for other in member.parent.members:
                if isinstance(other, PropertyMemberAst) and other.name.lower() == wanted:
                    if other.is_static:
                        self._report("MissingTypeInStaticPropertyAssignment", target, f"[{member.parent.name}]::", other.name)
                    else:
                        self._report("MissingThis", target, "$this.", other.name)
                    break

    # When nothing else is wrong

    def check_definitions(self) -> None:
        """Reports bases that cannot be, enum values that are not constant or too big, and members defined twice."""
        classes = [definition for definition in self._definitions if definition.is_class]
        self._made: set[int] = {id(definition) for definition in self._definitions if definition.is_enum}
        lacks_constructor = [definition for definition in classes if not self._check_bases(definition)]
        enums: dict[str, dict[str, int]] = {}
        for definition in self._enums_in_order():
            enums[definition.name.lower()] = self._check_enum(definition, enums)
        for definition in classes:
            self._check_members(definition, definition in lacks_constructor)

    def _check_bases(self, definition: TypeDefinitionAst) -> bool:
        """Checks what a class derives from; tells whether its base can be made without arguments."""
        default_constructor = True
        for number, base in enumerate(definition.base_types):
            name = base.type_name
            if name.is_array:
                self._report("SubtypeArray", base, name.full_name)
                continue
            own = self._seen_from(definition, name.name)
            if own is not None:
                if id(own) not in self._made:
                    self._report("TypeNotFound", base, name.full_name)
                elif number == 0:
                    default_constructor = _has_default_constructor(own)
                    if own.is_enum:
                        self._report("SealedBaseClass", base, own.name)
                else:
                    self._report("InterfaceNameExpected", base, own.name)
                continue
            looked_for = name.full_name
            if isinstance(name, GenericTypeName):
                looked_for = f"{name.type_name.name}`{len(name.generic_arguments)}"
            facts = self._types.find(looked_for)
            if facts is None:
                if self._types.complete:
                    self._report("TypeNotFound", base, name.full_name)
            elif number == 0 and facts.sealed:
                self._report("SealedBaseClass", base, facts.name)
            elif number > 0 and not facts.interface:
                self._report("InterfaceNameExpected", base, facts.name)
            elif number == 0 and not facts.interface:
                default_constructor = facts.default_constructor
        self._made.add(id(definition))
        return default_constructor

    def _seen_from(self, place: TypeDefinitionAst, name: str) -> TypeDefinitionAst | None:
        """The type of the text that `name` means at `place`: of the nearest scope around it, the first of that name."""
        found = self._by_name.get(name.lower(), [])
        scope: Ast | None = _scope_of(place)
        while found and scope is not None:
            for definition in found:
                if _scope_of(definition) is scope:
                    return definition
            scope = None if scope.parent is None else _scope_of(scope)
        return None

    def _check_members(self, definition: TypeDefinitionAst, base_needs_arguments: bool) -> None:
        properties: set[str] = set()
        methods: dict[str, list[tuple[FunctionMemberAst, tuple[str, ...]]]] = {}
        has_constructor = False
        for member in definition.members:
            if isinstance(member, PropertyMemberAst):
                name = member.name.lower()
                if name in properties:
                    self._report("MemberAlreadyDefined", member, member.name)
                properties.add(name)
            elif isinstance(member, FunctionMemberAst):
                self._check_method(member, methods)
                has_constructor = has_constructor or (member.is_constructor and not member.is_static)
        if base_needs_arguments and not has_constructor:
            self._report("BaseClassNoDefaultCtor", definition, definition.base_types[0].type_name.name)

    def _check_method(self, member: FunctionMemberAst, methods: dict[str, list[tuple[FunctionMemberAst, tuple[str, ...]]]]) -> None:
        signature: list[str] = []
        for parameter in member.parameters:
            constraint = next((item for item in parameter.attributes if isinstance(item, TypeConstraintAst)), None)
            name = "System.Object" if constraint is None else self._identity(constraint.type_name)
            if name == "System.Void" and constraint is not None:
                self._report("TypeNotAllowedForParameter", constraint, constraint.type_name.full_name)
                return
            signature.append(name)
        overloads = methods.setdefault(member.name.lower(), [])
        for other, types in overloads:
            if types == tuple(signature) and (other.is_static == member.is_static or not member.is_constructor):
                self._report("MemberAlreadyDefined", _NameOf(member.function), member.name)
                return
        overloads.append((member, tuple(signature)))
        if member.is_constructor and member.is_static and member.parameters:
            place = _Place(member.parameters[0], member.parameters[-1])
            self._report("StaticConstructorCantHaveParameters", place)

    def _identity(self, name: TypeName) -> str:
        """A text that is the same for two names of one type."""
        if isinstance(name, ArrayTypeName):
            return f"{self._identity(name.element_type)}[{name.rank}]"
        if isinstance(name, GenericTypeName):
            arguments = ",".join(map(self._identity, name.generic_arguments))
            return f"{name.type_name.name.lower()}<{arguments}>"
        facts = self._types.find(name.full_name)
        return name.full_name.lower() if facts is None else facts.full_name

    # Enums

    def _enums_in_order(self) -> list[TypeDefinitionAst]:
        """The enums, those first whose values others use; reports those that use each other in a circle."""
        waiting = {definition.name.lower(): definition for definition in self._definitions if definition.is_enum}
        uses = {name: _enums_used(definition) & (waiting.keys() - {name}) for name, definition in waiting.items()}
        order: list[TypeDefinitionAst] = []
        while waiting:
            ready = [name for name in waiting if not uses[name] & waiting.keys()]
            if not ready:
                for definition in waiting.values():
                    self._report("CycleInEnumInitializers", definition)
                break
            order += [waiting.pop(name) for name in ready]
        return order

    def _check_enum(self, definition: TypeDefinitionAst, enums: dict[str, dict[str, int]]) -> dict[str, int]:
        base = definition.base_types[0].type_name.name.lower() if definition.base_types else "int"
        least, most, shown = INTEGER_LIMITS.get(base.removeprefix("system."), INTEGER_LIMITS["int"])
        values: dict[str, int] = {}
        known = {**enums, definition.name.lower(): values}
        seen: set[str] = set()
        value: int | None = 0
        too_big = False
        for member in definition.members:
            initial = member.initial_value if isinstance(member, PropertyMemberAst) else None
            if initial is not None:
                too_big = False
                if not is_constant(initial):
                    self._report("EnumeratorValueMustBeConstant", initial)
                else:
                    value = self._enum_value(initial, known, least, most, shown)
            if too_big:
                self._report("EnumeratorValueOutOfBounds", member, shown)
            name = member.name.lower()
            if name in seen:
                self._report("MemberAlreadyDefined", member, member.name)
            seen.add(name)
            if value is not None:
                values.setdefault(name, value)
                too_big = value >= most
                value = value + 1 if value < most else value
        return values

    def _enum_value(self, initial: Ast, enums: dict[str, dict[str, int]], least: int, most: int, shown: str) -> int | None:
        try:
            found = constant_value(initial, enums)
        except Unknown:
            return None
        if isinstance(found, str):
            try:
                found = int(found.strip(), 0) if found.strip() else 0
            except ValueError:
                self._report("CannotConvertValue", initial, shown)
                return None
        if found is None:
            return 0
        if isinstance(found, float):
            found = round(found)
        if not isinstance(found, int):
            return None
        if not least <= found <= most:
            self._report("EnumeratorValueOutOfBounds", initial, shown)
            return None
        return int(found)


class _Place:
    """A stretch from one node to another, to report something at."""

    def __init__(self, first: Ast, last: Ast) -> None:
        self.start, self.end = first.start, last.end


class _NameOf:
    """The name of a function, to report something at."""

    def __init__(self, function: FunctionDefinitionAst) -> None:
        self.start, self.end = function.name_start, function.name_end


def _targets(node: Ast | None) -> Iterable[Ast]:
    if isinstance(node, ParenExpressionAst):
        return _targets(node.pipeline.get_pure_expression())
    if isinstance(node, ArrayLiteralAst):
        return [target for element in node.elements for target in _targets(element)]
    return () if node is None else (node,)


def _scope_of(definition: Ast) -> Ast:
    """The script, function or script block in which a type is defined, or that stands around another."""
    above: Ast = definition
    while above.parent is not None:
        above = above.parent
        if isinstance(above, _SCOPES):
            return above
    return above


def _method_around(node: Ast) -> FunctionMemberAst | None:
    """The method whose own body holds `node`, not one of a function or script block inside."""
    above = node.parent
    while above is not None:
        if isinstance(above, ScriptBlockExpressionAst):
            return None
        if isinstance(above, FunctionDefinitionAst):
            return above.parent if isinstance(above.parent, FunctionMemberAst) else None
        above = above.parent
    return None


def _has_default_constructor(definition: TypeDefinitionAst) -> bool:
    constructors: list[MemberAst] = [
        member for member in definition.members if isinstance(member, FunctionMemberAst) and member.is_constructor and not member.is_static
    ]
    return not constructors or any(not member.parameters for member in constructors if isinstance(member, FunctionMemberAst))


def _enums_used(definition: TypeDefinitionAst) -> set[str]:
    used: set[str] = set()
    for member in definition.members:
        if isinstance(member, PropertyMemberAst) and member.initial_value is not None:
            for node in member.initial_value.walk():
                if isinstance(node, MemberExpressionAst) and isinstance(node.expression, TypeExpressionAst):
                    used.add(node.expression.type_name.name.lower())
    return used
