"""Rules for commands: the name, its parameters and arguments."""

from __future__ import annotations

from relayshell.syntax.ast.commands import CommandAst, CommandParameterAst
from relayshell.syntax.ast.expressions import ErrorExpressionAst
from relayshell.syntax.ast.literals import ArrayLiteralAst, ExpandableStringExpressionAst, StringConstantExpressionAst
from relayshell.syntax.ast.node import CommandElementAst, ExpressionAst, RedirectionAst
from relayshell.syntax.cursor import Cursor
from relayshell.syntax.tokens import Token

VERBATIM = "--%"

_NEVER_ARGUMENTS = frozenset(
    "Pipe RCurly RParen EndOfInput NewLine Semi Redirection RedirectInStd AndAnd OrOr Ampersand MinusMinus Comma".split()
)
_ENDS_COMMAND = frozenset("Pipe RCurly RParen EndOfInput NewLine Semi AndAnd OrOr Ampersand".split())
_PRIMARY = frozenset(
    "SplattedVariable Variable Number HereStringExpandable StringExpandable HereStringLiteral StringLiteral LParen DollarParen AtParen AtCurly "
    "LCurly".split()
)
_SPECIAL = _NEVER_ARGUMENTS | {"Parameter"}


class CommandRules(Cursor):
    """Reads commands."""

    def single_argument(self, context: str) -> ExpressionAst | None:
        """One word or value as a command would take it; None where none stands here."""
        if self.look().kind in ("Comma", "EndOfInput"):
            return None
        mode = self.mode
        self.set_mode("Command")
        found = self.argument(context, self.take())
        self.set_mode(mode)
        return found

    def argument(self, context: str, token: Token) -> ExpressionAst | None:
        """The argument that begins with `token`; with commas, the array of them, where `context` is CommandArgument."""
        source = self.source
        several: list[ExpressionAst] | None = None
        comma: Token | None = None
        while True:
            kind = token.kind
            expression: ExpressionAst
            if kind in _PRIMARY:
                self.looked = token
                expression = self.primary(True)
            elif kind in _NEVER_ARGUMENTS:
                self.looked = token
                if comma is None or several is None:
                    return None
                self.report_incomplete("MissingExpression", comma.end, comma.end, ",")
                return ErrorExpressionAst(source, several[0].start, comma.end, several)
            elif kind == "Generic":
                if token.extra is not None and context != "CommandName":
                    expression = self.expandable(token, "BareWord")
                else:
                    expression = StringConstantExpressionAst(source, token.start, token.end, str(token.value), "BareWord")
                    if token.value == VERBATIM:
                        break
            else:
                expression = StringConstantExpressionAst(
                    source, token.start, token.end, self.text[token.start : token.end], "BareWord"
                )
            if context != "CommandArgument":
                break
            token = self.look()
            if token.kind != "Comma":
                break
            comma = token
            if several is None:
                several = []
            several.append(expression)
            self.looked = None
            self.skip_newlines()
            token = self.take()
        if several is not None:
            several.append(expression)
            return ArrayLiteralAst(source, several[0].start, expression.end, several)
        return expression

    def command(self) -> CommandAst | None:
        """A command with all its words; None where none stands here."""
        source = self.source
        mode = self.mode
        self.set_mode("Command")
        first = token = self.take()
        context = "CommandName"
        operator = "Unknown"
        if token.kind == "Dot" or token.kind == "Ampersand":
            operator = token.kind
            token = self.take()
            context = "CommandNameAfterInvocationOperator"
        elements: list[CommandElementAst] = []
        redirections: list[RedirectionAst] = []
        end = first.end
        saw_dashes = False
        while True:
            kind = token.kind
            if kind not in _SPECIAL:
                element = self.argument(context, token)
                assert element is not None
                elements.append(element)
                end = element.end
                if kind == "Generic" and token.value == VERBATIM:
                    rest = self.take_verbatim()
                    if rest is not None:
                        elements.append(StringConstantExpressionAst(source, rest.start, rest.end, str(rest.value), "BareWord"))
                        end = rest.end
                        break
            elif kind in _ENDS_COMMAND:
                self.looked = token
                break
            elif kind == "Parameter":
                if context != "CommandArgument" or saw_dashes:
                    elements.append(StringConstantExpressionAst(source, token.start, token.end, self.token_text(token), "BareWord"))
                    end = token.end
                else:
                    parameter = self._parameter_word(token)
                    elements.append(parameter)
                    end = parameter.end
            elif kind == "MinusMinus":
                end = token.end
                if saw_dashes:
                    elements.append(StringConstantExpressionAst(source, token.start, end, self.token_text(token), "BareWord"))
                else:
                    elements.append(CommandParameterAst(source, token.start, end, "-", None, token.start, end))
                saw_dashes = True
            elif kind == "Comma":
                end = token.end
                self.report("MissingArgument", token.start, end)
                self.skip_newlines()
            elif context == "CommandArgument":
                end = self.redirection(token, redirections)
            else:
                end = token.end
                elements.append(StringConstantExpressionAst(source, token.start, end, self.token_text(token), "BareWord"))
            context = "CommandArgument"
            token = self.take()
        self.set_mode(mode)
        if not elements:
            if operator != "Unknown":
                self.report("MissingExpression", first.start, first.end, self.token_text(first))
            return None
        return CommandAst(source, first.start, end, elements, operator, redirections or ())

    def _parameter_word(self, token: Token) -> CommandParameterAst:
        """`-Name`, with the argument after its colon."""
        end = token.end
        argument: ExpressionAst | None = None
        if token.extra and self.look().kind != "Comma":
            argument = self.argument("CommandArgument", self.take())
            if argument is None:
                self.report("ParameterRequiresArgument", end, end, self.token_text(token))
            else:
                end = argument.end
        return CommandParameterAst(self.source, token.start, end, str(token.value), argument, token.start, token.end)

    def expandable(self, token: Token, constant_type: str) -> ExpandableStringExpressionAst:
        """A string or bare word with `$` parts, which are read here."""
        pieces = token.extra
        assert isinstance(pieces, list)
        nested: list[ExpressionAst] = []
        parts: list[str | ExpressionAst] = []
        text: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                text.append(piece)
                continue
            if text:
                parts.append("".join(text))
                text = []
            expression = self.nested_expression(piece, token)
            nested.append(expression)
            parts.append(expression)
        if text:
            parts.append("".join(text))
        return ExpandableStringExpressionAst(self.source, token.start, token.end, str(token.value), constant_type, nested, parts)
