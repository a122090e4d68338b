"""Unary and binary operators: the common case in line, the rest by the objects' rules."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.build import ast
from relayshell.runtime.compile.generator import Generator, expression_of, kind_of, known
from relayshell.syntax import ast as tree

ARITHMETIC = {
    "Plus": ("add", ast.Add()), "Minus": ("subtract", ast.Sub()), "Multiply": ("multiply", ast.Mult()),
}
LONGEST_CHAIN = 40
ORDER = {"lt": ast.Lt(), "le": ast.LtE(), "gt": ast.Gt(), "ge": ast.GtE(), "eq": ast.Eq(), "ne": ast.NotEq()}
PLAIN = {
    "Divide": "divide", "Rem": "modulo", "Format": "format_operator", "Band": "bit_and", "Bor": "bit_or", "Bxor": "bit_xor",
    "Shl": "shift_left", "Shr": "shift_right", "As": "as_type", "Is": "is_type", "IsNot": "is_not_type",
}
CASED = {
    "eq", "ne", "lt", "le", "gt", "ge", "like", "notlike", "match", "notmatch", "contains", "notcontains", "in", "notin",
    "replace", "split",
}
WITH_FRAME = {"match", "notmatch", "replace", "split"}
BOOLEAN = {"contains", "notcontains", "in", "notin", "And", "Or", "Xor", "Is", "IsNot"}


@expression_of(tree.BinaryExpressionAst)
def binary(g: Generator, node: tree.BinaryExpressionAst) -> Any:
    chain = []
    left: Any = node
    while left.__class__ is tree.BinaryExpressionAst:
        chain.append(left)
        left = left.left
    chain.reverse()
    if chain[0].operator in ("And", "Or"):
        return logical_chain(g, left, chain)
    made = g.expr(left)
    if len(chain) > LONGEST_CHAIN:
        return long_chain(g, made, chain)
    for step in chain:
        made = one(g, step, made)
    return made


def one(g: Generator, node: tree.BinaryExpressionAst, left: Any) -> Any:
    """One operator, its left operand made already."""
    operator = node.operator
    if operator in ("And", "Or"):
        return logical(g, operator, truth_of(g, left), node.right)
    if operator == "Xor":
        return known(g.compare(truth_of(g, left), ast.NotEq(), truth_of(g, g.expr(node.right))), "bool")
    if operator == "QuestionQuestion":
        temp = g.fresh()
        test = g.call("is_null", g.walrus(temp, left))
        return g.if_else(test, g.expr(node.right), g.name(temp))
    right = g.value(node.right)
    if operator in ARITHMETIC:
        return arithmetic(g, operator, left, right)
    if operator == "Rem":
        return remainder(g, left, right)
    if operator == "DotDot":
        return known(g.call("range_of", left, right), "list")
    if operator == "Join":
        return known(g.call("join_operator", g.frame(), left, right), "str")
    name = PLAIN.get(operator)
    if name is not None:
        if name == "format_operator":
            return known(g.call(name, left, right), "str")
        made = g.call(name, left, right)
        return known(made, "bool") if operator in BOOLEAN else made
    name, ignore_case = cased(operator)
    if name in ORDER:
        return comparison(g, name, ignore_case, left, right)
    arguments = [left, right, g.constant(ignore_case)]
    if name in WITH_FRAME:
        arguments.insert(0, g.frame())
        if name in ("match", "notmatch"):
            g.cell("matches", "Matches")
    if name == "replace":
        arguments.append(g.keep(node))
    made = g.call("op_" + name, *arguments)
    return known(made, "bool") if name in BOOLEAN else made


def cased(operator: str) -> tuple[str, bool]:
    """An operator's name without the letter for case, and whether it ignores case: Ilike is like, True."""
    lowered = operator.lower()
    if lowered[:1] in "ic" and lowered[1:] in CASED:
        return lowered[1:], lowered[0] == "i"
    return lowered, True


def int_tests(g: Generator, left: Any, right: Any) -> tuple[list[Any], Any, Any] | None:
    """Tests that both operands are Int32, with how to read each after them; None where that cannot be."""
    if not could_be_int(left) or not could_be_int(right):
        return None
    tests = []
    readers = []
    for made in (left, right):
        if made.__class__ is ast.Constant:
            readers.append(made)
            continue
        temp = g.fresh()
        tests.append(g.is_class(g.walrus(temp, made), "int"))
        readers.append(g.name(temp))
    return tests, readers[0], readers[1]


def could_be_int(made: Any) -> bool:
    return kind_of(made) in ("int", "any", "number", "auto")


def arithmetic(g: Generator, operator: str, left: Any, right: Any) -> Any:
    """+, - and *: two Int32 in line where the result is one."""
    name, native = ARITHMETIC[operator]
    found = int_tests(g, left, right)
    if found is None or not found[0]:
        folded = fold(g, native, left, right)
        return folded if folded is not None else g.call(name, left, right)
    tests, one_, other = found
    if len(tests) == 2:
        return both_operands(g, name, native, tests[0], tests[1], one_, other, g.fresh())
    total = g.fresh()
    test = g.both(tests[0], g.within_int32(g.walrus(total, g.binary(one_, native, other))))
    return g.if_else(test, g.name(total), g.call(name, one_, other))


def both_operands(g: Generator, name: str, native: Any, first: Any, second: Any, one_: Any, other: Any, total: str) -> Any:
    """The form for two operands that are not constants: the second is read before any test is made."""
    left_walrus, right_walrus = first.left.value, second.left.value
    pair = g.compare(ast.Attribute(left_walrus, "__class__", ast.Load(), **g.at), ast.Is(), ast.Attribute(right_walrus, "__class__", ast.Load(), **g.at))
    test = g.both(pair, g.is_class(one_, "int"), g.within_int32(g.walrus(total, g.binary(one_, native, other))))
    return g.if_else(test, g.name(total), g.call(name, one_, other))


def fold(g: Generator, native: Any, left: Any, right: Any) -> Any:
    """The constant that two Int32 constants give, or None."""
    if left.__class__ is not ast.Constant or right.__class__ is not ast.Constant:
        return None
    if kind_of(left) != "int" or kind_of(right) != "int":
        return None
    a, b = left.value, right.value
    result = a + b if native.__class__ is ast.Add else a - b if native.__class__ is ast.Sub else a * b
    return known(g.constant(result), "int") if -(2**31) <= result < 2**31 else None


def remainder(g: Generator, left: Any, right: Any) -> Any:
    """%: in line for a positive constant divisor and a dividend that is not negative, where Python's sign rule is .NET's."""
    if right.__class__ is ast.Constant and kind_of(right) == "int" and right.value > 0 and could_be_int(left):
        temp = g.fresh()
        test = g.both(g.is_class(g.walrus(temp, left), "int"), g.compare(g.name(temp), ast.GtE(), g.constant(0)))
        return g.if_else(test, g.binary(g.name(temp), ast.Mod(), right), g.call("modulo", g.name(temp), right))
    return g.call("modulo", left, right)


def comparison(g: Generator, name: str, ignore_case: bool, left: Any, right: Any) -> Any:
    """-eq and its kin: two Int32 in line."""
    call = "op_" + name
    flag = g.constant(ignore_case)
    if kind_of(left) == "none" and name in ("eq", "ne"):
        made = g.call("is_null", right)
        return known(made if name == "eq" else g.negate(made), "bool")
    if left.__class__ is ast.Constant and right.__class__ is ast.Constant:
        return g.call(call, left, right, flag)
    right_kind, left_kind = kind_of(right), kind_of(left)
    if right.__class__ is ast.Constant and right_kind in ("int", "float") and could_be_int(left):
        temp = g.fresh()
        test = g.is_class(g.walrus(temp, left), "int")
        inline = g.compare(g.name(temp), ORDER[name], right)
        return half(g, test, inline, g.call(call, g.name(temp), right, flag), left_kind == "int")
    if right_kind == "str" and right.__class__ is ast.Constant and name in ("eq", "ne") and left_kind in ("any", "str", "auto"):
        temp = g.fresh()
        test = g.is_class(g.walrus(temp, left), "str")
        value = g.call("same_text" if ignore_case else "exact_text", g.name(temp), right)
        inline = value if name == "eq" else g.negate(value)
        return half(g, test, inline, g.call(call, g.name(temp), right, flag), left_kind == "str")
    if could_be_int(left) and could_be_int(right) and left.__class__ is not ast.Constant:
        one_, other = g.fresh(), g.fresh()
        first = g.attribute(g.walrus(one_, left), "__class__")
        second = g.attribute(g.walrus(other, right), "__class__")
        test = g.both(g.compare(first, ast.Is(), second), g.is_class(g.name(one_), "int"))
        inline = g.compare(g.name(one_), ORDER[name], g.name(other))
        return half(g, test, inline, g.call(call, g.name(one_), g.name(other), flag), False)
    return g.call(call, left, right, flag)


def half(g: Generator, test: Any, inline: Any, general: Any, sure: bool) -> Any:
    """`inline if test else general`; the general branch is remembered so that a condition can ask it for truth alone."""
    made = g.if_else(test, inline, general)
    made.kind = "bool" if sure else "any"
    made.inline_truth = True
    return made


def truth_of(g: Generator, made: Any) -> Any:
    """An expression that gives exactly True or False: whether the value counts as true."""
    kind = kind_of(made)
    if kind == "bool":
        return made
    if kind == "none":
        return known(g.constant(False), "bool")
    if getattr(made, "inline_truth", False):
        return known(g.if_else(made.test, made.body, g.call("truth", made.orelse)), "bool")
    if made.__class__ is ast.Constant:
        return known(g.constant(bool(made.value)), "bool")
    return known(g.call("truth", made), "bool")


def condition(g: Generator, node: Any) -> Any:
    """An expression for Python's own `if` and `while` from an expression node."""
    return truth_of(g, g.expr(node))


def logical(g: Generator, operator: str, left: Any, right: Any) -> Any:
    join = g.both if operator == "And" else g.either
    return known(join(left, truth_of(g, g.expr(right))), "bool")


def logical_chain(g: Generator, first: Any, chain: list[Any]) -> Any:
    """-and and -or one after the other, which have one precedence and go from left to right."""
    made = truth_of(g, g.expr(first))
    at = 0
    while at < len(chain):
        operator = chain[at].operator
        if operator not in ("And", "Or"):
            made = one(g, chain[at], made)
            at += 1
            continue
        parts = [made]
        while at < len(chain) and chain[at].operator == operator:
            parts.append(truth_of(g, g.expr(chain[at].right)))
            at += 1
        made = known(g.both(*parts) if operator == "And" else g.either(*parts), "bool")
    return made


def long_chain(g: Generator, first: Any, chain: list[Any]) -> Any:
    """A chain too long to nest in Python's tree: a temporary takes each step's result."""
    temp = g.fresh()
    steps = [g.walrus(temp, first)]
    for step in chain:
        steps.append(g.walrus(temp, one(g, step, g.name(temp))))
    last = g.constant(-1)
    return ast.Subscript(g.tuple_of(steps), last, ast.Load(), **g.at)


@expression_of(tree.UnaryExpressionAst)
def unary(g: Generator, node: tree.UnaryExpressionAst) -> Any:
    kind = node.token_kind
    if kind in ("Not", "Exclaim"):
        return known(g.negate(condition(g, node.child)), "bool")
    if kind == "Comma":
        return known(g.list_of([g.value(node.child)]), "list")
    if kind in STEPS:
        from relayshell.runtime.compile.assignments import step

        return step(g, node.child, *STEPS[kind])
    made = g.value(node.child)
    if kind == "Minus":
        if made.__class__ is ast.Constant and kind_of(made) in ("int", "float") and made.value not in (0, -(2**31)):
            return known(g.constant(-made.value), kind_of(made))
        return g.call("negate", made)
    if kind == "Plus":
        return made if kind_of(made) in ("int", "float") else g.call("positive", made)
    if kind == "Bnot":
        return g.call("bit_not", made)
    if kind == "Join":
        return known(g.call("join_operator", g.frame(), made, g.constant("")), "str")
    if kind in ("Isplit", "Csplit"):
        return known(g.call("unary_split", made), "list")
    raise NotImplementedError(kind)


STEPS = {
    "PlusPlus": (1, True), "MinusMinus": (-1, True), "PostfixPlusPlus": (1, False), "PostfixMinusMinus": (-1, False),
}


@expression_of(tree.TernaryExpressionAst)
def ternary(g: Generator, node: tree.TernaryExpressionAst) -> Any:
    return g.if_else(condition(g, node.condition), g.expr(node.if_true), g.expr(node.if_false))
