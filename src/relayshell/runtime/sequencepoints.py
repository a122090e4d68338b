"""Where a running script can be said to be: its statements, the conditions of its branches and loops, and what each reads and writes.

A point is a node of the tree. Compiled code bears the places of nodes; `starts` says at which of its instructions a point begins.
"""

from __future__ import annotations

from opcode import opmap
from typing import Any

from relayshell.syntax import ast as tree

# Going on with a loop, or out of it, bears the place of the loop's variable too; what counts is that it takes an item.
_TAKING = (opmap["STORE_FAST"], opmap["STORE_DEREF"])
_HOLDERS = (tree.StatementBlockAst, tree.NamedBlockAst)
_COMPOUND = (tree.IfStatementAst, tree.LoopStatementAst, tree.SwitchStatementAst, tree.TryStatementAst, tree.TrapStatementAst,
             tree.BlockStatementAst, tree.DataStatementAst, tree.FunctionDefinitionAst, tree.TypeDefinitionAst)


def points_of(root: Any) -> list[Any]:
    """The points in a tree, in the order in which they run where they stand on one line."""
    found: list[Any] = []
    for node in root.walk():
        if isinstance(node, _HOLDERS):
            found.extend(each for each in node.statements if not isinstance(each, _COMPOUND))
        elif isinstance(node, tree.IfStatementAst):
            found.extend(condition for condition, _ in node.clauses)
        elif isinstance(node, tree.ForEachStatementAst):
            found += [node.condition, node.variable]
        elif isinstance(node, tree.ForStatementAst):
            found.extend(each for each in (node.initializer, node.condition, node.iterator) if each is not None)
        elif isinstance(node, (tree.LoopStatementAst, tree.SwitchStatementAst)):
            found.append(node.condition)
    return found


class Points:
    """The points of one source, and those at which breakpoints on whole lines stop: the first of each line."""

    def __init__(self, root: Any) -> None:
        self.all = points_of(root)
        self.source = root.source
        self.first: dict[int, Any] = {}
        for point in self.all:
            self.first.setdefault(self.source.line_of(point.start), point)
        self.later = {id(point): later for point in self.all if (later := self._later(point))}
        for each in (each for later in self.later.values() for each in later):
            self.first[self.source.line_of(each.start)] = each
        self._found: dict[tuple[int, int], Any] = {}
        self._accesses: dict[int, tuple[list[str], list[str]]] = {}

    def at(self, start: int, end: int) -> Any:
        """The innermost point that holds a stretch of the text; None where none does."""
        key = (start, end)
        if key not in self._found:
            holding = [point for point in self.all if point.start <= start and end <= point.end]
            self._found[key] = min(holding, key=lambda point: point.end - point.start, default=None)
        return self._found[key]

    def _later(self, point: Any) -> list[Any]:
        """The commands of a pipeline that stand on further lines: it can be stopped at each of them."""
        while isinstance(point, tree.AssignmentStatementAst):
            point = point.right
        if not isinstance(point, tree.PipelineAst):
            return []
        line = self.source.line_of(point.start)
        return [each for each in point.pipeline_elements[1:] if self.source.line_of(each.start) != line]

    def accesses(self, point: Any) -> tuple[list[str], list[str]]:
        """The names (folded) of the variables that a point reads and writes, once for each time it does."""
        found = self._accesses.get(id(point))
        if found is None:
            found = self._accesses[id(point)] = _accesses(point)
        return found


def starts(code: Any, points: Points) -> dict[int, Any]:
    """The points that begin at instructions of compiled code, by the instructions' offsets."""
    lines, count = points.source.line_starts, len(points.source.line_starts)
    found: dict[int, Any] = {}
    seen: set[int] = set()
    before = None
    for at, (line, end_line, column, end_column) in enumerate(code.co_positions()):
        if line is None or end_line is None or column is None or end_column is None or not 0 < line <= end_line <= count or column == end_column:
            continue
        point = points.at(lines[line - 1] + column, lines[end_line - 1] + end_column)
        if point is None or point is before or isinstance(point, tree.VariableExpressionAst) and code.co_code[at * 2] not in _TAKING:
            continue
        # Going on with a statement after what it holds is no new beginning of it; coming round to a condition again is.
        if id(point) not in seen or before is None or not (point.start <= before.start and before.end <= point.end):
            found[at * 2] = point
        seen.add(id(point))
        before = point
    return found


def _accesses(point: Any) -> tuple[list[str], list[str]]:
    reads: list[str] = []
    writes: list[str] = []
    parent = point.parent
    if isinstance(parent, tree.ForEachStatementAst) and parent.variable is point:
        writes.append(_name(point))
        return reads, writes
    stack: list[Any] = [point]
    while stack:
        node = stack.pop()
        if isinstance(node, (tree.ScriptBlockExpressionAst, tree.StatementBlockAst)) or isinstance(node, _COMPOUND):
            continue
        if isinstance(node, tree.VariableExpressionAst):
            reads.append(_name(node))
            continue
        if isinstance(node, tree.AssignmentStatementAst):
            targets = _targets(node.left)
            writes.extend(targets)
            if node.operator != "Equals":
                reads.extend(targets)
            stack.append(node.right)
            if not targets:
                stack.append(node.left)
            continue
        if isinstance(node, tree.UnaryExpressionAst) and node.token_kind in ("PlusPlus", "MinusMinus", "PostfixPlusPlus", "PostfixMinusMinus"):
            writes.extend(_targets(node.child))
        stack.extend(node.children())
    return reads, writes


def _targets(node: Any) -> list[str]:
    """The variables that an assignment to the expression writes."""
    while isinstance(node, (tree.AttributedExpressionAst, tree.ParenExpressionAst)):
        node = node.child if isinstance(node, tree.AttributedExpressionAst) else node.pipeline.get_pure_expression()
    if isinstance(node, tree.ArrayLiteralAst):
        return [name for each in node.elements for name in _targets(each)]
    return [_name(node)] if isinstance(node, tree.VariableExpressionAst) else []


def _name(node: Any) -> str:
    return str(node.variable_path.name).lower()
