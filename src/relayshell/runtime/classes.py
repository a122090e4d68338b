"""Classes and enums of scripts: their types, how instances are made, how methods run.

The objects find their members through `NetType.script_class`, which is a ScriptClass here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.calls import new_object
from relayshell.objects.convert import convert
from relayshell.objects.defaults import zero_of
from relayshell.objects.exceptions import NetException
from relayshell.objects.nettype import NetType, define_type, get_type
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import ScriptInstance
from relayshell.objects.typemembers import Overload, Parameter, Property, TypeMembers, members_table
from relayshell.runtime.block import CompiledBlock
from relayshell.runtime.constraints import Constraint, constraint_of
from relayshell.runtime.frame import Frame
from relayshell.runtime.functions import MOST_CALLS, too_deep
from relayshell.runtime.scope import Facts, Scope, Special, Variable, raw_set
from relayshell.runtime.state import add_script_type
from relayshell.runtime.support.output import drop
from relayshell.runtime.support.typenames import find_type_name, unknown_type
from relayshell.syntax import ast as tree


class MethodBody:
    """A method or constructor: its code, parameters and what it returns."""

    def __init__(self, owner: ScriptClass, node: tree.FunctionMemberAst, frame: Any) -> None:
        self.owner = owner
        self.node = node
        self.name = node.name
        self.code = CompiledBlock(node.function.body, node.function)
        self.returns: NetType | None = None
        self.is_void = node.is_constructor or node.return_type is None
        if node.return_type is not None:
            self.returns = type_named(frame, node.return_type.type_name)
            self.is_void = self.returns.text == "System.Void"
            if self.is_void or self.returns.text == "System.Object":
                self.returns = None
        self.parameters: list[tuple[str, NetType, Facts | None]] = []
        for each in node.parameters:
            kinds = [a for a in each.attributes if isinstance(a, tree.TypeConstraintAst)]
            net_type = type_named(frame, kinds[0].type_name) if kinds else get_type("System.Object")
            facts = None
            if each.attributes:
                facts = Facts()
                constraint = constraint_of(frame, tuple(each.attributes))
                facts.convert = constraint.convert
                facts.attributes = constraint.attributes
            self.parameters.append((each.name.variable_path.name, net_type, facts))

    def run(self, this: Any, values: tuple[Any, ...]) -> Any:
        """Run it; the value of `return`."""
        owner = self.owner
        session = owner.session
        state = owner.state
        scope = Scope(state.current, state, owner.scope.script)
        scope.types = None
        frame = Frame(session, state, scope, self.code, ())
        frame.caller = session.frame_in(state)
        frame.info = self
        frame.bound = {}
        frame.returns = self.returns
        frame.method = self
        frame.this = this
        scope.frame = frame
        cells = scope.vars
        if this is not None:
            cells["this"] = Variable("this", this)
        for (name, _, facts), value in zip(self.parameters, values):
            if facts is None:
                cells[name.lower()] = Variable(name, value)
            else:
                cell = Special.__new__(Special)
                cell.name = name
                cell.facts = facts
                raw_set(cell, facts.convert(value, None) if facts.convert is not None else value)
                cells[name.lower()] = cell
        if session.depth >= MOST_CALLS:
            raise too_deep()
        outer, propagate = state.current, session.propagate
        session.depth += 1
        session.propagate = True
        state.current = scope
        try:
            if self.node.is_constructor:
                self.before_body(frame)
            body = self.code.method()
            result = body(frame, drop) if body is not None else None
        except Exception as error:
            from relayshell.runtime.faults import record_of

            record_of(error, frame)
            raise
        finally:
            session.depth -= 1
            session.propagate = propagate
            state.current = outer
        if self.is_void:
            return AUTOMATION_NULL
        if result is None and self.returns is not None:
            return convert(None, self.returns) if not self.returns.is_value_type else zero_of(self.returns)
        return result

    def before_body(self, frame: Any) -> None:
        """Fields get their values; then the constructor of the base, unless the body calls it itself."""
        if self.node.is_static:
            return
        self.owner.fill_fields(frame.this)
        statements = self.node.body.end_block.statements if self.node.body.end_block is not None else ()
        first = statements[0] if statements else None
        expression = getattr(first, "expression", None)
        if not isinstance(expression, tree.BaseCtorInvokeMemberExpressionAst):
            call_base(frame, [])


def call_base(frame: Any, arguments: list[Any]) -> None:
    """Run the constructor of the class that the constructor's class extends."""
    owner = frame.method.owner
    owner.build_base(frame.this, arguments)


class ScriptClass:
    """What the runtime keeps of a class: its text, its scope, its static values."""

    def __init__(self, node: tree.TypeDefinitionAst, frame: Any) -> None:
        self.node = node
        self.frame = frame
        self.scope = frame.scope
        self.state = frame.state
        self.session = frame.session
        self.statics: dict[str, Any] = {}
        self.defaults: list[tuple[str, NetType, Any]] = []
        self.constraints: dict[str, Constraint | None] = {}
        self.net_type: Any = None
        self.to_string: MethodBody | None = None
        self.prepared: TypeMembers | None = None

    # What the objects ask

    def text_method(self) -> Callable[[Any], Any] | None:
        """The class's own ToString(), as a function of an instance."""
        self.own_members(self.net_type)
        body = self.to_string
        return None if body is None else lambda instance: body.run(instance, ())

    def attributes(self) -> list[Any]:
        """The attributes before the class, as objects."""
        from relayshell.runtime.classattributes import attributes_of

        return attributes_of(self.frame, self.node.attributes)

    def member_attributes(self, name: str, kind: str) -> list[Any]:
        """The attributes before a property or method, as objects."""
        from relayshell.runtime.classattributes import attributes_of_member

        return attributes_of_member(self, name, kind)

    def own_members(self, net_type: NetType) -> TypeMembers:
        """The members this class adds."""
        if self.prepared is not None:
            return self.copied()
        table = self.prepared = TypeMembers()
        frame = self.frame
        for member in self.node.members:
            if isinstance(member, tree.PropertyMemberAst):
                self.add_property(table, member, frame)
            else:
                self.add_method(table, member, frame)
        if not any(isinstance(each, tree.FunctionMemberAst) and each.is_constructor and not each.is_static for each in self.node.members):
            self.add_default_constructor(table)
        if net_type.interfaces:
            from relayshell.runtime.interfaces import add_properties

            add_properties(net_type, table)
        for member in self.node.members:
            if isinstance(member, tree.FunctionMemberAst) and member.is_constructor and member.is_static:
                MethodBody(self, member, frame).run(None, ())
        return self.copied()

    def copied(self) -> TypeMembers:
        """The table anew, since what is inherited is merged into it."""
        assert self.prepared is not None
        made = TypeMembers()
        for name in ("properties", "methods", "static_properties", "static_methods"):
            setattr(made, name, dict(getattr(self.prepared, name)))
        made.constructors = self.prepared.constructors
        return made

    def add_property(self, table: TypeMembers, node: tree.PropertyMemberAst, frame: Any) -> None:
        """A property of instances or of the class."""
        net_type = type_named(frame, node.property_type.type_name) if node.property_type is not None else get_type("System.Object")
        name = node.name
        attributes = [each for each in (*node.attributes, node.property_type) if each is not None and not is_hidden_word(each)]
        constraint = constraint_of(frame, tuple(attributes)) if node.attributes and attributes else None
        text = f"{net_type.shown} {name} {{get;set;}}"
        if node.is_static:
            value = zero_of(net_type) if node.initial_value is None else self.evaluated(node.initial_value, net_type)
            self.statics[name] = value
            statics = self.statics

            def put_static(value: Any) -> None:
                statics[name] = checked(constraint, value)

            table.add_property(Property(
                name, net_type, lambda: statics[name], put_static, static=True, text=f"static {text}", hidden=node.is_hidden,
            ))
            return
        self.defaults.append((name, net_type, node.initial_value))

        def read(obj: Any) -> Any:
            return fields_of(obj)[name]

        def put(obj: Any, value: Any) -> None:
            fields_of(obj)[name] = checked(constraint, value)

        table.add_property(Property(name, net_type, read, put, text=text, hidden=node.is_hidden))

    def evaluated(self, node: Any, net_type: NetType, this: Any = None) -> Any:
        """The value of a property's initial expression, as its type; `this` is the instance it is for."""
        from relayshell.runtime.compile import make_expression

        block = CompiledBlock(_enclosing_block(node))
        scope = Scope(self.scope, self.state, self.scope.script)
        if this is not None:
            scope.vars["this"] = Variable("this", this)
        frame = Frame(self.session, self.state, scope, block)
        value = make_expression(block, node)(frame, drop)
        return convert(value, net_type)

    def add_method(self, table: TypeMembers, node: tree.FunctionMemberAst, frame: Any) -> None:
        """A method or constructor."""
        body = MethodBody(self, node, frame)
        parameters = tuple(Parameter(name, net_type) for name, net_type, _ in body.parameters)
        shown = ", ".join(f"{net_type.shown} {name}" for name, net_type, _ in body.parameters)
        if node.is_constructor:
            if not node.is_static:
                self.add_constructor(table, parameters, shown, lambda *values: self.make(body, values))
            return
        returns = "void" if body.is_void else (body.returns.shown if body.returns is not None else "System.Object")
        if node.is_static:
            def call_static(*values: Any) -> Any:
                return body.run(None, values)

            function: Any = call_static
        else:
            def call_method(this: Any, *values: Any) -> Any:
                return body.run(instance_of(this), values)

            function = call_method
            if node.name.lower() == "tostring" and not parameters:
                self.to_string = body
        function.passes_errors = True
        text = f"{'static ' if node.is_static else ''}{returns} {node.name}({shown})"
        table.add_method(Overload(node.name, parameters, function, returns=returns, static=node.is_static, text=text, hidden=node.is_hidden))

    def add_default_constructor(self, table: TypeMembers) -> None:
        """Where the class has no constructor of its own: one without parameters."""
        self.add_constructor(table, (), "", lambda: self.make(None, ()))

    def add_constructor(self, table: TypeMembers, parameters: tuple[Parameter, ...], shown: str, function: Any) -> None:
        """Put a constructor with the others."""
        function.passes_errors = True
        table.constructors.overloads.append(
            Overload("new", parameters, function, static=True, text=f"{self.node.name} new({shown})", returns=self.node.name)
        )

    # Making instances

    def make(self, body: MethodBody | None, values: tuple[Any, ...]) -> ScriptInstance:
        """A new instance."""
        instance = ScriptInstance(self.net_type, {})
        self.construct(instance, body, values)
        return instance

    def construct(self, instance: ScriptInstance, body: MethodBody | None, values: tuple[Any, ...]) -> None:
        """Run this class's part of making an instance."""
        if body is None:
            self.fill_fields(instance)
            self.build_base(instance, [])
        else:
            body.run(instance, values)

    def fill_fields(self, instance: ScriptInstance) -> None:
        """Give the fields of this class their first values."""
        self.own_members(self.net_type)
        for name, net_type, initial in self.defaults:
            instance.fields[name] = zero_of(net_type) if initial is None else self.evaluated(initial, net_type, instance)

    def build_base(self, instance: ScriptInstance, arguments: list[Any]) -> None:
        """Construct what the class extends."""
        base = self.net_type.base
        if base is None or base.text == "System.Object":
            return
        if base.script_class is not None:
            base.script_class.build(instance, base, arguments)
            return
        if not arguments and not members_table(base).constructors.overloads:
            return
        native = new_object(base, arguments)
        instance.native = native
        if isinstance(native, NetException):
            if native.message == f"Exception of type '{native.net_type.full_name}' was thrown.":
                native.message = f"Exception of type '{instance.type.full_name}' was thrown."
            native._net_type = instance.type
            native.type_name = instance.type.text
            native.script_instance = instance

    def build(self, instance: ScriptInstance, net_type: NetType, arguments: list[Any]) -> None:
        """Construct this class's part with arguments for one of its constructors."""
        from relayshell.objects.overloads import bind_arguments, choose

        group = members_table(net_type).constructors
        candidate = choose(group, arguments, ())
        values = bind_arguments(candidate, arguments, group.name)
        index = group.overloads.index(candidate.overload)
        bodies = [each for each in self.node.members if isinstance(each, tree.FunctionMemberAst) and each.is_constructor and not each.is_static]
        body = MethodBody(self, bodies[index], self.frame) if bodies else None
        self.construct(instance, body, tuple(values))


def instance_of(value: Any) -> Any:
    """The script instance behind an exception that one of its classes extends."""
    found = getattr(value, "script_instance", None)
    return value if found is None else found


def fields_of(value: Any) -> dict[str, Any]:
    """The fields of an instance."""
    return instance_of(value).fields  # type: ignore[no-any-return]


def checked(constraint: Constraint | None, value: Any) -> Any:
    """A value that a property's attributes allow; what they do not becomes the .NET exception of the check."""
    if constraint is None:
        return value
    for step in constraint.steps:
        value = step(value)
    for check in constraint.checks:
        try:
            check.check(value, None)
        except ShellError as error:
            raise NetException("System.Management.Automation.ValidationMetadataException", error.message) from error
    return value


def is_hidden_word(attribute: Any) -> bool:
    return str(attribute.type_name.full_name).lower() in ("hidden", "static")


def _enclosing_block(node: Any) -> Any:
    while not isinstance(node, tree.ScriptBlockAst):
        node = node.parent
    return node


def type_named(frame: Any, name: Any) -> NetType:
    """The type a class's text names; raises ShellError TypeNotFound."""
    found = find_type_name(frame, name)
    if found is None:
        raise unknown_type(name)
    return found  # type: ignore[no-any-return]


def define_types(frame: Any, nodes: tuple[Any, ...]) -> None:
    """Define the classes and enums of a block: first all names, so that they may name each other, then what they extend."""
    made = []
    for node in nodes:
        if node.is_enum:
            add_script_type(frame.session, frame.scope, node.name, define_enum(frame, node))
            continue
        net_type = define_type(node.name, "class", None, (), register=False)
        keeper = ScriptClass(node, frame)
        keeper.net_type = net_type
        net_type.script_class = keeper
        add_script_type(frame.session, frame.scope, node.name, net_type)
        made.append((node, net_type))
    for node, net_type in made:
        base: Any = None
        interfaces: list[NetType] = []
        for each in node.base_types:
            found = type_named(frame, each.type_name)
            if found.is_interface:
                interfaces.append(found)
            elif base is None:
                base = found
        base = base if base is not None else get_type("System.Object")
        net_type._base = base
        inherited = list(base.interfaces)
        for interface in interfaces:
            inherited.extend(each for each in (interface, *interface.interfaces) if each not in inherited)
        net_type._interfaces = tuple(inherited)
    for node, net_type in made:
        members_table(net_type)
        _check_interfaces(node, net_type)


def _check_interfaces(node: tree.TypeDefinitionAst, net_type: NetType) -> None:
    """Raises ParseFailure TypeCreationError for a class without a method that one of its interfaces asks for."""
    if not net_type.interfaces:
        return
    from relayshell.runtime.interfaces import missing_method

    missing = missing_method(net_type)
    if missing is not None:
        from relayshell.runtime.session import ParseFailure
        from relayshell.source import Extent
        from relayshell.syntax.problems import ParseError, message

        why = f"Method '{missing}' in type '{node.name}' from assembly '{net_type.assembly}' does not have an implementation."
        span = Extent(node.source, node.start, node.end)
        failure = ParseFailure([ParseError(span, "TypeCreationError", message("TypeCreationError", (node.name, why)))])
        failure.span = span
        raise failure


def define_enum(frame: Any, node: tree.TypeDefinitionAst) -> NetType:
    """An enum of a script."""

    underlying = node.base_types[0].type_name.full_name.lower() if node.base_types else "int"
    flags = any(each.type_name.full_name.lower() in ("flags", "flagsattribute", "system.flags", "system.flagsattribute") for each in node.attributes)
    values: dict[str, int] = {}
    following = 0
    made = define_type(node.name, "enum", "System.Enum", (), values={}, underlying=underlying, flags=flags, register=False)
    made._values = values
    made.script_class = None
    for member in node.members:
        if member.initial_value is not None:
            value = ScriptClass(node, frame).evaluated(member.initial_value, get_type("System.Object"))
            following = int(value.value if hasattr(value, "type") and hasattr(value, "value") else convert(value, get_type("System.Int64")))
        values[member.name] = following
        following += 1
    return made
