"""XPath 1.0 over the XML tree: a parser to nested tuples and their evaluation (https://www.w3.org/TR/xpath-10/).

Node-sets are lists in document order. Namespaces come from a mapping of prefixes.
"""

from __future__ import annotations

import math
import re
from typing import Any, Callable, Mapping

from relayshell.objects.dotnet.faults import fault
from relayshell.objects.dotnet.xmlnodes import ATTRIBUTE, CDATA, COMMENT, DOCUMENT, ELEMENT, INSTRUCTION, TEXT, WHITESPACE, XMLNS, XmlNode

_TOKEN = re.compile(r"\s*(?:(//|::|\.\.|!=|<=|>=|[/()\[\].@,|+\-=<>*$])|(\d+(?:\.\d*)?|\.\d+)|(\"[^\"]*\"|'[^']*')|((?:[^\W\d][\w.\-]*:)?(?:[^\W\d][\w.\-]*|\*)))")
_AXES = {"child", "descendant", "descendant-or-self", "parent", "ancestor", "ancestor-or-self", "following", "following-sibling", "preceding", "preceding-sibling",
         "attribute", "self", "namespace"}
_NODE_TYPES = {"node", "text", "comment", "processing-instruction"}


def xpath_fault(message: str) -> Exception:
    """System.Xml.XPath.XPathException."""
    return fault("System.Xml.XPath.XPathException", message)


class _Parser:
    """One expression."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at = text, [], 0
        self.prefixes: list[str] = []
        place = 0
        while place < len(text.rstrip()):
            found = _TOKEN.match(text, place)
            if not found:
                raise xpath_fault(f"'{text}' has an invalid token.")
            kind = "op" if found[1] else "number" if found[2] else "text" if found[3] else "name"
            self.tokens.append((kind, found[found.lastindex]))  # type: ignore[index]
            place = found.end()

    def peek(self, offset: int = 0) -> tuple[str, str]:
        at = self.at + offset
        return self.tokens[at] if at < len(self.tokens) else ("end", "")

    def take(self, *wanted: str) -> str | None:
        kind, value = self.peek()
        if kind in ("op", "name") and value in wanted:
            self.at += 1
            return value
        return None

    def need(self, wanted: str) -> None:
        if self.take(wanted) is None:
            raise xpath_fault(f"'{self.text}' has an invalid token.")

    def parse(self) -> Any:
        found = self.binary(0)
        if self.peek()[0] != "end":
            raise xpath_fault(f"'{self.text}' has an invalid token.")
        return found

    LEVELS = (("or",), ("and",), ("=", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "div", "mod"))

    def binary(self, level: int) -> Any:
        if level == len(self.LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while (operator := self.take(*self.LEVELS[level])) is not None:
            left = ("op", operator, left, self.binary(level + 1))
        return left

    def unary(self) -> Any:
        if self.take("-"):
            return ("neg", self.unary())
        left = self.path()
        while self.take("|"):
            left = ("union", left, self.path())
        return left

    def path(self) -> Any:
        kind, value = self.peek()
        if kind == "end":
            raise xpath_fault("Expression must evaluate to a node-set.")
        if kind in ("number", "text") or value in ("(", "$") or (kind == "name" and self.peek(1)[1] == "(" and value not in _NODE_TYPES):
            start = self.primary()
            filters = self.predicates()
            if filters:
                start = ("filter", start, filters)
            if self.peek()[1] not in ("/", "//"):
                return start
            steps = [] if self.take("/") else [self.any_step()] if self.take("//") else []
            return ("path", start, steps + self.steps())
        if self.take("//"):
            return ("path", "root", [self.any_step(), *self.steps()])
        if self.take("/"):
            return ("path", "root", self.steps() if self.starts_step() else [])
        return ("path", None, self.steps())

    def any_step(self) -> Any:
        return ("descendant-or-self", ("type", "node", None), [])

    def starts_step(self) -> bool:
        kind, value = self.peek()
        return kind == "name" or value in (".", "..", "@", "*")

    def steps(self) -> list[Any]:
        out = [self.step()]
        while True:
            if self.take("//"):
                out += [self.any_step(), self.step()]
            elif self.take("/"):
                out.append(self.step())
            else:
                return out

    def step(self) -> Any:
        if self.take("."):
            return ("self", ("type", "node", None), [])
        if self.take(".."):
            return ("parent", ("type", "node", None), [])
        axis = "child"
        if self.take("@"):
            axis = "attribute"
        elif self.peek(1)[1] == "::":
            axis = self.peek()[1]
            if axis not in _AXES:
                raise xpath_fault(f"'{self.text}' has an invalid token.")
            self.at += 2
        kind, value = self.peek()
        if value == "*":
            self.at += 1
            test: Any = ("name", None, "*")
        elif kind == "name" and value in _NODE_TYPES and self.peek(1)[1] == "(":
            self.at += 2
            argument = self.peek()[1].strip("'\"") if self.peek()[0] == "text" else None
            self.at += self.peek()[0] == "text"
            self.need(")")
            test = ("type", value, argument)
        elif kind == "name":
            self.at += 1
            prefix, colon, local = value.partition(":")
            if colon:
                self.prefixes.append(prefix)
            test = ("name", prefix, local) if colon else ("name", None, value)
        else:
            raise xpath_fault("Expression must evaluate to a node-set.")
        return axis, test, self.predicates()

    def predicates(self) -> list[Any]:
        out = []
        while self.take("["):
            out.append(self.binary(0))
            self.need("]")
        return out

    def primary(self) -> Any:
        kind, value = self.peek()
        self.at += 1
        if kind == "number":
            return ("value", float(value))
        if kind == "text":
            return ("value", value[1:-1])
        if value == "$":
            raise xpath_fault("XsltContext is needed for this query because of an unknown function.")
        if value == "(":
            found = self.binary(0)
            self.need(")")
            return found
        self.need("(")
        arguments = []
        if not self.take(")"):
            arguments.append(self.binary(0))
            while self.take(","):
                arguments.append(self.binary(0))
            self.need(")")
        if value not in FUNCTIONS and value not in ("position", "last"):
            raise xpath_fault("Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function.")
        return ("call", value, arguments)


class _Context:
    """Where an expression is evaluated."""

    __slots__ = ("node", "position", "size", "names")

    def __init__(self, node: XmlNode, position: int, size: int, names: Mapping[str, str]) -> None:
        self.node, self.position, self.size, self.names = node, position, size, names


_parsed: dict[str, Any] = {}


def select(node: XmlNode, expression: str, names: Mapping[str, str] | None = None) -> list[XmlNode]:
    """The nodes that an expression means. Raises XPathException."""
    found = evaluate(node, expression, names)
    if not isinstance(found, list):
        raise xpath_fault("Expression must evaluate to a node-set.")
    return found


def evaluate(node: XmlNode, expression: str, names: Mapping[str, str] | None = None) -> Any:
    """A list of nodes, a float, a str or a bool."""
    known = _parsed.get(expression)
    if known is None:
        parser = _Parser(expression)
        known = _parsed[expression] = (parser.parse(), parser.prefixes)
    tree, prefixes = known
    for prefix in prefixes:
        if not names:
            raise xpath_fault("Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function.")
        if prefix not in names:
            raise xpath_fault(f"Namespace prefix '{prefix}' is not defined.")
    return _run(tree, _Context(node, 1, 1, names or {}))


def _run(tree: Any, context: _Context) -> Any:
    kind = tree[0]
    if kind == "value":
        return tree[1]
    if kind == "path":
        if tree[1] == "root":
            node = context.node
            while node.parent is not None:
                node = node.parent
            nodes = [node]
        else:
            nodes = [context.node] if tree[1] is None else _run(tree[1], context)
        for step in tree[2]:
            nodes = _step(nodes, step, context)
        return nodes
    if kind == "op":
        return _operate(tree[1], tree[2], tree[3], context)
    if kind == "neg":
        return -to_number(_run(tree[1], context))
    if kind == "union":
        return _ordered(_run(tree[1], context) + _run(tree[2], context))
    if kind == "filter":
        return _filter(_run(tree[1], context), tree[2], context)
    name, arguments = tree[1], tree[2]
    if name == "position":
        return float(context.position)
    if name == "last":
        return float(context.size)
    return FUNCTIONS[name](context, *(_run(argument, context) for argument in arguments))


def _ordered(nodes: list[XmlNode]) -> list[XmlNode]:
    unique = list({id(node): node for node in nodes}.values())
    if len(unique) < 2:
        return unique
    top = unique[0]
    while top.parent is not None:
        top = top.parent
    order: dict[int, int] = {id(top): 0}

    def walk(node: XmlNode) -> None:
        for found in node.attributes:
            order[id(found)] = len(order)
        for child in node.children:
            order[id(child)] = len(order)
            walk(child)
    walk(top)
    return sorted(unique, key=lambda node: order.get(id(node), 1 << 60))


def _step(nodes: list[XmlNode], step: Any, context: _Context) -> list[XmlNode]:
    axis, test, predicates = step
    out: list[XmlNode] = []
    for node in nodes:
        found = [other for other in _axis(node, axis) if _matches(other, test, axis, context)]
        for predicate in predicates:
            found = _filter(found, [predicate], context)
        out += found
    if len(nodes) == 1 and axis not in ("ancestor", "ancestor-or-self", "preceding", "preceding-sibling"):
        return out
    return _ordered(out)


def _filter(nodes: list[XmlNode], predicates: list[Any], context: _Context) -> list[XmlNode]:
    for predicate in predicates:
        kept = []
        for place, node in enumerate(nodes, 1):
            value = _run(predicate, _Context(node, place, len(nodes), context.names))
            if (value == place) if type(value) is float else to_boolean(value):
                kept.append(node)
        nodes = kept
    return nodes


def _axis(node: XmlNode, axis: str) -> list[XmlNode]:
    if axis == "child":
        return node.children
    if axis == "attribute":
        return [found for found in node.attributes if found.uri != XMLNS]
    if axis == "self":
        return [node]
    if axis == "descendant":
        return list(node.descendants())
    if axis == "descendant-or-self":
        return [node, *node.descendants()]
    if axis == "parent":
        return [node.parent] if node.parent is not None else []
    if axis in ("ancestor", "ancestor-or-self"):
        out = [node] if axis == "ancestor-or-self" else []
        step = node.parent
        while step is not None:
            out.append(step)
            step = step.parent
        return out
    if node.parent is None or node.kind == ATTRIBUTE or axis == "namespace":
        return []
    at, siblings = node.parent.children.index(node), node.parent.children
    if axis == "following-sibling":
        return siblings[at + 1:]
    if axis == "preceding-sibling":
        return siblings[:at][::-1]
    out = []
    step: XmlNode | None = node
    while step is not None and step.parent is not None:
        around = step.parent.children
        at = around.index(step)
        for other in around[at + 1:] if axis == "following" else reversed(around[:at]):
            below = [other, *other.descendants()]
            out += below if axis == "following" else below[::-1]
        step = step.parent
    return out


def _matches(node: XmlNode, test: Any, axis: str, context: _Context) -> bool:
    if test[0] == "type":
        if test[1] == "node":
            return True
        if test[1] == "text":
            return node.kind in (TEXT, CDATA, WHITESPACE)
        if test[1] == "comment":
            return node.kind == COMMENT
        return node.kind == INSTRUCTION and (test[2] is None or node.name == test[2])
    if node.kind != (ATTRIBUTE if axis == "attribute" else ELEMENT):
        return False
    _, prefix, local = test
    if local != "*" and node.local != local:
        return False
    if prefix is None:
        return local == "*" or node.uri == ""
    return node.uri == context.names[prefix]


def to_text(value: Any) -> str:
    """string()."""
    if isinstance(value, list):
        return _text_of(value[0]) if value else ""
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is float:
        if value != value:
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return str(int(value)) if value == int(value) else repr(value)
    return value


def _text_of(node: XmlNode) -> str:
    return node.inner_text() if node.kind in (ELEMENT, DOCUMENT) else node.value or ""


def to_number(value: Any) -> float:
    """number()."""
    if type(value) is float:
        return value
    if type(value) is bool:
        return float(value)
    text = to_text(value).strip()
    return float(text) if re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", text) else math.nan


def to_boolean(value: Any) -> bool:
    """boolean()."""
    return value != 0 and value == value if type(value) is float else bool(value)


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b}


def _operate(operator: str, left: Any, right: Any, context: _Context) -> Any:
    if operator in ("or", "and"):
        first = to_boolean(_run(left, context))
        return first if first == (operator == "or") else to_boolean(_run(right, context))
    a, b = _run(left, context), _run(right, context)
    if operator in _COMPARE:
        return _compare(operator, a, b)
    x, y = to_number(a), to_number(b)
    if operator == "+":
        return x + y
    if operator == "-":
        return x - y
    if operator == "*":
        return x * y
    if y == 0:
        return math.nan if operator == "mod" or x == 0 or x != x else math.copysign(math.inf, x)
    return x / y if operator == "div" else math.fmod(x, y)


def _compare(operator: str, a: Any, b: Any) -> bool:
    test = _COMPARE[operator]
    if isinstance(a, list) or isinstance(b, list):
        if type(a) is bool or type(b) is bool:
            return test(to_boolean(a), to_boolean(b))
        lefts = [_text_of(node) for node in a] if isinstance(a, list) else [a]
        rights = [_text_of(node) for node in b] if isinstance(b, list) else [b]
        return any(_compare(operator, x, y) for x in lefts for y in rights)
    if operator in ("=", "!="):
        if type(a) is bool or type(b) is bool:
            return test(to_boolean(a), to_boolean(b))
        if type(a) is str and type(b) is str:
            return test(a, b)
    return test(to_number(a), to_number(b))


def _own(context: _Context, value: Any) -> Any:
    return [context.node] if value is None else value


def _name(part: str) -> Callable[..., str]:
    def name(context: _Context, nodes: Any = None) -> str:
        found = _own(context, nodes)
        return "" if not found else {"name": found[0].name if found[0].kind in (ELEMENT, ATTRIBUTE, INSTRUCTION) else "", "local": found[0].local, "uri": found[0].uri}[part]
    return name


def _substring(context: _Context, text: Any, start: Any, length: Any = None) -> str:
    text, first = to_text(text), to_number(start)
    begin = math.floor(first + 0.5) if math.isfinite(first) else first
    end = math.inf if length is None else begin + math.floor(to_number(length) + 0.5)
    return "".join(char for place, char in enumerate(text, 1) if begin <= place < end)


def _round(value: float) -> float:
    return value if not math.isfinite(value) else float(math.floor(value + 0.5))


def _translate(context: _Context, text: Any, old: Any, new: Any) -> str:
    old, new = to_text(old), to_text(new)
    table = {}
    for place, char in enumerate(old):
        table.setdefault(ord(char), new[place] if place < len(new) else None)
    return to_text(text).translate(table)


def _lang(context: _Context, wanted: Any) -> bool:
    step: Any = context.node
    while step is not None:
        found = step.attribute("xml:lang") if step.kind == ELEMENT else None
        if found is not None:
            return found.value.lower() == wanted.lower() or found.value.lower().startswith(wanted.lower() + "-")
        step = step.parent
    return False


def _by_id(context: _Context, value: Any) -> list[XmlNode]:
    wanted = set((" ".join(_text_of(node) for node in value) if isinstance(value, list) else to_text(value)).split())
    top = context.node
    while top.parent is not None:
        top = top.parent
    return [node for node in top.descendants() if node.kind == ELEMENT and any(a.name == "xml:id" and a.value in wanted for a in node.attributes)]


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "count": lambda c, nodes: float(len(nodes)), "name": _name("name"), "local-name": _name("local"), "namespace-uri": _name("uri"), "id": _by_id, "lang": _lang,
    "string": lambda c, value=None: to_text(_own(c, value)), "concat": lambda c, *values: "".join(to_text(v) for v in values),
    "starts-with": lambda c, a, b: to_text(a).startswith(to_text(b)), "contains": lambda c, a, b: to_text(b) in to_text(a),
    "substring-before": lambda c, a, b: to_text(a).partition(to_text(b))[0] if to_text(b) in to_text(a) else "", "substring-after": lambda c, a, b: to_text(a).partition(to_text(b))[2],
    "substring": _substring, "string-length": lambda c, value=None: float(len(to_text(_own(c, value)))), "normalize-space": lambda c, value=None: " ".join(to_text(_own(c, value)).split()),
    "translate": _translate, "boolean": lambda c, value: to_boolean(value), "not": lambda c, value: not to_boolean(value), "true": lambda c: True, "false": lambda c: False,
    "number": lambda c, value=None: to_number(_own(c, value)), "sum": lambda c, nodes: float(sum(to_number(_text_of(n)) for n in nodes)),
    "floor": lambda c, value: float(math.floor(to_number(value))), "ceiling": lambda c, value: float(math.ceil(to_number(value))), "round": lambda c, value: _round(to_number(value)),
}
