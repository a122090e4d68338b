"""Members and elements: reading, setting, calling, static ones, those of many, and errors."""

import pytest

from relayshell.errors import ShellError
from relayshell.objects.arrays import MultiArray, TypedArray
from relayshell.objects.hashtable import Hashtable, OrderedDictionary
from relayshell.objects.members import (
    call_method, call_static, get_index, get_member, get_static, new_object, properties_of, ps_properties, set_index, set_member, type_names_of,
)
from relayshell.objects.nettype import get_type
from relayshell.objects.numbers import Int64
from relayshell.objects.psobject import NoteProperty, PSCustomObject, PSObject, ScriptMethod, ScriptProperty
from relayshell.objects.text import to_text
from relayshell.objects.typenames import resolve_type


class Block:
    """A script block's stand-in."""

    def __init__(self, action):
        self.action = action

    def invoke_from_objects(self, args, this=None, underscore=None):
        result = self.action(args, this, underscore)
        return result if isinstance(result, list) else [result]


def test_custom_object():
    thing = PSCustomObject({"Name": "a", "Size": 5})
    assert get_member(thing, "name") == "a" and get_member(thing, "Nope") is None
    set_member(thing, "SIZE", 6)
    assert thing.props == {"Name": "a", "Size": 6}
    with pytest.raises(ShellError) as caught:
        set_member(thing, "nope", 2)
    assert caught.value.id == "ExceptionWhenSetting"
    assert caught.value.message == (
        "Exception setting \"nope\": \"The property 'nope' cannot be found on this object. Verify that the property exists and can be set.\""
    )
    assert caught.value.exception.type_name == "System.Management.Automation.SetValueInvocationException"


def test_script_members():
    thing = PSCustomObject({"v": 1})
    thing.props["P"] = ScriptProperty("P", Block(lambda args, this, _: get_member(this, "v")), Block(lambda args, this, _: set_member(this, "v", args[0] * 10)))
    thing.props["Calc"] = ScriptMethod("Calc", Block(lambda args, this, _: get_member(this, "v") + args[0]))
    assert get_member(thing, "p") == 1
    set_member(thing, "P", 5)
    assert get_member(thing, "v") == 50 and call_method(thing, "calc", [5]) == 55
    thing.props["R"] = ScriptProperty("R", Block(lambda *_: 1))
    with pytest.raises(ShellError) as caught:
        set_member(thing, "R", 5)
    assert caught.value.id == "SetWithoutSetterFromScriptProperty"


def test_wrapped_value_keeps_what_was_added():
    tagged = PSObject("str", {"Tag": "t"})
    assert get_member(tagged, "Tag") == "t" and get_member(tagged, "Length") == 3 and call_method(tagged, "ToUpper") == "STR"
    assert to_text(tagged) == "str"


@pytest.mark.parametrize(
    "value, name, expected",
    [
        ([1, 2, 3], "Count", 3), ([1, 2, 3], "Length", 3), (1, "Count", 1), (None, "Count", 0), ("abc", "Length", 3), (None, "Foo", None),
        ([1, 2], "Foo", None), (Hashtable([("Count", 5), ("Keys", "k")]), "Count", 5), (Hashtable(), "none", None),
        ([PSCustomObject({"N": 1}), PSCustomObject({"N": 2})], "N", [1, 2]), ([Hashtable([("n", "x")]), Hashtable([("n", "y")])], "n", ["x", "y"]),
        ([PSCustomObject({"N": 1}), PSCustomObject({"N": 2})], "Nope", [None, None]), (["ab", "c"], "Rank", 1),
    ],
)
def test_reading(value, name, expected):
    assert get_member(value, name) == expected


def test_strict_mode_minds_a_key_that_is_not_there():
    with pytest.raises(ShellError) as caught:
        get_member(Hashtable(), "nokey", True)
    assert caught.value.id == "PropertyNotFoundStrict"
    assert get_member([Hashtable([("n", 1)]), Hashtable()], "n") == [1, None]


@pytest.mark.parametrize(
    "keys, capacity, expected", [([1, 2, 3], 3, [3, 2, 1]), ([10, 20, 30, 40, 50], 5, [20, 40, 10, 30, 50]), ([5, 1], 2, [5, 1])]
)
def test_whole_number_keys_come_in_the_order_of_buckets(keys, capacity, expected):
    assert Hashtable([(key, None) for key in keys], capacity=capacity).keys() == expected


def test_psbase_sees_past_keys():
    table = Hashtable([("Count", 5), ("Keys", "k")])
    base = get_member(table, "psbase")
    assert get_member(base, "Count") == 2 and get_member(get_member(base, "Keys"), "Count") == 2


def test_psobject_views():
    thing = PSCustomObject({"b": 1, "a": 2})
    view = get_member(thing, "PSObject")
    assert get_member(get_member(view, "Properties"), "Name") == ["b", "a"]
    one = get_index(get_member(view, "Properties"), ["A"])
    assert get_member(one, "Value") == 2 and get_index(get_member(view, "Properties"), ["zz"]) is None
    set_member(one, "Value", 50)
    assert thing.props["a"] == 50
    call_method(get_member(view, "TypeNames"), "Insert", [0, "My.Type"])
    assert type_names_of(thing)[0] == "My.Type"
    call_method(get_member(view, "Properties"), "Add", [NoteProperty("c", 3)])
    assert list(ps_properties(thing)) == [("b", 1), ("a", 50), ("c", 3)]


def test_definitions():
    thing = PSCustomObject({"n": 5, "s": "x", "a": [1, 2], "e": None})
    assert [p.definition for p in properties_of(thing)] == ["int n=5", "string s=x", "Object[] a=System.Object[]", "object e=null"]
    assert [p.definition for p in properties_of("abc")] == ["int Length {get;}"]


@pytest.mark.parametrize(
    "index, expected",
    [([0], 1), ([-1], 3), ([5], None), ([[0, 2]], [1, 3]), ([[-1, 0, 9]], [3, 1]), (["1"], 2), ([1.6], 3), ([Int64(0)], 1)],
)
def test_array_elements(index, expected):
    assert get_index([1, 2, 3], index) == expected


def test_other_elements():
    assert get_index("abc", [1]) == "b" and get_index("abc", [5]) is None and get_index("abc", [[0, 1]]) == ["a", "b"]
    assert get_index(42, [0]) == 42 and get_index(42, [-1]) == 42 and get_index(42, [1]) is None
    assert get_index(Hashtable([("a", 1), ("b", 2)]), [["a", "b"]]) == [1, 2]
    ordered = OrderedDictionary([("k1", 1), ("k2", 2)])
    assert get_index(ordered, [1]) == 2 and get_index(ordered, [-1]) == 2 and get_index(ordered, ["K1"]) == 1
    grid = MultiArray(get_type("System.Int32"), (2, 3))
    set_index(grid, [1, 2], "7")
    assert get_index(grid, [1, 2]) == 7 and get_index(grid, [5, 5]) is None


@pytest.mark.parametrize(
    "value, index, id",
    [
        (None, [0], "NullArray"), (PSCustomObject(), ["a"], "CannotIndex"), ([1], [None], "NullArrayIndex"),
    ],
)
def test_bad_index(value, index, id):
    with pytest.raises(ShellError) as caught:
        get_index(value, index)
    assert caught.value.id == id


def test_setting_elements():
    with pytest.raises(ShellError) as caught:
        set_index([1, 2, 3], [5], 1)
    assert (caught.value.id, caught.value.category) == ("System.IndexOutOfRangeException", "OperationStopped")
    with pytest.raises(ShellError) as caught:
        set_index(5, [0], 1)
    assert caught.value.message == 'Unable to index into an object of type "System.Int32".'
    numbers = TypedArray(get_type("System.Int32"), [1, 2])
    set_index(numbers, [-1], "9")
    assert list(numbers) == [1, 9]
    with pytest.raises(ShellError) as caught:
        set_index(numbers, [0], "zz")
    assert caught.value.id == "InvalidCastFromStringToInteger"


@pytest.mark.parametrize(
    "value, name, args, id, message",
    [
        (None, "ToString", [], "InvokeMethodOnNull", "You cannot call a method on a null-valued expression."),
        ("abc", "NoMethod", [], "MethodNotFound", "Method invocation failed because [System.String] does not contain a method named 'NoMethod'."),
        ([1, 2], "Foo", [], "MethodNotFound", "Method invocation failed because [System.Int32] does not contain a method named 'Foo'."),
        ("abc", "Substring", [], "MethodCountCouldNotFindBest", 'Cannot find an overload for "Substring" and the argument count: "0".'),
        ("abc", "Substring", ["x"], "MethodArgumentConversionInvalidCastArgument",
         'Cannot convert argument "startIndex", with value: "x", for "Substring" to type "System.Int32": "Cannot convert value "x" to type '
         '"System.Int32". Error: "The input string \'x\' was not in a correct format.""'),
        ([1, 2, 3], "Add", [4], "NotSupportedException", 'Exception calling "Add" with "1" argument(s): "Collection was of a fixed size."'),
        (Hashtable([("a", 1)]), "Add", ["A", 2], "ArgumentException",
         "Exception calling \"Add\" with \"2\" argument(s): \"Item has already been added. Key in dictionary: 'a'  Key being added: 'A'\""),
        (Hashtable(), "Add", [None, 1], "ArgumentNullException",
         "Exception calling \"Add\" with \"2\" argument(s): \"Value cannot be null. (Parameter 'key')\""),
    ],
)
def test_bad_call(value, name, args, id, message):
    with pytest.raises(ShellError) as caught:
        call_method(value, name, args)
    assert (caught.value.id, caught.value.message) == (id, message)


def test_where_and_foreach():
    big = Block(lambda args, this, item: item > 2)
    six = [1, 2, 3, 4, 5, 6]
    assert list(call_method(six, "Where", [big])) == [3, 4, 5, 6]
    assert list(call_method(six, "Where", [big, "First"])) == [3]
    assert list(call_method(six, "Where", [big, "SkipUntil"])) == [3, 4, 5, 6]
    assert list(call_method(six, "Where", [big, "Until"])) == [1, 2]
    assert [list(part) for part in call_method(six, "Where", [big, "Split"])] == [[3, 4, 5, 6], [1, 2]]
    assert list(call_method([1, 2], "ForEach", [Block(lambda args, this, item: [item, item])])) == [1, 1, 2, 2]
    assert list(call_method(["abc", "de"], "ForEach", ["Length"])) == [3, 2]
    assert list(call_method(["1", "2"], "ForEach", [resolve_type("int")])) == [1, 2]


def test_statics():
    int_type, enum = resolve_type("int"), resolve_type("System.DayOfWeek")
    assert get_static(int_type, "MaxValue") == 2147483647 and get_static(int_type, "Foo") is None
    assert get_static(enum, "friday").name == "Friday"
    assert to_text(call_static(resolve_type("enum"), "GetNames", [enum])).startswith("Sunday Monday")
    assert call_static(resolve_type("enum"), "Parse", [enum, "friday", True]).value == 5
    assert list(new_object(resolve_type("int[]"), [3])) == [0, 0, 0]
    array = call_static(resolve_type("array"), "CreateInstance", [resolve_type("string"), 2])
    assert list(array) == [None, None]
    call_static(resolve_type("array"), "Reverse", [array])


def test_exceptions():
    missing = new_object(resolve_type("System.IO.FileNotFoundException"), ["nf"])
    assert get_member(missing, "Message") == "nf" and resolve_type("System.IO.IOException").is_assignable_from(missing.net_type)
    null = new_object(resolve_type("System.ArgumentNullException"), ["p"])
    assert get_member(null, "Message") == "Value cannot be null. (Parameter 'p')" and get_member(null, "ParamName") == "p"
    inner = new_object(resolve_type("System.Exception"), ["outer", missing])
    assert get_member(get_member(inner, "InnerException"), "Message") == "nf"


@pytest.mark.parametrize("name", ["__class__", "__globals__", "__dict__", "mro", "__init__", "__subclasses__", "base", "props", "values_by", "element_type"])
def test_scripts_never_reach_python(name):
    things = ["abc", 5, [1], Hashtable(), PSCustomObject(), resolve_type("int"), NoteProperty("a", 1), new_object(resolve_type("System.Exception"), ["x"])]
    for thing in things:
        assert get_member(thing, name) is None
        with pytest.raises(ShellError):
            call_method(thing, name)
    assert get_static(resolve_type("string"), name) is None
