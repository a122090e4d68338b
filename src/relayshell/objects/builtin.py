"""What scripts see of the types beneath all others: Object, ValueType, Enum, Type, Nullable, and PowerShell's small ones."""

from __future__ import annotations

from typing import Any

from ..errors import ShellError
from .convertenums import enum_parse, is_defined, names_in_order, parse_exact
from .declare import declare
from .delegates import NetDelegate
from .enums import EnumValue
from .equality import net_equals
from .exceptions import NetException, argument_exception, argument_null
from .nettype import NetType, array_of, close_generic, find_type, get_type
from .overloads import NULL_STRING
from .psobject import Reference, SwitchParameter
from .text import flat_text, object_text, to_text
from .typeof import type_of

_P = "System.Management.Automation."


def _hash(value: Any) -> int:
    try:
        number = hash(value)
    except TypeError:
        number = id(value) >> 4
    return (number + 2**31) % 2**32 - 2**31


def _to_string(value: Any, *rest: Any) -> str:
    if rest and rest[0] is not None:
        from .dotnet.valueformat import format_value

        return format_value(value, rest[0])
    if isinstance(value, list):
        return flat_text(value)
    if isinstance(value, NetType):
        return value.text
    text = flat_text(value) if value.__class__ in (int, str, bool) else object_text(value)
    return text


class PlainObject:
    """An instance of System.Object itself: good for its identity."""


declare("System.Object", PlainObject, new=lambda: PlainObject(), methods={
    "Equals": net_equals, "GetHashCode": _hash, "ToString": _to_string, "GetType": type_of,
}, statics={"Equals": net_equals, "ReferenceEquals": lambda a, b: a is b})


def _enum_of(net_type: Any) -> NetType:
    if net_type is None:
        raise argument_null("enumType")
    if net_type.kind != "enum":
        raise argument_exception("Type provided must be an Enum.", "enumType")
    return net_type


def _parse(net_type: NetType, text: str, ignore_case: bool = False) -> EnumValue:
    return enum_parse(_enum_of(net_type), text, ignore_case)


def _try_parse(*args: Any, types: tuple[NetType, ...] = ()) -> bool:
    """The enum is an argument, a type argument, or that of the value the reference holds."""
    result = args[-1]
    named = args[0].__class__ is NetType
    net_type = args[0] if named else types[0] if types else type_of(result.value)
    text, *case = args[1:-1] if named else args[:-1]
    number = parse_exact(_enum_of(net_type), text, bool(case and case[0])) if text else None
    if number is None:
        result.value = None if named else EnumValue(net_type, 0)
        return False
    result.value = EnumValue(net_type, number)
    return True


_try_parse.wants_types = True  # type: ignore[attr-defined]


def _number(value: Any) -> int:
    return int(value)


def _is_defined(net_type: NetType, value: Any) -> bool:
    if isinstance(value, str):
        return value in _enum_of(net_type).enum_values
    return int(value) in _enum_of(net_type).enum_names


def _of_type(function: Any) -> Any:
    """A static method of Enum whose enum is an argument, a type argument, or the type of the value given."""

    def call(*args: Any, types: tuple[NetType, ...] = ()) -> Any:
        if types:
            return function(types[0], *args)
        if args and args[0].__class__ is EnumValue:
            return function(args[0].type, *args)
        return function(*args)

    call.wants_types = True  # type: ignore[attr-defined]
    return call


def _names(net_type: NetType) -> Any:
    from .arrays import new_array

    return new_array(get_type("System.String"), names_in_order(_enum_of(net_type)))


def _values(net_type: NetType) -> Any:
    from .arrays import new_array

    return new_array(net_type, [EnumValue(net_type, net_type.enum_values[name]) for name in names_in_order(_enum_of(net_type))])


def _name_of(net_type: NetType, value: Any) -> str | None:
    from .convert import convert

    return _enum_of(net_type).enum_names.get(int(convert(value, net_type).value if isinstance(value, str) else value))


def _underlying_values(net_type: NetType) -> Any:
    """GetValuesAsUnderlyingType: the numbers of an enum's values, in their order."""
    from .arrays import new_array
    from .convert import convert

    number = _underlying(net_type)
    return new_array(number, [convert(net_type.enum_values[name], number) for name in names_in_order(_enum_of(net_type))])


def _underlying(net_type: NetType) -> Any:
    return get_type("System.Int32") if net_type.underlying in ("", "int") else find_type(_long(net_type.underlying))


def _enum_format(value: EnumValue, *args: Any) -> str:
    spec = args[0] if args else None
    if not spec or spec.lower() in ("g", "f"):
        return value.name
    if spec.lower() == "d":
        return str(value.value)
    if spec.lower() == "x":
        widths = {"byte": 2, "sbyte": 2, "short": 4, "ushort": 4, "int16": 4, "uint16": 4, "long": 16, "ulong": 16}
        width = widths.get(value.type.underlying, 8)
        return format(value.value & (16**width - 1), f"0{width}X")
    raise NetException(
        "System.FormatException", 'Format string can be only "G", "g", "X", "x", "F", "f", "D" or "d".'
    )


def _compare_enum(value: EnumValue, other: Any) -> int:
    if other is None:
        return 1
    return (value.value > int(other)) - (value.value < int(other))


declare(
    "System.Enum", None,
    methods={
        "HasFlag": lambda v, flag: v.value & flag.value == flag.value, "CompareTo": _compare_enum, "ToString": _enum_format,
        "Equals": net_equals, "GetHashCode": lambda v: v.value, "GetTypeCode": lambda v: EnumValue(get_type("System.TypeCode"), 9),
    },
    statics={
        "GetNames": _of_type(_names), "GetName": _of_type(_name_of), "GetValues": _of_type(_values),
        "GetValuesAsUnderlyingType": _of_type(_underlying_values),
        "Parse": _of_type(_parse), "TryParse": _try_parse, "IsDefined": _of_type(_is_defined), "ToObject": lambda t, v: EnumValue(_enum_of(t), _number(v)),
        "GetUnderlyingType": _underlying,
        "Format": lambda t, v, spec: _enum_format(v if isinstance(v, EnumValue) else EnumValue(t, int(v)), spec),
    },
    to_text=lambda v: v.name,
    # These overloads stand first in .NET. TryFormat takes a span, which scripts cannot make: it is there by name.
    signatures=("static System.Object Parse(type enumType, string value)", "static System.Object ToObject(type enumType, System.Object value)",
                "static bool TryParse(type enumType, string value, ref System.Object result)",
                "static bool TryParse(type enumType, string value, bool ignoreCase, ref System.Object result)",
                "static bool TryFormat[TEnum](TEnum value, System.Span[char] destination, [ref] int charsWritten, System.ReadOnlySpan[char] format = default)"),
)


def _long(short: str) -> str:
    from .facts import accelerators

    return accelerators().get(short, "System.Int32")


declare(
    "System.ValueType", None, methods={"Equals": net_equals, "GetHashCode": _hash, "ToString": _to_string},
    signatures=(),
)


def _make_generic(net_type: NetType, arguments: list[NetType]) -> NetType:
    return close_generic(net_type, tuple(arguments))


def _get_type(*args: Any) -> Any:
    from .typenames import resolve_type

    if isinstance(args[0], NetType):
        return get_type("System.RuntimeType")
    found = find_type(args[0].partition(",")[0]) or resolve_type(args[0]) if "." in args[0] or "+" in args[0] else None
    if found is None and len(args) > 1 and args[1] is True:
        raise NetException("System.TypeLoadException", f"Could not load type '{args[0]}' from assembly 'System.Management.Automation'.")
    return found


def _implements(net_type: NetType, name: str) -> Any:
    folded = name.lower()
    return next((i for i in net_type.ancestors if i.kind == "interface" and folded in (i.name.lower(), i.text.lower())), None)


_SERIALIZABLE = {"System.String", "System.Object", "System.Array", "System.Delegate", "System.MulticastDelegate", "System.Exception", "System.Version"}
_SERIALIZABLE_SPACES = ("System.Collections",)


def _is_serializable(t: NetType) -> bool:
    """Type.IsSerializable: value types, arrays, exceptions, collections and the plainest of the rest."""
    if t.is_value_type or t.is_array:
        return True
    step: NetType | None = t
    while step is not None and step.text != "System.Object":
        if step.text in _SERIALIZABLE:
            return True
        step = step.base
    return t.text == "System.Object" or (t.kind == "class" and (t.namespace or "").startswith(_SERIALIZABLE_SPACES))


def _enum_values(net_type: NetType) -> list[EnumValue]:
    return [EnumValue(net_type, net_type.enum_values[n]) for n in names_in_order(net_type)]


declare(
    "System.Type", NetType,
    get={
        "Name": lambda t: t.name, "FullName": lambda t: t.full_name, "Namespace": lambda t: t.namespace, "BaseType": lambda t: t.base,
        "IsArray": lambda t: t.is_array, "IsEnum": lambda t: t.kind == "enum", "IsInterface": lambda t: t.kind == "interface",
        "IsClass": lambda t: t.kind in ("class", "delegate"), "IsValueType": lambda t: t.is_value_type, "IsAbstract": lambda t: t.is_abstract or t.kind == "interface",
        "IsGenericType": lambda t: bool(t.generic_definition) or t.is_generic_definition, "IsGenericTypeDefinition": lambda t: t.is_generic_definition,
        "IsPrimitive": lambda t: t.text in _PRIMITIVE, "IsPublic": lambda t: True, "IsSealed": lambda t: t.kind in ("struct", "enum") or t.text == "System.String",
        "AssemblyQualifiedName": lambda t: t.assembly_qualified_name, "UnderlyingSystemType": lambda t: t, "IsVisible": lambda t: True,
        "GenericTypeArguments": lambda t: list(t.generic_arguments), "IsNested": lambda t: "+" in t.text, "IsByRef": lambda t: False,
        "IsPointer": lambda t: False, "HasElementType": lambda t: t.is_array, "DeclaringType": lambda t: find_type(t.text.rpartition("+")[0]) if "+" in t.text else None,
        "Module": lambda t: None, "ReflectedType": lambda t: None, "IsConstructedGenericType": lambda t: t.generic_definition is not None,
        "IsSerializable": _is_serializable, "GUID": lambda t: None, "IsNotPublic": lambda t: False, "ContainsGenericParameters": lambda t: t.is_generic_definition,
        "ImplementedInterfaces": lambda t: sorted((i for i in t.ancestors if i.kind == "interface" and i is not t), key=lambda i: i.text),
        "Assembly": lambda t: _assembly(t), "TypeHandle": lambda t: None, "CustomAttributes": lambda t: [], "IsGenericParameter": lambda t: False,
    },
    methods={
        "GetElementType": lambda t: t.element_type, "GetArrayRank": lambda t: t.rank, "MakeArrayType": lambda t, rank=1: array_of(t, rank),
        "MakeGenericType": _make_generic, "GetGenericTypeDefinition": lambda t: t.generic_definition, "GetGenericArguments": lambda t: list(t.generic_arguments),
        "GetInterfaces": lambda t: sorted((i for i in t.ancestors if i.kind == "interface" and i is not t), key=lambda i: i.text),
        "GetInterface": lambda t, name, *case: _implements(t, name), "IsSubclassOf": lambda t, other: t.is_subclass_of(other),
        "IsAssignableFrom": lambda t, other: other is not None and t.is_assignable_from(other), "IsAssignableTo": lambda t, other: other.is_assignable_from(t),
        "IsInstanceOfType": lambda t, value: value is not None and t.is_assignable_from(type_of(value)), "GetEnumNames": names_in_order,
        "GetEnumValues": _enum_values, "GetEnumName": lambda t, v: t.enum_names.get(int(v)), "IsEnumDefined": lambda t, v: is_defined(t, int(v)),
        "GetEnumUnderlyingType": lambda t: find_type(_long(t.underlying or "int")), "ToString": lambda t: t.text, "Equals": lambda t, other: t is other,
        "GetHashCode": _hash, "GetType": lambda t: get_type("System.RuntimeType"),
        **{name: (lambda name: lambda t, *args: _reflect(name, t, args))(name) for name in (
            "GetMethod", "GetMethods", "GetProperty", "GetProperties", "GetField", "GetFields", "GetConstructor", "GetConstructors",
            "GetMember", "GetMembers", "InvokeMember", "GetCustomAttributes", "GetEvents", "IsDefined",
        )},
    },
    statics={"GetType": _get_type, "GetTypeCode": lambda t: EnumValue(get_type("System.TypeCode"), _codes(t)), "GetTypeFromHandle": lambda h: None},
    static_get={"EmptyTypes": lambda: [], "Missing": lambda: None, "Delimiter": lambda: "."},
    to_text=lambda t: t.shown,
    signatures=("System.Reflection.Assembly Assembly {get;}",),
)
declare("System.RuntimeType", None)
_PRIMITIVE = {
    "System.Boolean", "System.Byte", "System.SByte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32", "System.Int64",
    "System.UInt64", "System.Char", "System.Double", "System.Single", "System.IntPtr",
}


def _codes(net_type: NetType | None) -> int:
    if net_type is None:
        return 0
    return get_type("System.TypeCode").enum_values.get(net_type.name, 9 if net_type.kind == "enum" else 1)


def _assembly(net_type: NetType) -> Any:
    from .reflection import assembly_of

    return assembly_of(net_type)


def _reflect(name: str, net_type: NetType, args: tuple[Any, ...]) -> Any:
    from .reflection import reflect

    return reflect(name, net_type, args)


declare("System.Nullable", None, statics={"GetUnderlyingType": lambda t: t.generic_arguments[0] if t.is_nullable else None})
declare("System.Nullable`1", None, new=lambda net_type, value: value)


declare(
    _P + "SwitchParameter", SwitchParameter, new=lambda present: SwitchParameter(present),
    get={"IsPresent": lambda s: s.present}, methods={"ToBool": lambda s: s.present, "Equals": lambda s, o: s == o},
    static_get={"Present": lambda: SwitchParameter(True)},
    statics={"op_Implicit": lambda v: v.present if isinstance(v, SwitchParameter) else SwitchParameter(v)},
    to_text=lambda s: "True" if s.present else "False",
)


def _set_reference(reference: Reference, value: Any) -> None:
    reference.value = value


declare(
    _P + "PSReference", Reference, new=lambda value: Reference(value),
    get={"Value": lambda r: r.value}, set={"Value": _set_reference},
)
declare(_P + "Language.NullString", type(NULL_STRING), static_get={"Value": lambda: NULL_STRING}, to_text=lambda n: "", signatures=("static System.Object Value {get;}",))


class DBNullClass:
    """System.DBNull's one value."""

    __slots__ = ()


DB_NULL = DBNullClass()
declare("System.DBNull", DBNullClass, static_get={"Value": lambda: DB_NULL}, to_text=lambda n: "")


def _create_instance(net_type: NetType | None = None, *args: Any, types: tuple[NetType, ...] = ()) -> Any:
    from .calls import new_object

    if types:
        return new_object(types[0], [])
    if net_type is None:
        raise NetException("System.ArgumentNullException", "Value cannot be null. (Parameter 'type')", ParamName="type")
    rest = args[0] if args and isinstance(args[0], list) else list(args)
    try:
        return new_object(net_type, rest)
    except ShellError as error:
        if error.inner is not None and isinstance(error.inner, NetException):
            raise error.inner from None
        raise NetException("System.MissingMethodException", f"Constructor on type '{net_type.full_name}' not found.") from None


_create_instance.wants_types = True  # type: ignore[attr-defined]
declare("System.Activator", None, statics={"CreateInstance": _create_instance})
declare(_P + "Internal.AutomationNull", None, static_get={"Value": lambda: _automation_null()})


def _automation_null() -> Any:
    from .nothing import AUTOMATION_NULL

    return AUTOMATION_NULL


def _invoke_delegate(delegate: NetDelegate, *args: Any) -> Any:
    """Delegate.Invoke: nothing at all comes of an Action."""
    result = delegate(*args)
    if result is None and delegate.net_type.text.partition("`")[0] in ("System.Action", "System.EventHandler", "System.Threading.ThreadStart"):
        return _automation_null()
    return result


declare(
    "System.Delegate", NetDelegate, dynamic=True,
    methods={"Invoke": _invoke_delegate, "DynamicInvoke": lambda d, args: d(*args)}, get={"Target": lambda d: None, "Method": lambda d: None},
    signatures=("System.Object DynamicInvoke(params System.Object[] args)",),
)
declare("System.MulticastDelegate", None)


def _as(value: Any, *rest: Any, types: tuple[NetType, ...] = ()) -> Any:
    from .convert import convert

    return convert(value, types[0] if types else rest[0])


_as.wants_types = True  # type: ignore[attr-defined]


def _try_convert(value: Any, net_type: NetType, *rest: Any) -> bool:
    from .convert import try_convert

    done, result = try_convert(value, net_type)
    if done:
        rest[-1].value = result
    return done


def _language_equals(*args: Any) -> bool:
    from .compare import equal

    return equal(args[0], args[1], bool(args[2]) if len(args) > 2 else False)


def _language_compare(*args: Any) -> int:
    from .compare import compare_values

    return compare_values(args[0], args[1], bool(args[2]) if len(args) > 2 else False)


def _try_compare(one: Any, two: Any, *rest: Any) -> bool:
    """LanguagePrimitives.TryCompare: False where the values have no order."""
    from ..errors import ShellError

    try:
        rest[-1].value = _language_compare(one, two, *rest[:1] if rest[0].__class__ is bool else ())
    except ShellError:
        rest[-1].value = 0
        return False
    return True


def _enumerator(value: Any) -> Any:
    """LanguagePrimitives.GetEnumerator: null for what is one thing."""
    from .collections import enumerate_value
    from .enumerator import Enumerator

    items = enumerate_value(value)
    return None if items is None else Enumerator(items)


def _is_true(value: Any) -> bool:
    from .convertnumbers import to_bool

    return to_bool(value)


declare(
    _P + "LanguagePrimitives", None,
    statics={
        "ConvertTo": _as, "TryConvertTo": _try_convert, "Equals": _language_equals, "Compare": _language_compare, "IsTrue": _is_true,
        "IsObjectEnumerable": lambda v: _many(v), "GetEnumerable": lambda v: v if _many(v) else None,
        "ConvertTypeNameToPSTypeName": lambda name: f"[{name}]", "GetEnumerator": _enumerator, "TryCompare": _try_compare,
    },
    signatures=("static bool TryCompare(System.Object first, System.Object second, ref int result)",
                "static bool TryCompare(System.Object first, System.Object second, bool ignoreCase, ref int result)",
                "static bool TryConvertTo(System.Object valueToConvert, type resultType, ref System.Object result)",),
)


def _many(value: Any) -> bool:
    from .collections import is_many

    return is_many(value)


def _pattern(text: str, *options: Any) -> Any:
    from .wildcard import WildcardPattern

    flags = 0
    for option in options:
        flags = option.value if isinstance(option, EnumValue) else int(option)
    return WildcardPattern(text, bool(flags & 2))


def _wildcards() -> None:
    from .wildcard import WildcardPattern, escape, has_wildcards, unescape

    declare(
        _P + "WildcardPattern", WildcardPattern, new=_pattern,
        methods={"IsMatch": lambda p, text: p.matches(text), "ToWql": lambda p: p.text.replace("*", "%").replace("?", "_")},
        statics={
            "Escape": lambda text, *keep: escape(text), "Unescape": unescape, "ContainsWildcardCharacters": lambda text: has_wildcards(text or ""),
            "Get": _pattern,
        },
    )


_wildcards()
__all__ = ["DB_NULL", "PlainObject", "to_text"]
