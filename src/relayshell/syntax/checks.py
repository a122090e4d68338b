"""What is wrong with a tree although the grammar takes it: duplicates, targets that cannot be assigned to, jumps out of finally."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relayshell.source import Extent
from relayshell.syntax.ast import blocks, commands, definitions, expressions, literals, loops, statements
from relayshell.syntax.ast.node import Ast, ExpressionAst, LabeledStatementAst, LoopStatementAst
from relayshell.syntax.constants import is_constant
from relayshell.syntax.targets import REFERENCE, VOID, check_target
from relayshell.syntax.tokens import kind_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from relayshell.syntax.class_checks import ClassChecks
    from relayshell.syntax.facts import TypeTable
    from relayshell.syntax.parser import Parser


class Checks:
    """All checks of one tree, whose nodes are in `nodes`, parents first."""

    def __init__(self, parser: Parser, nodes: list[Ast], types: TypeTable) -> None:
        self._parser = parser
        self._nodes = nodes
        self._types = types
        self._unset: set[int] = set()
        self._in_class = False

    def run(self) -> None:
        """Reports what is wrong."""
        nodes = self._nodes
        classes: ClassChecks | None = None
        if any(type(node) is definitions.TypeDefinitionAst for node in nodes):
            from relayshell.syntax.class_checks import ClassChecks  # seldom needed

            self._in_class = True
            classes = ClassChecks(nodes, self._types, self._report)
            classes.check_names()
        rules = _RULES
        for node in nodes:
            rule = rules.get(type(node))
            if rule is not None:
                rule(self, node)
        if classes is not None and not self._parser.errors:
            classes.check_definitions()

    def _report(self, error_id: str, place: Any, *args: object) -> None:
        self._parser.report(error_id, place.start, place.end, *args)

    # Functions and parameters

    def _param_block(self, node: blocks.ParamBlockAst) -> None:
        self._duplicates(node.parameters)

    def _duplicates(self, parameters: Any) -> None:
        seen: set[str] = set()
        for parameter in parameters:
            name = parameter.name.variable_path.user_path
            if name.lower() in seen:
                self._report("DuplicateFormalParameter", parameter.name, name)
            seen.add(name.lower())
            for attribute in parameter.attributes:
                if isinstance(attribute, blocks.TypeConstraintAst) and attribute.type_name.full_name.lower() in VOID:
                    self._report("VoidTypeConstraintNotAllowed", attribute)
                    break

    def _parameter(self, node: blocks.ParameterAst) -> None:
        above = node.parent
        in_method = above is not None and isinstance(above.parent, definitions.FunctionMemberAst)
        typed = False
        for attribute in node.attributes:
            if isinstance(attribute, blocks.TypeConstraintAst):
                if attribute.type_name.full_name.lower() == "ordered":
                    self._report("OrderedAttributeOnlyOnHashLiteralNode", attribute, attribute.type_name.full_name)
                elif in_method:
                    if typed:
                        self._report("MultipleTypeConstraintsOnMethodParam", attribute)
                    typed = True

    def _function(self, node: definitions.FunctionDefinitionAst) -> None:
        if node.parameters is not None:
            if node.body.param_block is not None:
                self._report("OnlyOneParameterListAllowed", node.body.param_block)
            else:
                self._duplicates(node.parameters)
        if node.is_workflow:
            self._report("WorkflowNotSupportedInPowerShellCore", node)

    def _attribute(self, node: blocks.AttributeAst) -> None:
        above = node.parent
        on_class = isinstance(above, (definitions.TypeDefinitionAst, definitions.MemberAst)) or (
            isinstance(above, blocks.ParameterAst) and self._member_around(node) is not None
        )
        wrong = "ParameterAttributeArgumentNeedsToBeConstant" + ("" if on_class else "OrScriptBlock")
        for named in node.named_arguments:
            if not named.expression_omitted and not is_constant(named.argument, True, not on_class):
                self._report(wrong, named.argument)
        for argument in node.positional_arguments:
            if not is_constant(argument, True, not on_class):
                self._report(wrong, argument)

    # Members of classes

    def _member_around(self, node: Ast) -> definitions.MemberAst | None:
        """The member of a class that `node` belongs to itself, not through a function or script block inside."""
        above = node.parent
        while above is not None:
            if isinstance(above, definitions.MemberAst):
                return above
            if isinstance(above, blocks.ScriptBlockAst):
                outside = above.parent
                if outside is None or not isinstance(outside.parent, definitions.FunctionMemberAst):
                    return None
            above = above.parent
        return None

    def _function_member(self, node: definitions.FunctionMemberAst) -> None:
        from relayshell.syntax.member_flow import MemberFlow  # seldom needed

        body = node.body
        if body.param_block is not None:
            self._report("ParamBlockNotAllowedInMethod", body.param_block)
        end = body.end_block
        if body.begin_block or body.process_block or body.clean_block or body.dynamic_param_block or end is None or not end.unnamed:
            first = body.dynamic_param_block or body.begin_block or body.process_block or end or body.clean_block
            self._report("NamedBlockNotAllowedInMethod", first or body)
        if node.is_constructor and node.return_type is not None:
            self._report("ConstructorCantHaveReturnType", node.return_type)
        flow = MemberFlow(node)
        self._unset |= flow.unset
        if not flow.always_returns and not _returns_nothing(node):
            self._parser.report("MethodHasCodePathNotReturn", node.function.name_start, node.function.name_end)

    def _property(self, node: definitions.PropertyMemberAst) -> None:
        constraint = node.property_type
        if constraint is not None and constraint.type_name.full_name.lower() in VOID:
            self._report("TypeNotAllowedForProperty", constraint, constraint.type_name.full_name)

    def _return(self, node: statements.ReturnStatementAst) -> None:
        self._leaves_finally(node, None)
        member = self._member_around(node) if self._in_class else None
        if isinstance(member, definitions.FunctionMemberAst):
            nothing = _returns_nothing(member)
            if node.pipeline is not None and nothing:
                self._report("VoidMethodHasReturn", node)
            elif node.pipeline is None and not nothing:
                self._report("NonVoidMethodMissingReturnValue", node)

    # Statements

    def _switch(self, node: loops.SwitchStatementAst) -> None:
        if "Parallel" in node.flags:
            self._report("KeywordParameterReservedForFutureUse", node, "switch", "parallel")

    def _foreach(self, node: loops.ForEachStatementAst) -> None:
        if "Parallel" in node.flags:
            self._report("KeywordParameterReservedForFutureUse", node, "foreach", "parallel")
        if node.throttle_limit is not None:
            self._report("KeywordParameterReservedForFutureUse", node, "foreach", "throttlelimit")
            if "Parallel" not in node.flags:
                self._report("ThrottleLimitRequiresParallelFlag", node)

    def _data(self, node: statements.DataStatementAst) -> None:
        from relayshell.syntax.restricted import check_restricted  # seldom needed

        allowed: set[str] | None = {"convertfrom-stringdata"}
        for command in node.commands_allowed:
            if isinstance(command, literals.StringConstantExpressionAst):
                if allowed is not None:
                    allowed.add(str(command.value).lower())
            else:
                allowed = None
        check_restricted(node.body, allowed, self._report)

    def _block_statement(self, node: statements.BlockStatementAst) -> None:
        above = node.parent
        while above is not None:
            if isinstance(above, definitions.FunctionDefinitionAst) and above.is_workflow:
                return
            above = above.parent
        place = Extent(node.source, node.start, node.start + len(node.kind))
        self._report("UnexpectedKeyword", place, place.text)

    def _try(self, node: statements.TryStatementAst) -> None:
        clauses = node.catch_clauses
        for number, first in enumerate(clauses):
            for second in clauses[number + 1 :]:
                if first.is_catch_all:
                    before = max(second.start - 1, 0)
                    self._parser.report("EmptyCatchNotLast", before, before)
                    break
                for caught in first.catch_types:
                    facts = self._types.find(caught.type_name.full_name)
                    if facts is None:
                        continue
                    for again in second.catch_types:
                        other = self._types.find(again.type_name.full_name)
                        if other is not None and (other.full_name == facts.full_name or facts.full_name in other.bases):
                            self._report("ExceptionTypeAlreadyCaught", again, other.full_name)

    def _jump(self, node: statements.BreakStatementAst | statements.ContinueStatementAst) -> None:
        label: str | None = ""
        if node.label is not None:
            label = str(node.label.value) if isinstance(node.label, literals.StringConstantExpressionAst) else None
        self._leaves_finally(node, label)
        if label and self._in_class:
            self._label_exists(node, label)

    def _label_exists(self, node: Ast, label: str) -> None:
        above = node.parent
        while above is not None:
            if isinstance(above, definitions.FunctionDefinitionAst):
                if isinstance(above.parent, definitions.FunctionMemberAst):
                    self._report("LabelNotFound", node, label)
                return
            if isinstance(above, LoopStatementAst) and _matches(label, above.label):
                return
            above = above.parent

    def _leaves_finally(self, node: Ast, label: str | None) -> None:
        """Reports a jump out of finally; `label` is None where the goal is not known or the function is left."""
        above = node.parent
        while above is not None:
            if isinstance(above, (blocks.NamedBlockAst, statements.TrapStatementAst, blocks.ScriptBlockAst)):
                return
            if label is not None and isinstance(above, LabeledStatementAst) and _matches(label, above.label):
                return
            outside = above.parent
            if isinstance(outside, statements.TryStatementAst) and outside.finally_ is above:
                self._report("ControlLeavingFinally", node)
                return
            above = outside

    def _using(self, node: definitions.UsingStatementAst) -> None:
        if node.using_statement_kind not in ("Namespace", "Assembly", "Module") or node.alias is not None:
            self._report("UsingStatementNotSupported", node)
        elif node.using_statement_kind == "Namespace" and node.name is not None:
            parts = str(node.name.value).split(".")
            if not all(part.isidentifier() for part in parts):
                self._report("InvalidNamespaceValue", node.name)
        elif node.using_statement_kind == "Module" and node.name is not None:
            if any(char in str(node.name.value) for char in "*?["):
                self._report("WildCardModuleNameError", node)

    # Expressions

    def _assignment(self, node: commands.AssignmentStatementAst) -> None:
        if type(node.left) is literals.VariableExpressionAst:
            return
        check_target(node.left, node.operator == "Equals", self._report, lambda part: self._report("InvalidLeftHandSide", part))

    def _unary(self, node: expressions.UnaryExpressionAst) -> None:
        if node.token_kind.endswith(("PlusPlus", "MinusMinus")):
            operator = kind_text(node.token_kind)
            check_target(
                node.child, False, self._report, lambda part: self._report("OperatorRequiresVariableOrProperty", part, operator)
            )

    def _convert(self, node: expressions.ConvertExpressionAst) -> None:
        name = node.attribute.type_name.full_name
        lowered = name.lower()
        if lowered == "ordered":
            if not isinstance(node.child, literals.HashtableAst):
                self._report("OrderedAttributeOnlyOnHashLiteralNode", node, name)
        elif lowered in REFERENCE:
            self._reference(node)

    def _reference(self, node: expressions.ConvertExpressionAst) -> None:
        several = False
        child: Ast = node.child
        while isinstance(child, expressions.AttributedExpressionAst):
            if isinstance(child, expressions.ConvertExpressionAst) and child.attribute.type_name.full_name.lower() in REFERENCE:
                several = True
                self._report("ReferenceNeedsToBeByItselfInTypeSequence", child.attribute)
            child = child.child
        above = node.parent
        if several or not isinstance(above, expressions.ConvertExpressionAst):
            return
        if above.attribute.type_name.full_name.lower() in REFERENCE:
            return
        outside: Ast | None = above
        while outside is not None and not isinstance(outside, (commands.AssignmentStatementAst, commands.CommandExpressionAst)):
            outside = outside.parent
        if isinstance(outside, commands.AssignmentStatementAst) and outside.left.start <= node.start < outside.left.end:
            return
        self._report("ReferenceNeedsToBeLastTypeInTypeConversion", node.attribute)

    def _using_expression(self, node: expressions.UsingExpressionAst) -> None:
        part: ExpressionAst = node.sub_expression
        while not isinstance(part, literals.VariableExpressionAst):
            if type(part) is expressions.MemberExpressionAst and isinstance(part.member, literals.StringConstantExpressionAst):
                part = part.expression
            elif isinstance(part, expressions.IndexExpressionAst):
                if not is_constant(part.index, True):
                    self._report("InvalidUsingExpression", part.index)
                    return
                part = part.target
            else:
                self._report("InvalidUsingExpression", part)
                return

    def _variable(self, node: literals.VariableExpressionAst) -> None:
        if node.splatted:
            above = node.parent
            if not isinstance(above, (commands.CommandAst, expressions.UsingExpressionAst)):
                in_list = isinstance(above, literals.ArrayLiteralAst) and isinstance(above.parent, commands.CommandAst)
                error_id = "SplattingNotPermittedInArgumentList" if in_list else "SplattingNotPermitted"
                self._report(error_id, node, node.variable_path.user_path)
        if self._in_class:
            if id(node) in self._unset:
                self._report("VariableNotLocal", node)
            if node.variable_path.user_path.lower() == "this":
                member = self._member_around(node)
                if isinstance(member, (definitions.FunctionMemberAst, definitions.PropertyMemberAst)) and member.is_static:
                    self._report("NonStaticMemberAccessInStaticMember", node, node.variable_path.user_path)

    def _hashtable(self, node: literals.HashtableAst) -> None:
        seen: set[str] = set()
        for key, _ in node.key_value_pairs:
            if isinstance(key, literals.ConstantExpressionAst):
                text = str(key.value)
                if text.lower() in seen:
                    self._report("DuplicateKeyInHashLiteral", key, text)
                seen.add(text.lower())

    def _attributed(self, node: expressions.AttributedExpressionAst) -> None:
        part: Ast = node
        while isinstance(part, expressions.AttributedExpressionAst):
            if isinstance(part.child, literals.VariableExpressionAst):
                return
            part = part.child
        self._report("UnexpectedAttribute", node.attribute, node.attribute.type_name.full_name)


def _returns_nothing(member: definitions.FunctionMemberAst) -> bool:
    return member.return_type is None or member.return_type.type_name.full_name.lower() in VOID


def _matches(label: str, of_loop: str | None) -> bool:
    """Whether a jump to `label` goes to a loop so labelled; one without a label goes to any."""
    return not label or label.lower() == (of_loop or "").lower()


_RULES: dict[type[Ast], Callable[[Checks, Any], None]] = {
    blocks.ParamBlockAst: Checks._param_block,
    blocks.ParameterAst: Checks._parameter,
    blocks.AttributeAst: Checks._attribute,
    definitions.FunctionDefinitionAst: Checks._function,
    definitions.FunctionMemberAst: Checks._function_member,
    definitions.PropertyMemberAst: Checks._property,
    definitions.UsingStatementAst: Checks._using,
    statements.ReturnStatementAst: Checks._return,
    statements.DataStatementAst: Checks._data,
    statements.BlockStatementAst: Checks._block_statement,
    statements.TryStatementAst: Checks._try,
    statements.BreakStatementAst: Checks._jump,
    statements.ContinueStatementAst: Checks._jump,
    loops.SwitchStatementAst: Checks._switch,
    loops.ForEachStatementAst: Checks._foreach,
    commands.AssignmentStatementAst: Checks._assignment,
    expressions.UnaryExpressionAst: Checks._unary,
    expressions.ConvertExpressionAst: Checks._convert,
    expressions.AttributedExpressionAst: Checks._attributed,
    expressions.UsingExpressionAst: Checks._using_expression,
    literals.VariableExpressionAst: Checks._variable,
    literals.HashtableAst: Checks._hashtable,
}
