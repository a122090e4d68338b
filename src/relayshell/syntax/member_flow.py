"""How control flows through a class's method: whether every way out returns, and which variables are read before they are set.

A graph of blocks is made from the body; what is assigned on every way into a block counts as assigned there. Ways back to the head of a loop
add nothing, since they came past it already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relayshell.syntax.ast import commands, definitions, expressions, literals, loops, statements
from relayshell.syntax.ast.blocks import NamedBlockAst, ScriptBlockAst, TypeConstraintAst
from relayshell.syntax.ast.node import Ast, ExpressionAst
from relayshell.syntax.constants import CONSTANT_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_AUTOMATIC = frozenset("_ args this input pscmdlet psboundparameters myinvocation psscriptroot pscommandpath ?".split())
_READABLE = frozenset("lastexitcode error stacktrace outputencoding nestedpromptlevel pwd matches".split()) | CONSTANT_VARIABLES
_BY_NAME = frozenset(
    "new-variable remove-variable set-variable set-psbreakpoint microsoft.powershell.utility\\new-variable "
    "microsoft.powershell.utility\\remove-variable microsoft.powershell.utility\\set-variable microsoft.powershell.utility\\set-psbreakpoint "
    "nv rv sbp sv set".split()
)
_NOT_ENTERED = (
    definitions.FunctionDefinitionAst,
    definitions.TypeDefinitionAst,
    expressions.ScriptBlockExpressionAst,
    expressions.UsingExpressionAst,
    expressions.BaseCtorInvokeMemberExpressionAst,
    statements.ErrorStatementAst,
    expressions.ErrorExpressionAst,
    statements.TrapStatementAst,
)


class _Block:
    """A stretch of code without branches: the variables it reads (a node) and sets (a name)."""

    __slots__ = ("uses", "successors", "predecessors", "reached", "leaves", "assigned")

    def __init__(self, reached: bool = False) -> None:
        self.uses: list[literals.VariableExpressionAst | str] = []
        self.successors: list[_Block] = []
        self.predecessors: list[_Block] = []
        self.reached = reached
        self.leaves = False
        self.assigned: frozenset[str] | None = None

    def to(self, after: _Block) -> None:
        """Control may go from here to `after`."""
        if after not in self.successors:
            if self.reached:
                after.reached = True
            self.successors.append(after)
            after.predecessors.append(self)


def _local_name(variable: literals.VariableExpressionAst) -> str | None:
    path = variable.variable_path
    if not path.is_variable or path.scope not in (None, "local", "private"):
        return None
    name = path.name.lower()
    return "_" if name == "psitem" else name


class MemberFlow:
    """The flow of one method."""

    def __init__(self, member: definitions.FunctionMemberAst) -> None:
        self._entry = self._now = _Block(True)
        self._exit = _Block()
        self._loops: list[tuple[str, _Block, _Block]] = []
        self._types: dict[str, str] = {}
        self._loose: set[str] = set()
        self._assigned_somewhere: set[str] = set()
        body = member.body
        self._pessimistic = any(map(_defeats_analysis, body.walk()))
        for parameter in member.parameters:
            name = _local_name(parameter.name)
            if name is not None:
                self._entry.uses.append(name)
                self._assigned_somewhere.add(name)
                self._types[name] = next(
                    (attribute.type_name.name.lower() for attribute in parameter.attributes if isinstance(attribute, TypeConstraintAst)),
                    "object",
                )
        self._script_block(body)
        self._now.to(self._exit)
        self.always_returns = all(block.leaves or not block.reached for block in self._exit.predecessors)
        """Whether no way through the method ends without return or throw."""
        self.unset: set[int] = set()
        """The ids of the nodes of variables that are read where they may not be set."""
        self._find_unset()

    def _find_unset(self) -> None:
        suspects: list[literals.VariableExpressionAst] = []
        for block in _in_flow_order(self._entry):
            known = [before.assigned for before in block.predecessors if before.assigned is not None]
            assigned = set(frozenset.intersection(*known)) if known else set()
            for use in block.uses:
                if isinstance(use, str):
                    assigned.add(use)
                elif _local_name(use) not in assigned:
                    suspects.append(use)
            block.assigned = frozenset(assigned)
        for use in suspects:
            name = _local_name(use)
            loose = self._pessimistic or name in self._loose
            if not (loose and name in self._assigned_somewhere):
                self.unset.add(id(use))

    # Nodes

    def _visit_all(self, nodes: Sequence[Ast | None]) -> None:
        for node in nodes:
            if node is not None:
                self._visit(node)

    def _visit(self, node: Ast) -> None:
        if isinstance(node, _NOT_ENTERED):
            return
        rule = _RULES.get(type(node))
        if rule is None:
            self._visit_all(node.children())
        else:
            rule(self, node)

    def _script_block(self, body: ScriptBlockAst) -> None:
        self._visit_all((body.dynamic_param_block, body.begin_block, body.process_block, body.end_block))

    def _block(self, node: NamedBlockAst | statements.StatementBlockAst) -> None:
        self._visit_all(node.statements)

    def _variable(self, node: literals.VariableExpressionAst) -> None:
        name = _local_name(node)
        if name is None:
            if node.variable_path.is_variable and node.variable_path.scope not in ("global", "script"):
                self.unset.add(id(node))
        elif name not in _AUTOMATIC and node.variable_path.name.lower() not in _READABLE:
            self._now.uses.append(node)

    def _assign(self, target: Ast, cast: str | None = None) -> None:
        if isinstance(target, expressions.ConvertExpressionAst):
            cast = target.attribute.type_name.name.lower()
            target = target.child
        if isinstance(target, literals.VariableExpressionAst):
            name = _local_name(target)
            if name is not None:
                self._set(name, cast)
                self._assigned_somewhere.add(name)

    def _set(self, name: str, cast: str | None) -> None:
        known = self._types.get(name)
        if known is None:
            self._types[name] = cast or "object"
        else:
            if cast is None and not any(use == name for use in self._now.uses if isinstance(use, str)):
                cast = known if known == "object" else None
            if cast is not None and cast != known:
                self._loose.add(name)
        self._now.uses.append(name)

    def _assignment(self, node: commands.AssignmentStatementAst) -> None:
        self._visit(node.right)
        for target in _targets(node.left):
            casts = attributes = 0
            inner: Ast = target
            while isinstance(inner, expressions.AttributedExpressionAst):
                casts += 1
                attributes += not isinstance(inner, expressions.ConvertExpressionAst)
                inner = inner.child
            if not isinstance(inner, literals.VariableExpressionAst):
                self._visit(target)
            elif attributes or casts > 1:
                name = _local_name(inner)
                if name is not None:
                    self._loose.add(name)
            else:
                self._assign(target)

    def _binary(self, node: expressions.BinaryExpressionAst) -> None:
        spine = [node]
        left = node.left
        while isinstance(left, expressions.BinaryExpressionAst):
            spine.append(left)
            left = left.left
        self._visit(left)
        for part in reversed(spine):
            if part.operator in ("And", "Or"):
                after, right = _Block(), _Block()
                self._now.to(after)
                self._now.to(right)
                self._now = right
                self._visit(part.right)
                self._now.to(after)
                self._now = after
            else:
                self._visit(part.right)

    def _pipeline(self, node: commands.PipelineAst) -> None:
        self._visit_all(node.pipeline_elements)
        if self._loops and any(isinstance(part, commands.CommandAst) for part in node.pipeline_elements):
            for _, after, again in self._loops:
                self._now.to(after)
                self._now.to(again)
            after = _Block()
            self._now.to(after)
            self._now = after

    def _if(self, node: statements.IfStatementAst) -> None:
        after = _Block()
        if node.else_clause is None:
            self._now.to(after)
        for number, (condition, body) in enumerate(node.clauses, 1):
            is_last = number == len(node.clauses) and node.else_clause is None
            inside, other = _Block(), after if is_last else _Block()
            self._visit(condition)
            self._now.to(inside)
            self._now.to(other)
            self._now = inside
            self._visit(body)
            self._now.to(after)
            self._now = other
        if node.else_clause is not None:
            self._visit(node.else_clause)
            self._now.to(after)
        self._now = after

    def _ternary(self, node: expressions.TernaryExpressionAst) -> None:
        yes, no, after = _Block(), _Block(), _Block()
        self._visit(node.condition)
        self._now.to(yes)
        self._now.to(no)
        for branch, expression in ((yes, node.if_true), (no, node.if_false)):
            self._now = branch
            self._visit(expression)
            self._now.to(after)
        self._now = after

    def _loop(self, label: str | None, condition: Callable[[], None] | None, body: Callable[[], None], step: Ast | None = None) -> None:
        again, inside, after = _Block(), _Block(), _Block()
        if step is not None:
            test = _Block()
            self._now.to(test)
            self._now = again
            self._visit(step)
            self._now.to(test)
            self._now = test
        else:
            self._now.to(again)
            self._now = again
        if condition is not None:
            condition()
            self._now.to(after)
        self._loops.append(((label or "").lower(), after, again))
        self._now.to(inside)
        self._now = inside
        body()
        self._now.to(again)
        self._now = after
        self._loops.pop()

    def _while(self, node: loops.WhileStatementAst) -> None:
        condition = node.condition
        self._loop(node.label, lambda: self._visit(condition), lambda: self._visit(node.body))  # type: ignore[arg-type]

    def _for(self, node: loops.ForStatementAst) -> None:
        if node.initializer is not None:
            self._visit(node.initializer)
        condition = node.condition
        test = None if condition is None else lambda: self._visit(condition)
        self._loop(node.label, test, lambda: self._visit(node.body), node.iterator)

    def _foreach(self, node: loops.ForEachStatementAst) -> None:
        after = _Block()

        def condition() -> None:
            self._visit(node.condition)  # type: ignore[arg-type]
            self._now.to(after)
            self._now.uses.append("foreach")
            self._assign(node.variable)

        self._loop(node.label, condition, lambda: self._visit(node.body))
        self._now.to(after)
        self._now = after

    def _do(self, node: loops.DoWhileStatementAst | loops.DoUntilStatementAst) -> None:
        again, inside, after, back = _Block(), _Block(), _Block(), _Block()
        self._loops.append(((node.label or "").lower(), after, again))
        self._now.to(inside)
        self._now = inside
        self._visit(node.body)
        self._now.to(again)
        self._now = again
        self._visit(node.condition)  # type: ignore[arg-type]
        self._now.to(after)
        self._now.to(back)
        back.to(inside)
        self._now = after
        self._loops.pop()

    def _switch(self, node: loops.SwitchStatementAst) -> None:
        def condition() -> None:
            self._visit(node.condition)  # type: ignore[arg-type]
            self._now.uses.append("switch")

        def body() -> None:
            after = _Block()
            for number, (test, block) in enumerate(node.clauses, 1):
                is_last = number == len(node.clauses) and node.default is None
                inside, other = _Block(), after if is_last else _Block()
                self._visit(test)
                self._now.to(other)
                self._now.to(inside)
                self._now = inside
                self._visit(block)
                if not is_last:
                    self._now.to(other)
                    self._now = other
            if node.default is not None:
                self._now.to(after)
                self._visit(node.default)
            self._now.to(after)
            self._now = after

        self._loop(node.label, condition, body)

    def _try(self, node: statements.TryStatementAst) -> None:
        before = self._now
        self._now = _Block()
        before.to(self._now)
        self._visit(node.body)
        last = self._now
        final = None if node.finally_ is None else _Block()
        after = _Block()
        for clause in node.catch_clauses:
            self._now = _Block()
            before.to(self._now)
            self._visit(clause.body)
            self._now.to(final or after)
        if final is None or node.finally_ is None:
            last.to(after)
        else:
            last.to(final)
            self._now = final
            self._visit(node.finally_)
            self._now.to(after)
            if not any(clause.is_catch_all for clause in node.catch_clauses):
                before.to(final)
                rethrown = _Block()
                self._now.to(rethrown)
                rethrown.leaves = True
                rethrown.to(self._exit)
        self._now = after

    def _leave(self, node: statements.ReturnStatementAst | statements.ExitStatementAst | statements.ThrowStatementAst) -> None:
        if node.pipeline is not None:
            self._visit(node.pipeline)
        self._now.to(self._exit)
        self._now.leaves = True
        self._now = _Block()

    def _jump(self, node: statements.BreakStatementAst | statements.ContinueStatementAst) -> None:
        goal: tuple[str, _Block, _Block] | None = None
        label: ExpressionAst | None = node.label
        if label is None:
            goal = self._loops[-1] if self._loops else None
        else:
            self._visit(label)
            if isinstance(label, literals.StringConstantExpressionAst):
                wanted = str(label.value).lower()
                goal = next((loop for loop in reversed(self._loops) if loop[0] == wanted), None)
        if goal is None:
            self._now.to(self._exit)
            self._now.leaves = True
        else:
            self._now.to(goal[1] if isinstance(node, statements.BreakStatementAst) else goal[2])
        self._now = _Block()


def _targets(node: Ast | None) -> list[Ast]:
    if isinstance(node, expressions.ParenExpressionAst):
        return _targets(node.pipeline.get_pure_expression())
    if isinstance(node, literals.ArrayLiteralAst):
        return [target for element in node.elements for target in _targets(element)]
    return [] if node is None else [node]


def _defeats_analysis(node: Ast) -> bool:
    """Whether a command may set variables by name, so that none can be followed."""
    if not isinstance(node, commands.CommandAst):
        return False
    return node.invocation_operator == "Dot" or (node.get_command_name() or "").lower() in _BY_NAME


def _in_flow_order(entry: _Block) -> list[_Block]:
    """The blocks that can be reached, each after those that lead to it, loops' ways back aside."""
    order: list[_Block] = []
    seen = {id(entry)}
    stack = [(entry, iter(entry.successors))]
    while stack:
        block, successors = stack[-1]
        for after in successors:
            if id(after) not in seen:
                seen.add(id(after))
                stack.append((after, iter(after.successors)))
                break
        else:
            order.append(block)
            stack.pop()
    order.reverse()
    return order


_RULES: dict[type[Ast], Callable[[MemberFlow, Ast], None]] = {
    NamedBlockAst: MemberFlow._block,
    statements.StatementBlockAst: MemberFlow._block,
    literals.VariableExpressionAst: MemberFlow._variable,
    commands.AssignmentStatementAst: MemberFlow._assignment,
    commands.PipelineAst: MemberFlow._pipeline,
    expressions.BinaryExpressionAst: MemberFlow._binary,
    expressions.TernaryExpressionAst: MemberFlow._ternary,
    statements.IfStatementAst: MemberFlow._if,
    statements.TryStatementAst: MemberFlow._try,
    statements.ReturnStatementAst: MemberFlow._leave,
    statements.ExitStatementAst: MemberFlow._leave,
    statements.ThrowStatementAst: MemberFlow._leave,
    statements.BreakStatementAst: MemberFlow._jump,
    statements.ContinueStatementAst: MemberFlow._jump,
    loops.WhileStatementAst: MemberFlow._while,
    loops.ForStatementAst: MemberFlow._for,
    loops.ForEachStatementAst: MemberFlow._foreach,
    loops.DoWhileStatementAst: MemberFlow._do,
    loops.DoUntilStatementAst: MemberFlow._do,
    loops.SwitchStatementAst: MemberFlow._switch,
}  # type: ignore[dict-item]
