"""Rules for type names, type constraints and attributes."""

from __future__ import annotations

from relayshell.syntax import chars
from relayshell.syntax.ast.blocks import AttributeAst, AttributeBaseAst, NamedAttributeArgumentAst, TypeConstraintAst
from relayshell.syntax.ast.expressions import ErrorExpressionAst
from relayshell.syntax.ast.literals import ConstantExpressionAst
from relayshell.syntax.ast.names import ArrayTypeName, GenericTypeName, TypeName
from relayshell.syntax.ast.node import ExpressionAst
from relayshell.syntax.cursor import Cursor
from relayshell.syntax.tokens import Token

_ERROR_NAME = ":ErrorTypeName:"
_MOST_DIMENSIONS = 32


class TypeNameRules(Cursor):
    """Reads what stands in brackets."""

    def attribute_list(self, in_expression: bool) -> list[AttributeBaseAst]:
        """Attributes and type constraints one after another; empty where there is none."""
        found: list[AttributeBaseAst] = []
        attribute = self.attribute()
        while attribute is not None:
            found.append(attribute)
            if not in_expression or isinstance(attribute, AttributeAst):
                self.skip_newlines()
            attribute = self.attribute()
        return found

    def attribute(self) -> AttributeBaseAst | None:
        """`[type]` or `[name(arguments)]`."""
        bracket = self.take_bracket()
        if bracket is None:
            return None
        self.skip_newlines()
        name = self.type_name(True)
        if name is None:
            self.back_to(bracket.start)
            self.report_incomplete("MissingTypename", bracket.end, bracket.end)
            # The bracket stays to be read as something else.
            return None
        after = self.take()
        if after.kind == "LParen":
            return self._attribute_with_arguments(bracket, name, after)
        if after.kind == "RBracket":
            return TypeConstraintAst(self.source, bracket.start, after.end, name)
        self.looked = after
        before = max(after.start - 1, 0)
        self.report("EndSquareBracketExpectedAtEndOfAttribute", before, before)
        return TypeConstraintAst(self.source, bracket.start, name.end, name)

    def _attribute_with_arguments(self, bracket: Token, name: TypeName, paren: Token) -> AttributeAst:
        self.skip_newlines()
        positional: list[ExpressionAst] = []
        named: list[NamedAttributeArgumentAst] = []
        mode = self.mode
        self.set_mode("Expression")
        last_end = self._attribute_arguments(positional, named, paren.end)
        self.set_mode(mode)
        self.skip_newlines()
        end = last_end
        closing = self.take()
        closed = closing.kind == "RParen"
        if closed:
            end = closing.end
        else:
            self.looked = closing
            self.report_incomplete("MissingEndParenthesisInExpression", last_end, last_end)
        self.skip_newlines()
        last = self.take()
        if last.kind == "RBracket":
            end = last.end
        else:
            self.looked = last
            if closed:
                self.report_incomplete("EndSquareBracketExpectedAtEndOfAttribute", end, end)
        return AttributeAst(self.source, bracket.start, end, name, positional, named)

    def _attribute_arguments(self, positional: list[ExpressionAst], named: list[NamedAttributeArgumentAst], last_end: int) -> int:
        """Reads the arguments into the two lists; gives the end of the last thing read."""
        source = self.source
        no_commas, self.no_commas = self.no_commas, True
        comma: Token | None = None
        seen: set[str] = set()
        while True:
            self.skip_newlines()
            name = self.simple_name()
            expression: ExpressionAst | None
            omitted = False
            if name is None:
                expression = self.expression()
            elif self.look().kind == "Equals":
                equals = self.take()
                self.skip_newlines()
                expression = self.expression()
                if expression is None:
                    self.report_incomplete("MissingExpressionInNamedArgument", equals.end, equals.end)
                    expression = ErrorExpressionAst(source, equals.end, equals.end)
                    self.sync(True, "Comma", "RParen", "RBracket", "NewLine")
                last_end = expression.end
            else:
                expression = ConstantExpressionAst(source, name.start, name.end, True, "Boolean")
                omitted = True
            if name is not None:
                assert expression is not None
                if name.value in seen:
                    self.report("DuplicateNamedArgument", name.start, name.end, name.value)
                else:
                    seen.add(name.value)
                    named.append(NamedAttributeArgumentAst(source, name.start, expression.end, name.value, expression, omitted))
            elif expression is not None:
                positional.append(expression)
                last_end = expression.end
            elif comma is not None:
                last_end = comma.end
                self.report_incomplete("MissingExpressionAfterToken", last_end, last_end, ",")
                positional.append(ErrorExpressionAst(source, last_end, last_end))
            self.skip_newlines()
            comma = self.look()
            if comma.kind != "Comma":
                break
            last_end = comma.end
            self.looked = None
        self.no_commas = no_commas
        return last_end

    # Names

    def type_name(self, assembly_allowed: bool) -> TypeName | None:
        """A type's name with its generic arguments and dimensions; None where none stands here."""
        mode = self.mode
        self.set_mode("TypeName")
        token = self.take()
        found: TypeName | None = None
        if token.kind == "Identifier":
            found = self._rest_of_name(token, False, assembly_allowed)
        else:
            self.looked = token
        self.set_mode(mode)
        return found

    def _plain(self, token: Token) -> TypeName:
        return TypeName(self.source, token.start, token.end, self.token_text(token))

    def _rest_of_name(self, name: Token, inside_generic: bool, assembly_allowed: bool = True) -> TypeName:
        token = self.look()
        if token.kind == "LBracket":
            bracket = self.take()
            self.skip_newlines()
            token = self.take()
            if token.kind in ("RBracket", "Comma"):
                plain = self._plain(name)
                return self._array(plain, plain, token, inside_generic)
            if token.kind in ("LBracket", "Identifier"):
                return self._generic(name, token, inside_generic)
            if token.kind == "EndOfInput":
                self.looked = token
                self.report_incomplete("MissingTypename", bracket.end, bracket.end)
            else:
                self.report("UnexpectedToken", token.start, token.end, self.token_text(token))
                self.sync(True, "RBracket")
            return self._plain(name)
        found = self._plain(name)
        if token.kind == "Comma" and assembly_allowed and not inside_generic:
            self.looked = None
            assembly = self._assembly_name(token)
            if assembly.strip():
                found.assembly_name = assembly
                found.end = self.pos
        return found

    def _single_generic_argument(self, first: Token) -> TypeName:
        if first.kind == "Identifier":
            return self._rest_of_name(first, True)
        token = self.take()
        if token.kind != "Identifier":
            self.looked = token
            self.report_incomplete("MissingTypename", token.end, token.end)
            return TypeName(self.source, first.start, first.end, _ERROR_NAME)
        name = self._rest_of_name(token, False)
        closing = self.take()
        if closing.kind != "RBracket":
            self.looked = closing
            before = max(closing.start - 1, 0)
            self.report_incomplete("EndSquareBracketExpectedAtEndOfType", before, before)
        return name

    def generic_arguments(self, first: Token) -> tuple[list[TypeName], Token]:
        """The arguments of a generic type or method from `first` on, and the token after them."""
        self.deeper()
        arguments = [self._single_generic_argument(first)]
        while True:
            self.skip_newlines()
            last = self.take()
            if last.kind != "Comma":
                break
            self.skip_newlines()
            token = self.look()
            if token.kind in ("Identifier", "LBracket"):
                self.looked = None
                arguments.append(self._single_generic_argument(token))
            else:
                self.report_incomplete("MissingTypename", last.end, last.end)
                arguments.append(TypeName(self.source, last.start, last.end, _ERROR_NAME))
        self.depth -= 1
        return arguments, last

    def _generic(self, name: Token, first: Token, inside_generic: bool) -> TypeName:
        arguments, closing = self.generic_arguments(first)
        end = closing.end
        if closing.kind != "RBracket":
            self.looked = closing
            before = max(closing.start - 1, 0)
            self.report_incomplete("EndSquareBracketExpectedAtEndOfAttribute", before, before)
            end = arguments[-1].end
        opened = self._plain(name)
        found = GenericTypeName(self.source, name.start, end, opened, arguments)
        token = self.look()
        if token.kind == "LBracket":
            self.looked = None
            return self._array(found, opened, self.take(), inside_generic)
        if token.kind == "Comma" and not inside_generic:
            self.looked = None
            found.assembly_name = self._assembly_name(token) or None
            opened.assembly_name = found.assembly_name
        return found

    def _array(self, element: TypeName, qualified: TypeName, after: Token, inside_generic: bool) -> TypeName:
        """The array types that brackets after `element` make; `after` is the token after the first bracket."""
        while True:
            if after.kind == "Comma":
                element = self._dimensions(element, after)
            elif after.kind == "RBracket":
                element = ArrayTypeName(self.source, element.start, after.end, element, 1)
            elif after.kind == "EndOfInput":
                self.looked = after
                before = max(after.start - 1, 0)
                self.report("EndSquareBracketExpectedAtEndOfAttribute", before, before)
            else:
                self.report("UnexpectedToken", after.start, after.end, self.token_text(after))
                self.sync(True, "RBracket")
            token = self.look()
            if not inside_generic and token.kind == "Comma":
                self.looked = None
                assembly = self._assembly_name(token)
                if assembly:
                    qualified.assembly_name = element.assembly_name = assembly
                return element
            if token.kind != "LBracket":
                return element
            self.looked = None
            after = self.take()

    def _dimensions(self, element: TypeName, comma: Token) -> TypeName:
        rank, last = 1, comma
        token = comma
        while token.kind == "Comma":
            last = token
            rank += 1
            token = self.take()
        if rank > _MOST_DIMENSIONS:
            if token.kind != "RBracket":
                self.looked = token
            self.report("ArrayHasTooManyDimensions", comma.start, last.end, rank)
            return element
        if token.kind != "RBracket":
            self.looked = token
            self.report("EndSquareBracketExpectedAtEndOfAttribute", last.end, last.end)
        return ArrayTypeName(self.source, element.start, token.end, element, rank)

    def _assembly_name(self, comma: Token) -> str:
        """The assembly's name and properties after a comma; empty, with a problem noted, where there is none."""
        pieces = [self._assembly_word()]
        while self.peek(self.pos) == ",":
            self.token("Comma", self.pos, self.pos + 1)
            pieces += [", ", self._assembly_word()]
            if self.peek(self.pos) == "=":
                self.token("Equals", self.pos, self.pos + 1)
                pieces += ["=", self._assembly_word()]
        name = "".join(pieces)
        if not name.strip():
            self.report("MissingAssemblyNameSpecification", comma.end, comma.end)
        return name

    def _assembly_word(self) -> str:
        start = chars.skip_spaces(self.text, self.pos, self.limit).end()  # type: ignore[union-attr]
        end = chars.match_assembly_word(self.text, start, self.limit).end()  # type: ignore[union-attr]
        self.token("Identifier", start, end)
        self.pos = chars.skip_spaces(self.text, end, self.limit).end()  # type: ignore[union-attr]
        return self.text[start:end]
