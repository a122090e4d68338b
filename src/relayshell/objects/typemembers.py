"""The members of each type, put together from facts and declarations: what objects.members looks things up in.

A class defined in a script brings its own table: `NetType.script_class.own_members(net_type)` gives a
TypeMembers with what that class adds; what it inherits is added here.
"""

from __future__ import annotations

from typing import Any, Callable

from . import facts
from .declare import Declaration, declaration_of
from .nettype import NetType, get_type, resolve_text
from .signatures import MethodText, ParameterText, parse_method, parse_property, split_arguments


class Parameter:
    """A parameter of an overload. net_type is Object where its text names a type that is not known."""

    __slots__ = ("name", "text", "net_type", "params", "by_ref", "optional", "default", "open", "unknown")

    def __init__(
        self, name: str, net_type: NetType, *, text: str = "", params: bool = False, by_ref: bool = False,
        optional: bool = False, default: Any = None, open: bool = False,
    ) -> None:
        self.name = name
        self.net_type = net_type
        self.text = text or net_type.shown
        self.params = params
        self.by_ref = by_ref
        self.optional = optional
        self.default = default
        self.open = open
        """Whether its type is a type parameter of the method itself, taken from the argument."""
        self.unknown = False
        """Whether its text names a type that is not known."""


class Overload:
    """One method or constructor. function gets (object, *args), or (*args) where static.

    untyped: the signature is not known; any arguments are taken as they are.
    """

    __slots__ = ("name", "parameters", "returns", "static", "text", "function", "untyped", "hidden", "pass_type", "return_type")

    def __init__(
        self, name: str, parameters: tuple[Parameter, ...], function: Callable[..., Any] | None, *, returns: str = "System.Object",
        static: bool = False, text: str = "", untyped: bool = False, hidden: bool = False, pass_type: NetType | None = None,
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.function = function
        self.returns = returns
        self.static = static
        self.text = text
        self.untyped = untyped
        self.hidden = hidden
        self.pass_type = pass_type

    @property
    def has_params(self) -> bool:
        """Whether the last parameter takes any number of arguments."""
        return bool(self.parameters) and self.parameters[-1].params


class MethodGroup:
    """All overloads of a name. chosen remembers which one classes of arguments meant."""

    __slots__ = ("name", "overloads", "chosen", "static")

    def __init__(self, name: str, overloads: list[Overload], static: bool = False) -> None:
        self.name = name
        self.overloads = overloads
        self.static = static
        self.chosen: dict[tuple[Any, ...], Any] = {}


class Property:
    """A property or field. getter(object) and setter(object, value); for static ones getter() and setter(value)."""

    __slots__ = ("name", "type_text", "net_type", "getter", "setter", "static", "text", "index", "writable", "hidden", "is_field")

    def __init__(
        self, name: str, net_type: NetType | None, getter: Any, setter: Any = None, *, type_text: str = "", static: bool = False,
        text: str = "", index: tuple[Parameter, ...] = (), writable: bool = False, hidden: bool = False, is_field: bool = False,
    ) -> None:
        self.name = name
        self.net_type = net_type
        self.type_text = type_text or (net_type.shown if net_type is not None else "System.Object")
        self.getter = getter
        self.setter = setter
        self.static = static
        self.text = text
        self.index = index
        self.writable = writable or setter is not None
        self.hidden = hidden
        self.is_field = is_field


class TypeMembers:
    """Tables by folded name; constructors in a group called new."""

    __slots__ = ("properties", "methods", "static_properties", "static_methods", "constructors", "order")

    def __init__(self) -> None:
        self.properties: dict[str, Property] = {}
        self.methods: dict[str, MethodGroup] = {}
        self.static_properties: dict[str, Property] = {}
        self.static_methods: dict[str, MethodGroup] = {}
        self.constructors = MethodGroup("new", [], True)

    def add_method(self, overload: Overload) -> None:
        """Puts an overload with its group."""
        table = self.static_methods if overload.static else self.methods
        group = table.get(overload.name.lower())
        if group is None:
            table[overload.name.lower()] = MethodGroup(overload.name, [overload], overload.static)
        else:
            group.overloads.append(overload)

    def add_property(self, entry: Property) -> None:
        """Puts a property in its table."""
        (self.static_properties if entry.static else self.properties)[entry.name.lower()] = entry


def members_table(net_type: NetType) -> TypeMembers:
    """The members of a type, inherited ones among them."""
    found = net_type.cache.get("members")
    if found is None:
        if net_type.script_class is not None:
            found = _of_script_class(net_type)
        elif net_type.kind == "enum":
            found = _of_enum(net_type)
        else:
            found = _of_net_type(net_type)
        net_type.cache["members"] = found
    return found  # type: ignore[no-any-return]


def forget(net_type: NetType) -> None:
    """Drops what is remembered of a type, as when a script class is defined anew."""
    net_type.cache.pop("members", None)


def _of_script_class(net_type: NetType) -> TypeMembers:
    own: TypeMembers = net_type.script_class.own_members(net_type)
    base = net_type.base
    if base is None:
        return own
    inherited = members_table(base)
    if base.script_class is None:
        inherited = _through_native(inherited)
    for name in ("properties", "static_properties"):
        merged = dict(getattr(inherited, name))
        merged.update(getattr(own, name))
        setattr(own, name, merged)
    for name in ("methods", "static_methods"):
        merged = {key: MethodGroup(g.name, list(g.overloads), g.static) for key, g in getattr(inherited, name).items()}
        for key, group in getattr(own, name).items():
            older = merged.get(key)
            if older is None:
                merged[key] = group
            else:
                shapes = {_shape(o) for o in group.overloads}
                kept = [o for o in older.overloads if _shape(o) not in shapes]
                merged[key] = MethodGroup(group.name, group.overloads + kept, group.static)
        setattr(own, name, merged)
    return own


def _through_native(table: TypeMembers) -> TypeMembers:
    """A .NET type's members for instances of a script class that extends it: they work on the .NET object within."""
    made = TypeMembers()
    made.static_properties = table.static_properties
    made.static_methods = table.static_methods
    for key, entry in table.properties.items():
        made.properties[key] = Property(
            entry.name, entry.net_type, _native(entry.getter), _native(entry.setter), type_text=entry.type_text, text=entry.text,
            index=entry.index, writable=entry.writable, hidden=entry.hidden, is_field=entry.is_field,
        )
    for key, group in table.methods.items():
        if key == "gettype":
            made.methods[key] = group
            continue
        made.methods[key] = MethodGroup(group.name, [
            Overload(
                o.name, o.parameters, _native(o.function), returns=o.returns, text=o.text, untyped=o.untyped, hidden=o.hidden, pass_type=o.pass_type,
            )
            for o in group.overloads
        ])
    return made


def _native(function: Any) -> Any:
    if function is None:
        return None

    def through(obj: Any, *args: Any) -> Any:
        native = getattr(obj, "native", None)
        return function(obj if native is None else native, *args)

    return through


def _shape(overload: Overload) -> tuple[NetType, ...]:
    return tuple(p.net_type for p in overload.parameters)


def _declarations(net_type: NetType) -> list[Declaration]:
    found = []
    step: NetType | None = net_type
    seen = set()
    while step is not None:
        declaration = declaration_of(step)
        if declaration is not None:
            found.append(declaration)
        seen.add(step)
        step = step.base
    for interface in net_type.interfaces:
        declaration = declaration_of(interface)
        if declaration is not None:
            found.append(declaration)
    if net_type.kind == "interface":
        declaration = declaration_of(get_type("System.Object"))
        if declaration is not None:
            found.append(declaration)
    return found


def _find(declarations: list[Declaration], part: str, *keys: str) -> tuple[Any, Declaration | None]:
    for declaration in declarations:
        table = getattr(declaration, part)
        for key in keys:
            function = table.get(key)
            if function is not None:
                return function, declaration
    return None, None


def parameter_of(text: ParameterText, owner: NetType, generic: tuple[str, ...]) -> Parameter:
    """A parameter with its type found; one of the method's own type parameters is open."""
    net_type = None
    is_open = any(text.type == g or f"[{g}]" in text.type or f"{g}," in text.type or f",{g}" in text.type or text.type == g + "[]" for g in generic)
    if not is_open:
        net_type = resolve_text(text.type, owner)
    elif text.type.endswith("[]"):
        net_type = get_type("System.Array")
    elif "IEnumerable[" in text.type:
        net_type = get_type("System.Collections.IEnumerable")
    made = Parameter(
        text.name, net_type or get_type("System.Object"), text=text.type, params=text.params, by_ref=text.by_ref,
        optional=text.optional, default=_constant(text.default), open=is_open,
    )
    made.unknown = net_type is None and not is_open
    return made


def _constant(text: str | None) -> Any:
    if text is None or text in ("null", "default", "?"):
        return None
    if text in ("true", "false", "True", "False"):
        return text.lower() == "true"
    try:
        return int(text)
    except ValueError:
        return text.strip('"')


def _overload(signature: MethodText, owner: NetType, declarations: list[Declaration], part: str) -> Overload:
    inside = signature.text.partition("(")[2].rpartition(")")[0]
    folded = signature.name.lower()
    function, declared = _find(declarations, part, f"{folded}({inside})", folded)
    parameters = tuple(parameter_of(p, owner, signature.generic) for p in signature.parameters)
    pass_type = owner if declared is not None and declared.generic and signature.static else None
    return Overload(
        signature.name, parameters, function, returns=signature.returns, static=signature.static, text=signature.text, pass_type=pass_type,
    )


def _of_net_type(net_type: NetType) -> TypeMembers:
    table = TypeMembers()
    definition = net_type.generic_definition or net_type
    known = facts.members("System.Array" if net_type.element_type is not None else definition.text)
    declarations = _declarations(net_type)
    own = declaration_of(definition) if net_type.element_type is None else None
    owner = net_type
    if net_type.generic_definition is None and net_type.is_generic_definition:
        owner = net_type
    properties = list(known.properties) + [f + " {get;}" if "{" not in f else f for f in known.fields]
    methods = list(known.methods)
    constructors = list(known.constructors)
    # What a declaration says again of a method that the facts know stands first among the method's overloads.
    first = [text for text in own.signatures if text in set(methods)] if own is not None else []
    for declaration in declarations:
        for text in declaration.signatures:
            if text.startswith("("):
                if declaration is own:
                    constructors.append(text)
            elif "(" in text and "{" not in text:
                methods.append(text)
            else:
                properties.append(text)
    if not known.methods:
        inherited = _inherited(definition)
        methods += [m for m in inherited.methods if not m.startswith("static")]
        properties += [p for p in inherited.properties if not p.startswith("static")]
    fields = {*known.fields, *(text for text in properties if "{" not in text)}
    for text in (each if "{" in each else each + " {get;}" for each in properties):
        _add_property(table, text, owner, declarations, text.removesuffix(" {get;}") in fields)
    for signature in (*map(parse_method, first), *sorted((parse_method(text) for text in dict.fromkeys(methods) if text not in first), key=_source_order)):
        table.add_method(_overload(signature, owner, declarations, "statics" if signature.static else "methods"))
    _add_undeclared(table, declarations, owner)
    _put_in_order(table, declarations)
    _add_constructors(table, constructors, own, owner)
    return table


def _inherited(net_type: NetType) -> Any:
    """What the facts say of the nearest ancestor of which they know anything."""
    step = net_type.base
    while step is not None:
        found = facts.members((step.generic_definition or step).text)
        if found.methods:
            return found
        step = step.base
    return facts.members("System.Object")


def _source_order(signature: MethodText) -> tuple[int, bool]:
    """Overloads stand in the source from few parameters to many, Object's own before typed ones; facts are sorted by text."""
    parameters = signature.parameters
    return len(parameters), not (len(parameters) == 1 and parameters[0].type == "System.Object")


def _put_in_order(table: TypeMembers, declarations: list[Declaration]) -> None:
    """Properties in the order of the declarations' `get`, which is that of the type's source; facts are sorted."""
    order: dict[str, int] = {}
    for declaration in declarations:
        for key in declaration.get:
            order.setdefault(key, len(order))
    if order:
        last = len(order)
        table.properties = dict(sorted(table.properties.items(), key=lambda pair: -1 if pair[1].index else order.get(pair[0], last)))


def _add_property(table: TypeMembers, text: str, owner: NetType, declarations: list[Declaration], is_field: bool) -> None:
    parsed = parse_property(text)
    folded = parsed.name.lower()
    if parsed.static:
        getter, declared = _find(declarations, "static_get", folded)
        setter, _ = _find(declarations, "static_set", folded)
        if declared is not None and declared.generic and getter is not None:
            inner = getter
            getter = lambda: inner(owner)  # noqa: E731
    else:
        getter, _ = _find(declarations, "get", folded)
        setter, _ = _find(declarations, "set", folded)
    index = tuple(parameter_of(p, owner, ()) for p in parsed.index)
    entry = Property(
        parsed.name, resolve_text(parsed.type, owner), getter, setter, type_text=parsed.type, static=parsed.static, text=parsed.text,
        index=index, writable=parsed.writable, is_field=is_field,
    )
    existing = (table.static_properties if parsed.static else table.properties).get(folded)
    if existing is None or not existing.index or not index:
        table.add_property(entry)


def _add_undeclared(table: TypeMembers, declarations: list[Declaration], owner: NetType) -> None:
    """Members that a declaration has and no signature tells of take any arguments, and are not listed."""
    for declaration in declarations:
        for key, function in declaration.methods.items():
            name = key.partition("(")[0]
            if name not in table.methods:
                table.add_method(Overload(declaration.names[name], (), function, untyped=True, hidden=True))
        for key, function in declaration.statics.items():
            name = key.partition("(")[0]
            if name not in table.static_methods and declaration is declarations[0]:
                pass_type = owner if declaration.generic else None
                table.add_method(Overload(declaration.names[name], (), function, static=True, untyped=True, pass_type=pass_type, hidden=True))
        for key, function in declaration.get.items():
            if key not in table.properties:
                table.add_property(Property(declaration.names[key], None, function, declaration.set.get(key), hidden=True))
        if declaration is declarations[0]:
            for key, function in declaration.static_get.items():
                if key not in table.static_properties:
                    name = declaration.names[key]
                    table.add_property(Property(name, None, function, declaration.static_set.get(key), static=True, hidden=True))


def _add_constructors(table: TypeMembers, texts: list[str], own: Declaration | None, owner: NetType) -> None:
    new = own.new if own is not None else None
    pass_type = owner if own is not None and own.generic else None
    group = table.constructors
    for text in texts:
        signature = parse_method(text, "new")
        function = new.get(text) or new.get("*") if isinstance(new, dict) else new
        parameters = tuple(parameter_of(p, owner, ()) for p in signature.parameters)
        group.overloads.append(Overload("new", parameters, function, static=True, text=text, pass_type=pass_type, returns=owner.shown))
    if not texts and new is not None:
        for text, function in new.items() if isinstance(new, dict) else [("", new)]:
            if text.startswith("("):
                signature = parse_method(text, "new")
                parameters = tuple(parameter_of(p, owner, ()) for p in signature.parameters)
                group.overloads.append(Overload("new", parameters, function, static=True, text=text, pass_type=pass_type))
            else:
                group.overloads.append(Overload("new", (), function, static=True, untyped=True, pass_type=pass_type))


def _of_enum(net_type: NetType) -> TypeMembers:
    from .enums import EnumValue

    table = TypeMembers()
    base = _of_net_type(get_type("System.Enum"))
    table.methods = base.methods
    table.properties = base.properties
    for name, number in net_type.enum_values.items():
        value = EnumValue(net_type, number)
        table.static_properties[name.lower()] = Property(
            name, net_type, lambda value=value: value, static=True, is_field=True, text=f"static {net_type.text} {name} {{get;}}",
        )
    table.properties = dict(base.properties)
    from .convert import convert
    from .facts import accelerators

    number_type = get_type(accelerators().get(net_type.underlying or "int", "System.Int32"))
    table.properties["value__"] = Property(
        "value__", number_type, lambda v: convert(v.value, number_type), text="int value__ {get;set;}" if net_type.underlying == "int" else "value__",
    )
    table.static_methods = base.static_methods
    return table


__all__ = ["MethodGroup", "Overload", "Parameter", "Property", "TypeMembers", "forget", "members_table", "split_arguments"]
