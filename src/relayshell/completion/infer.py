"""What an expression that has not run would give: its kinds, from literals, casts, assignments, commands and pipelines.

An answer is a list of Kinds, empty where nothing is known. Variables that the session holds answer with their value's type.
"""

from __future__ import annotations

from typing import Any

from relayshell.completion.kinds import (
    Entry,
    Kind,
    class_statics,
    entries,
    kind_of,
    psobject,
    static_entries,
)
from relayshell.completion.texttypes import named_kind
from relayshell.objects.nettype import array_of, find_type
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast

Kinds = list[Kind]
STRING, BOOL, INT, OBJECT = "System.String", "System.Boolean", "System.Int32", "System.Object"
DEEPEST = 40

_TABLES = frozenset((
    "System.Collections.Hashtable", "System.Collections.Specialized.OrderedDictionary", "System.Collections.ArrayList", "System.Management.Automation.PSObject",
    OBJECT,
))
_TEXT_RESULT = frozenset(("Format", "Join", "Ireplace", "Creplace"))
_ARITHMETIC = frozenset(("Plus", "Minus", "Multiply", "Divide", "Rem", "Band", "Bor", "Bxor", "Shl", "Shr", "QuestionQuestion"))


class Inference:
    """Works out kinds for one text, in a session."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.depth = 0
        self.live = True
        """Whether variables that the text says nothing of answer by what they hold."""

    def of(self, node: Ast | None) -> Kinds:
        """The kinds that a node may give."""
        if node is None or self.depth > DEEPEST:
            return []
        self.depth += 1
        try:
            return self._of(node)
        finally:
            self.depth -= 1

    def _of(self, node: Ast) -> Kinds:
        match node:
            case tree.StringConstantExpressionAst() | tree.ExpandableStringExpressionAst():
                return [kind_of(STRING)]
            case tree.ConstantExpressionAst():
                return _known(node.type_name if "." in node.type_name else f"System.{node.type_name}") if node.value is not None else []
            case tree.ArrayLiteralAst():
                return [self._array([kind for each in node.elements for kind in self.of(each)])]
            case tree.HashtableAst():
                return [Kind(find_type("System.Collections.Hashtable"), tuple(self.keys(node)))]
            case tree.AttributedExpressionAst():
                return self._converted(node)
            case tree.TypeExpressionAst():
                return _known("System.RuntimeType") or _known("System.Type")
            case tree.InvokeMemberExpressionAst() | tree.MemberExpressionAst():
                return self._member(node)
            case tree.IndexExpressionAst():
                return self._indexed(node)
            case tree.ParenExpressionAst():
                return self.of(node.pipeline)
            case tree.ArrayExpressionAst():
                return [self._array(self.enumerated(self.of(node.sub_expression)))]
            case tree.SubExpressionAst():
                return self.of(node.sub_expression)
            case tree.VariableExpressionAst():
                from relayshell.completion.variablekinds import variable_kinds

                return variable_kinds(self, node)
            case tree.TernaryExpressionAst():
                return _distinct(self.of(node.if_true) + self.of(node.if_false))
            case tree.BinaryExpressionAst():
                return self._binary(node)
            case tree.UnaryExpressionAst():
                return self._unary(node)
            case tree.UsingExpressionAst():
                return self.of(node.sub_expression)
            case tree.ScriptBlockExpressionAst():
                return _known("System.Management.Automation.ScriptBlock")
        return self._statement(node)

    def _statement(self, node: Ast) -> Kinds:
        match node:
            case tree.PipelineAst() if node.background:
                return _known("System.Management.Automation.Job")
            case tree.DataStatementAst() | tree.TrapStatementAst():
                return self.of(node.body)
            case tree.PipelineAst():
                return self.output_of(node, len(node.pipeline_elements) - 1)
            case tree.PipelineChainAst():
                return self.of(node.lhs_pipeline_chain) + self.of(node.rhs_pipeline)
            case tree.CommandExpressionAst():
                return self.of(node.expression)
            case tree.AssignmentStatementAst():
                return []
            case tree.ReturnStatementAst() | tree.ExitStatementAst():
                return self.of(node.pipeline)
            case tree.IfStatementAst():
                blocks = [block for _, block in node.clauses] + [node.else_clause]
                return _distinct([kind for block in blocks for kind in self.of(block)])
            case tree.SwitchStatementAst():
                return _distinct([kind for block in [*(block for _, block in node.clauses), node.default] for kind in self.of(block)])
            case tree.TryStatementAst():
                return _distinct([kind for block in [node.body, *(each.body for each in node.catch_clauses), node.finally_] for kind in self.of(block)])
            case tree.LoopStatementAst():
                return self.of(node.body)
            case tree.StatementBlockAst() | tree.NamedBlockAst():
                return _distinct([kind for each in (*(node.traps or ()), *node.statements) for kind in self.of(each)])
            case tree.ScriptBlockAst():
                named = [node.begin_block, node.process_block, node.end_block]
                return _distinct([kind for each in named for kind in self.of(each)])
        return []

    # Pipelines

    def output_of(self, pipeline: tree.PipelineAst, place: int) -> Kinds:
        """What the command at a place of a pipeline puts out."""
        element = pipeline.pipeline_elements[place]
        if isinstance(element, tree.CommandExpressionAst):
            return self.of(element.expression)
        if isinstance(element, tree.CommandAst):
            from relayshell.completion.commandkinds import command_kinds

            return command_kinds(self, element, self.input_of(pipeline, place))
        return []

    def input_of(self, pipeline: tree.PipelineAst, place: int) -> Kinds:
        """What comes to the command at a place of a pipeline, one by one."""
        return self.enumerated(self.output_of(pipeline, place - 1)) if place > 0 else []

    def enumerated(self, kinds: Kinds) -> Kinds:
        """What a pipeline or loop takes out of values of these kinds."""
        found: Kinds = []
        for kind in kinds:
            if kind.elements is not None:
                found.extend(kind.elements)
            elif kind.net is not None and kind.net.element_type is not None:
                found.append(Kind(kind.net.element_type))
            elif kind.net is not None and kind.net.generic_arguments and len(kind.net.generic_arguments) == 1 and not kind.net.is_nullable:
                found.append(Kind(kind.net.generic_arguments[0]))
            elif kind.net is not None and kind.net.full_name != STRING and not kind.notes and len(kind.net.generic_arguments) != 1 and _item_of(kind.net) is not None:
                found.append(Kind(_item_of(kind.net)))
            else:
                found.append(kind)
        return _distinct(found)

    # Pieces

    def keys(self, node: tree.HashtableAst) -> list[tuple[str, Kind | None]]:
        """The keys of a literal with what they hold."""
        found: list[tuple[str, Kind | None]] = []
        for key, value in node.key_value_pairs:
            if isinstance(key, tree.StringConstantExpressionAst):
                inner = self.of(value)
                found.append((str(key.value), _outside(inner[0]) if inner else kind_of(OBJECT)))
        return found

    def _array(self, elements: Kinds) -> Kind:
        elements = _distinct(elements)
        only = elements[0] if len(elements) == 1 and not elements[0].notes else None
        net = array_of(only.net if only is not None and only.net is not None else find_type(OBJECT))  # type: ignore[arg-type]
        return Kind(net, elements=tuple(elements))

    def _converted(self, node: tree.AttributedExpressionAst) -> Kinds:
        if not isinstance(node, tree.ConvertExpressionAst):
            return self.of(node.child)
        name = node.attribute.type_name.full_name.lower()
        if isinstance(node.child, tree.HashtableAst):
            if name in ("pscustomobject", "psobject", "system.management.automation.psobject"):
                return [psobject([each for each in self.keys(node.child) if each[0].lower() != "pstypename"], _given_name(node.child))]
            if name == "ordered":
                return _known("System.Collections.Specialized.OrderedDictionary")
        found = named_kind(node.attribute.type_name, node)
        return [found] if found is not None else []

    def static_of(self, node: Ast) -> list[Entry]:
        """The static members of the type that a node names or gives."""
        if isinstance(node, tree.TypeExpressionAst):
            kind = named_kind(node.type_name, node)
            if kind is None:
                return []
            return class_statics(kind.node) if kind.node is not None else static_entries(kind.net)  # type: ignore[arg-type]
        return []

    def _member(self, node: Any) -> Kinds:
        name = getattr(node.member, "value", None)
        if not isinstance(name, str):
            return []
        folded = name.lower()
        called = isinstance(node, tree.InvokeMemberExpressionAst)
        if node.static:
            choices = self.static_of(node.expression)
        else:
            if folded == "exception" and isinstance(node.expression, tree.VariableExpressionAst) and node.expression.variable_path.name.lower() in ("_", "psitem"):
                from relayshell.completion.variablekinds import caught_kinds

                caught = caught_kinds(node)
                if caught:
                    return caught
            owners = self.of(node.expression)
            if called and folded in ("where", "foreach"):
                block = next((each for each in node.arguments or () if isinstance(each, tree.ScriptBlockExpressionAst)), None)
                return self.enumerated(owners) if folded == "where" else self.of(block.script_block) if block is not None else []
            choices = [entry for kind in owners for entry in entries(kind, True)]
            if not any(entry.name.lower() == folded for entry in choices):
                choices = [entry for kind in self.enumerated(owners) for entry in entries(kind)]
        named = [entry for entry in choices if entry.name.lower() == folded]
        if named and not called and all(entry.method for entry in named):
            return _known("System.Management.Automation.PSMethod")
        return _distinct([entry.kind for entry in named if entry.kind is not None and (entry.method or not called)])

    def _indexed(self, node: tree.IndexExpressionAst) -> Kinds:
        found: Kinds = []
        for kind in self.of(node.target):
            if kind.net is not None and kind.net.full_name == STRING:
                found.append(kind_of("System.Char"))
            elif kind.notes and isinstance(node.index, tree.StringConstantExpressionAst):
                found.extend(inner for name, inner in kind.notes if name.lower() == str(node.index.value).lower() and inner is not None)
            elif kind.net is not None and len(kind.net.generic_arguments) == 2:
                found.append(Kind(kind.net.generic_arguments[1]))
            elif kind.elements is not None or kind.net is not None and (kind.net.is_array or kind.net.generic_arguments or _item_of(kind.net)):
                found.extend(self.enumerated([kind]))
            elif not kind.notes and (kind.net is None or kind.net.full_name not in _TABLES):
                # What a command gives one by one may come as an array.
                found.append(kind)
        return _distinct(found)

    def _binary(self, node: tree.BinaryExpressionAst) -> Kinds:
        if node.operator in _TEXT_RESULT:
            return [kind_of(STRING)]
        if node.operator == "DotDot":
            return [self._array([kind_of(INT)])]
        if node.operator in ("Isplit", "Csplit"):
            return [self._array([kind_of(STRING)])]
        if node.operator == "As":
            found = named_kind(node.right.type_name, node) if isinstance(node.right, tree.TypeExpressionAst) else None
            return [found] if found is not None else []
        if node.operator in _ARITHMETIC:
            left = self.of(node.left)
            return left or self.of(node.right)
        return [kind_of(BOOL)]

    def _unary(self, node: tree.UnaryExpressionAst) -> Kinds:
        if node.token_kind in ("Not", "Exclaim"):
            return [kind_of(BOOL)]
        if node.token_kind in ("Isplit", "Csplit"):
            return [self._array([kind_of(STRING)])]
        if node.token_kind == "Join":
            return [kind_of(STRING)]
        if node.token_kind == "Comma":
            return [self._array(self.of(node.child))]
        return self.of(node.child)


def _given_name(table: tree.HashtableAst) -> str:
    """The text that a hashtable literal has as PSTypeName."""
    for key, value in table.key_value_pairs:
        if str(getattr(key, "value", "")).lower() == "pstypename":
            pure = value.get_pure_expression() if hasattr(value, "get_pure_expression") else None
            return str(pure.value) if isinstance(pure, tree.StringConstantExpressionAst) else ""
    return ""


def _item_of(net: Any) -> Any:
    """What a collection's enumeration gives, by the generic interface it has; None where it has none."""
    found = [
        interface.generic_arguments[0] for interface in net.interfaces
        if interface.generic_definition is not None and interface.generic_definition.text == "System.Collections.Generic.IEnumerable`1"
    ]
    # Some give pairs too; what is in them comes alone first.
    return next((each for each in found if not each.text.startswith("System.Collections.Generic.KeyValuePair`2")), None)


def _outside(kind: Kind) -> Kind:
    """A kind as the value of a key: of a table in a table no more than its type is told."""
    return Kind(kind.net) if kind.net is not None and kind.net.full_name == "System.Collections.Hashtable" else kind


def _known(name: str) -> Kinds:
    found = find_type(name)
    return [Kind(found)] if found is not None else []


def _distinct(kinds: Kinds) -> Kinds:
    found: Kinds = []
    for kind in kinds:
        if kind not in found:
            found.append(kind)
    return found
