"""Rules for functions, classes, enums and `using`."""

from __future__ import annotations

from relayshell.syntax.ast.blocks import AttributeAst, AttributeBaseAst, ParameterAst, ScriptBlockAst, TypeConstraintAst
from relayshell.syntax.ast.commands import CommandExpressionAst
from relayshell.syntax.ast.definitions import (
    FunctionDefinitionAst,
    FunctionMemberAst,
    MemberAst,
    PropertyMemberAst,
    TypeDefinitionAst,
    UsingStatementAst,
)
from relayshell.syntax.ast.expressions import BaseCtorInvokeMemberExpressionAst
from relayshell.syntax.ast.literals import HashtableAst, StringConstantExpressionAst, VariableExpressionAst
from relayshell.syntax.ast.names import VariablePath
from relayshell.syntax.ast.node import Ast, ExpressionAst, StatementAst
from relayshell.syntax.ast.statements import ErrorStatementAst
from relayshell.syntax.cursor import Cursor
from relayshell.syntax.tokens import KEYWORD_KINDS, Token

_NO_FUNCTION_NAMES = frozenset(
    "Pipe LParen LCurly AtParen AtCurly RCurly RParen EndOfInput Semi Redirection RedirectInStd AndAnd OrOr Ampersand Variable SplattedVariable "
    "HereStringExpandable HereStringLiteral StringLiteral StringExpandable".split()
)
_ENUM_VALUE = frozenset(("Public", "Static", "Literal"))
_INTEGERS = frozenset(
    "byte sbyte short ushort int uint long ulong int16 uint16 int32 uint32 int64 uint64 system.byte system.sbyte system.int16 system.uint16 "
    "system.int32 system.uint32 system.int64 system.uint64".split()
)
_ENDS_MEMBER = frozenset(("NewLine", "Semi", "RCurly"))


class DefinitionRules(Cursor):
    """Reads definitions; each rule has gone past the keyword."""

    # Functions

    def function_definition(self, keyword: Token) -> StatementAst:
        """`function name(parameters) { }`, filter and workflow."""
        source = self.source
        self.skip_newlines()
        name = self.take()
        if name.kind in _NO_FUNCTION_NAMES:
            self.looked = name
            self.report_incomplete("MissingNameAfterKeyword", keyword.end, keyword.end, self.token_text(keyword))
            return ErrorStatementAst(source, keyword.start, keyword.end)
        parameters, paren_end, error_end = self._function_parameters()
        curly = self.take()
        if curly.kind != "LCurly":
            self.looked = curly
            if error_end is None:
                error_end = name.end if paren_end is None else paren_end
                self.report_incomplete("MissingFunctionBody", error_end, error_end)
        if error_end is not None:
            return ErrorStatementAst(source, keyword.start, error_end, None, parameters or ())
        body: ScriptBlockAst = self.script_block(curly, keyword.kind == "Filter")
        text = str(name.value) if name.kind == "Generic" else self.token_text(name)
        return FunctionDefinitionAst(
            source,
            keyword.start,
            body.end,
            keyword.kind == "Filter",
            keyword.kind == "Workflow",
            text,
            name.start,
            name.end,
            parameters or None,
            body,
        )

    def _function_parameters(self) -> tuple[list[ParameterAst] | None, int | None, int | None]:
        """Parameters in parentheses (None where there are none), the end of the parentheses, and where a problem was noted."""
        self.skip_newlines()
        paren = self.look()
        if paren.kind != "LParen":
            return None, None, None
        self.looked = None
        parameters: list[ParameterAst] = self.parameter_list()
        self.skip_newlines()
        closing = self.take()
        error_end: int | None = None
        if closing.kind != "RParen":
            self.looked = closing
            error_end = parameters[-1].end if parameters else paren.end
            self.report_incomplete("MissingEndParenthesisInFunctionParameterList", error_end, error_end)
        self.skip_newlines()
        return parameters, closing.end, error_end

    # Classes

    def class_definition(self, attributes: list[AttributeBaseAst], keyword: Token) -> StatementAst:
        """`class name : bases { members }`."""
        source = self.source
        self.skip_newlines()
        name: StringConstantExpressionAst | None = self.simple_name()
        if name is None:
            self.report_incomplete("MissingNameAfterKeyword", keyword.end, keyword.end, self.token_text(keyword))
            return ErrorStatementAst(source, keyword.start, keyword.end)
        self.skip_newlines()
        mode = self.mode
        self.set_mode("Signature")
        bases = self._base_types()
        curly = self.take()
        made: StatementAst
        if curly.kind != "LCurly":
            self.looked = curly
            end = bases[-1].end if bases else name.end
            self.report_incomplete("MissingTypeBody", end, end, keyword.kind.lower())
            made = ErrorStatementAst(source, keyword.start, end, None, bases)
        else:
            made = self._class_body(attributes, keyword, name, bases, curly)
        self.set_mode(mode)
        return made

    def _base_types(self) -> list[TypeConstraintAst]:
        bases: list[TypeConstraintAst] = []
        last = self.look()
        if last.kind != "Colon":
            return bases
        while last.kind in ("Colon", "Comma"):
            self.looked = None
            self.skip_newlines()
            base = self.type_name(False)
            if base is None:
                self.report_incomplete("TypeNameExpected", last.end, last.end)
                break
            bases.append(TypeConstraintAst(self.source, base.start, base.end, base))
            self.skip_newlines()
            last = self.look()
            if last.kind == "Colon":
                break
        return bases

    def _class_body(
        self,
        attributes: list[AttributeBaseAst],
        keyword: Token,
        name: StringConstantExpressionAst,
        bases: list[TypeConstraintAst],
        curly: Token,
    ) -> StatementAst:
        source = self.source
        members: list[MemberAst] = []
        broken: list[Ast] = []
        end = curly.end
        while True:
            member, failed = self._class_member(str(name.value))
            if member is not None:
                members.append(member)
                end = member.end
            if failed:
                broken.extend(failed)
                end = failed[-1].end
            if member is None and failed is None:
                break
        closing = self.take()
        if closing.kind == "RCurly":
            end = closing.end
        else:
            self.looked = closing
            self.report_incomplete("MissingEndCurlyBrace", curly.end, curly.end, seen_at=closing.end)
        start = attributes[0].start if attributes else keyword.start
        plain = [attribute for attribute in attributes if isinstance(attribute, AttributeAst)]
        made = TypeDefinitionAst(source, start, end, str(name.value), name.start, name.end, plain, bases, members, "Class")
        misplaced = [attribute for attribute in attributes if isinstance(attribute, TypeConstraintAst)]
        if misplaced or broken:
            nested: list[Ast] = [*broken, *misplaced, made]
            return ErrorStatementAst(source, start, end, "Class", nested)
        return made

    def _class_member(self, class_name: str) -> tuple[MemberAst | None, list[Ast] | None]:
        """A property or method; or what was read of a broken one, None for that where nothing that belongs to a member was read."""
        attributes: list[AttributeAst] = []
        constraint: TypeConstraintAst | None = None
        words: set[str] = set()
        start = last_end = -1
        while True:
            self.skip_newlines()
            attribute = self.attribute()
            if attribute is not None:
                last_end = attribute.end
                start = attribute.start if start < 0 else start
                if isinstance(attribute, AttributeAst):
                    attributes.append(attribute)
                elif constraint is None:
                    constraint = attribute
                else:
                    self.report("TooManyTypes", attribute.start, attribute.end)
                continue
            token = self.look()
            start = token.start if start < 0 else start
            if token.kind not in ("Hidden", "Static"):
                break
            if token.kind in words:
                self.report("DuplicateQualifier", token.start, token.end, self.token_text(token))
            words.add(token.kind)
            last_end = token.end
            self.looked = None
        seen: list[Ast] = [*attributes, constraint] if constraint is not None else list(attributes)
        if token.kind == "Variable":
            return self._property(token, start, attributes, constraint, words, seen)
        if token.kind == "Identifier" or token.kind in KEYWORD_KINDS:
            self.looked = None
            function = self._method(token, class_name, "Static" in words)
            if not isinstance(function, FunctionDefinitionAst):
                self.sync(False, "RCurly")
                return None, seen or None
            is_constructor = function.name.lower() == class_name.lower()
            flags = frozenset(words | {"Public"})
            made = FunctionMemberAst(
                self.source, start, function.end, function.name, function, constraint, attributes, flags, is_constructor
            )
            return made, None
        if last_end >= 0:
            self.report_incomplete("IncompleteMemberDefinition", last_end, last_end)
            return None, seen or None
        return None, None

    def _property(
        self,
        token: Token,
        start: int,
        attributes: list[AttributeAst],
        constraint: TypeConstraintAst | None,
        words: set[str],
        seen: list[Ast],
    ) -> tuple[MemberAst | None, list[Ast] | None]:
        self.looked = None
        value: ExpressionAst | None = None
        if self.look().kind == "Equals":
            self.looked = None
            self.skip_newlines()
            value = self.expression()
        end = token.end if value is None else value.end
        terminator = self.look()
        if terminator.kind not in _ENDS_MEMBER:
            self.report_incomplete("MissingPropertyTerminator", end, end)
        self.skip_terminators()
        if terminator.kind == "Semi":
            end = terminator.end
        name = VariablePath(str(token.value)).name
        if not name:
            return None, [*seen, value] if value is not None else seen
        flags = frozenset(words | {"Public"})
        return PropertyMemberAst(self.source, start, end, name, constraint, attributes, value, flags), None

    def _method(self, name: Token, class_name: str, static: bool) -> StatementAst:
        source = self.source
        text = self.token_text(name)
        parameters: list[ParameterAst] | None = []
        error_end: int | None = None
        paren_end: int | None = None
        if self.look().kind == "LParen":
            parameters, paren_end, error_end = self._function_parameters()
        else:
            self.report_incomplete("MissingMethodParameterList", name.end, name.end)
        first: StatementAst | None = None
        if text.lower() == class_name.lower() and not static:
            first, problem_end = self._base_call(paren_end or name.end)
            error_end = error_end if problem_end is None else problem_end
        curly = self.take()
        if curly.kind != "LCurly":
            self.looked = curly
            if error_end is None:
                error_end = name.end if paren_end is None else paren_end
                self.report_incomplete("MissingFunctionBody", error_end, error_end)
        if error_end is not None:
            return ErrorStatementAst(source, name.start, error_end, None, parameters or ())
        mode = self.mode
        self.set_mode("Command")
        body: ScriptBlockAst = self.script_block(curly, False, first)
        self.set_mode(mode)
        return FunctionDefinitionAst(source, name.start, body.end, False, False, text, name.start, name.end, parameters or None, body)

    def _base_call(self, at: int) -> tuple[StatementAst, int | None]:
        """The call of the base class's constructor, written or not; and where a problem was noted."""
        source = self.source
        self.skip_newlines()
        mode = self.mode
        self.set_mode("Signature")
        arguments: list[ExpressionAst] = []
        start = word_end = end = at
        error_end: int | None = None
        colon = self.look()
        if colon.kind == "Colon":
            self.looked = None
            self.skip_newlines()
            base = self.look()
            if base.kind == "Base":
                start, word_end, end = base.start, base.end, base.end
                self.looked = None
                self.skip_newlines()
                paren = self.look()
                if paren.kind == "LParen":
                    self.looked = None
                    arguments, end = self.call_arguments(paren)
                    self.skip_newlines()
                else:
                    error_end = base.end
                    self.report_incomplete("MissingMethodParameterList", base.end, base.end)
            else:
                error_end = colon.end
                self.report_incomplete("MissingBaseCtorCall", colon.end, colon.end)
        self.set_mode(mode)
        target = VariableExpressionAst(source, start, word_end, VariablePath("this"))
        member = StringConstantExpressionAst(source, start, word_end, ".ctor", "BareWord")
        call = BaseCtorInvokeMemberExpressionAst(source, start, end, target, member, arguments, False)
        return CommandExpressionAst(source, start, end, call, ()), error_end

    # Enums

    def enum_definition(self, attributes: list[AttributeBaseAst], keyword: Token) -> StatementAst:
        """`enum name : type { values }`."""
        source = self.source
        self.skip_newlines()
        name: StringConstantExpressionAst | None = self.simple_name()
        if name is None:
            self.report_incomplete("MissingNameAfterKeyword", keyword.end, keyword.end, self.token_text(keyword))
            return ErrorStatementAst(source, keyword.start, keyword.end)
        mode = self.mode
        self.set_mode("Signature")
        bases = self._underlying_type()
        self.skip_newlines()
        curly = self.take()
        if curly.kind != "LCurly":
            self.looked = curly
            self.report_incomplete("MissingTypeBody", name.end, name.end, "enum")
            self.set_mode(mode)
            return ErrorStatementAst(source, keyword.start, name.end)
        members: list[MemberAst] = []
        member = self._enum_value()
        while member is not None:
            members.append(member)
            member = self._enum_value()
        closing = self.take()
        if closing.kind != "RCurly":
            self.looked = closing
            self.report_incomplete("MissingEndCurlyBrace", curly.end, curly.end, seen_at=closing.end)
        self.set_mode(mode)
        start = attributes[0].start if attributes else keyword.start
        plain = [attribute for attribute in attributes if isinstance(attribute, AttributeAst)]
        made = TypeDefinitionAst(
            source, start, closing.end, str(name.value), name.start, name.end, plain, bases, members, "Enum"
        )
        misplaced: list[Ast] = [attribute for attribute in attributes if isinstance(attribute, TypeConstraintAst)]
        return ErrorStatementAst(source, start, closing.end, "Enum", [*misplaced, made]) if misplaced else made

    def _underlying_type(self) -> list[TypeConstraintAst]:
        colon = self.look()
        if colon.kind != "Colon":
            return []
        self.looked = None
        self.skip_newlines()
        found = self.type_name(False)
        if found is None:
            self.report_incomplete("TypeNameExpected", colon.end, colon.end)
            return []
        if found.name.lower() not in _INTEGERS:
            self.report("InvalidUnderlyingType", found.start, found.end, found.name)
        return [TypeConstraintAst(self.source, found.start, found.end, found)]

    def _enum_value(self) -> MemberAst | None:
        self.skip_newlines()
        name: StringConstantExpressionAst | None = self.simple_name()
        if name is None:
            return None
        end = name.end
        value: ExpressionAst | None = None
        missing = False
        mode = self.mode
        self.set_mode("Expression")
        equals = self.look()
        if equals.kind == "Equals":
            self.looked = None
            value = self.expression()
            if value is None:
                self.report("ExpectedValueExpression", equals.end, equals.end, "=")
                missing = True
            end = equals.end if value is None else value.end
        self.set_mode(mode)
        terminator = self.look()
        if terminator.kind not in _ENDS_MEMBER and not missing:
            self.report_incomplete("MissingPropertyTerminator", end, end)
        self.skip_terminators()
        if terminator.kind == "Semi":
            end = terminator.end
        return PropertyMemberAst(self.source, name.start, end, str(name.value), None, (), value, _ENUM_VALUE)

    # using

    def using_statement(self, keyword: Token) -> StatementAst:
        """`using kind name`, `using kind alias = name`."""
        source = self.source
        start = keyword.start
        directive = self.take()
        kind = directive.kind
        if kind not in ("Namespace", "Type", "Module", "Command", "Assembly"):
            self.looked = directive
            self.report_incomplete("MissingUsingStatementDirective", keyword.end, keyword.end)
            return ErrorStatementAst(source, start, keyword.end)
        token = self.take()
        if token.kind in ("EndOfInput", "NewLine", "Comma", "Semi"):
            self.report_incomplete("MissingUsingItemName", directive.end, directive.end)
            if token.kind == "EndOfInput":
                self.looked = token
            return ErrorStatementAst(source, start, directive.end)
        item: ExpressionAst | None = self.argument("CommandArgument", token)
        if item is None:
            self.report("InvalidValueForUsingItemName", token.start, token.end, self.token_text(token))
            self.sync(True, "Semi", "NewLine")
            return ErrorStatementAst(source, start, token.end)
        table = item if kind == "Module" and isinstance(item, HashtableAst) else None
        if table is None and not isinstance(item, StringConstantExpressionAst):
            self.report("InvalidValueForUsingItemName", item.start, item.end, item.text)
            return ErrorStatementAst(source, start, item.end)
        end = item.end
        alias: ExpressionAst | None = None
        if table is None and kind != "Assembly":
            equals = self.look()
            if equals.kind == "Equals":
                self.looked = None
                alias_token = self.take()
                if alias_token.kind in ("EndOfInput", "NewLine", "Semi"):
                    self.looked = alias_token
                    self.report_incomplete("MissingNamespaceAlias", equals.end, equals.end)
                    return ErrorStatementAst(source, start, equals.end)
                if alias_token.kind == "Comma":
                    self.report("UnexpectedUnaryOperator", alias_token.start, alias_token.end, ",")
                    return ErrorStatementAst(source, start, alias_token.end)
                alias = self.argument("CommandArgument", alias_token)
                if kind == "Module" and isinstance(alias, HashtableAst):
                    table = alias
                elif not isinstance(alias, StringConstantExpressionAst):
                    first, last = (alias_token.start, alias_token.end) if alias is None else (alias.start, alias.end)
                    self.report("InvalidValueForUsingItemName", first, last, self.text[first:last])
                    nested: list[Ast] = [item] if alias is None else [item, alias]
                    return ErrorStatementAst(source, start, last, None, nested)
                end = alias_token.end
            elif kind in ("Type", "Command"):
                self.report_incomplete("MissingEqualsInUsingAlias", token.end, token.end)
                return ErrorStatementAst(source, start, end, None, [item])
        self._require_terminator()
        name = item if isinstance(item, StringConstantExpressionAst) else None
        return UsingStatementAst(source, start, end, kind, name, None if alias is table else alias, table)

    def _require_terminator(self) -> None:
        token = self.look()
        if token.kind in ("NewLine", "Semi"):
            self.looked = None
        elif token.kind != "EndOfInput":
            self.report_incomplete("MissingStatementTerminator", token.start, token.end)
