"""From a place in a text to the candidates for it: which kind of thing stands there, and who answers for that kind."""

from __future__ import annotations

from typing import Any

from relayshell.completion.arguments import argument
from relayshell.completion.assigned import assigned, compared
from relayshell.completion.attributenames import attribute_names
from relayshell.completion.commandnames import command_names
from relayshell.completion.members import members
from relayshell.completion.operators import operators
from relayshell.completion.parameternames import parameter_names
from relayshell.completion.paths import paths
from relayshell.completion.place import Place, enclosing
from relayshell.completion.result import NOTHING, Candidate, Found
from relayshell.completion.tables import indexes, keys
from relayshell.completion.texttypes import use_session
from relayshell.completion.usings import using, using_name
from relayshell.completion.variables import variables
from relayshell.completion.words import starts, unquoted
from relayshell.syntax import ast as tree
from relayshell.syntax.ast.node import Ast
from relayshell.syntax.tokens import KEYWORD_KINDS, OPERATORS

SWITCH_FLAGS = ("CaseSensitive", "Exact", "File", "Parallel", "Regex", "Wildcard")
_WORD_OPERATORS = frozenset(OPERATORS.values())
_STRINGS = ("StringLiteral", "StringExpandable", "HereStringLiteral", "HereStringExpandable")
_OPEN = ("LCurly", "LParen", "AtParen", "DollarParen", "Semi", "Pipe", "AndAnd", "OrOr", "Ampersand", "Equals")
Answer = list[Candidate] | None


def analyse(text: str, cursor: int, session: Any) -> Found:
    """The candidates for a cursor in a text."""
    use_session(session)
    place = Place(text, cursor, session)
    answer = _of_token(place) if place.token is not None else _of_blank(place)
    if not answer and place.token is not None:
        answer = _last_resort(place) or answer
    if answer is None:
        if place.token is None:
            return NOTHING
        answer = []
    return Found(place.index, place.length, answer)


def _last_resort(place: Place) -> Answer:
    """A text without any white space may be a path with odd characters in it; a name in brackets a type."""
    if place.token is None or place.token.kind in ("Comment", "RCurly") or any(char.isspace() for char in place.text) or _type_start(place) is not None:
        return None
    place.replace(0, len(place.text))
    return paths(place.session, place.word)


# A word, or part of one, stands before the cursor


def _of_token(place: Place) -> Answer:
    token = place.token
    assert token is not None
    kind = token.kind
    if kind == "Comment":
        from relayshell.completion.comments import in_comment

        return in_comment(place)
    if kind in ("Variable", "SplattedVariable") or place.word == "$":
        return _variable(place)
    if kind in ("Dot", "ColonColon", "QuestionDot"):
        return _after_dot(place)
    if kind == "Parameter":
        return _parameter(place)
    if kind in ("Minus", "MinusMinus"):
        return _minus(place)
    if kind in _WORD_OPERATORS:
        return operators(place.word)
    if kind in _STRINGS:
        return _string(place)
    if kind == "Comma":
        return _comma(place)
    if kind in ("AtCurly", "Semi"):
        table = place.above(tree.HashtableAst)
        if table is not None and table.start < place.cursor <= table.end:
            place.insert()
            return _keys(place, table)
        return None
    if kind in ("LParen", "Equals", "AtParen"):
        return _opened(place)
    if kind == "Redirection":
        place.insert()
        return paths(place.session, "")
    if kind == "LBracket":
        return _bracket(place)
    if kind == "RBracket":
        return _closed_type(place)
    if kind in ("LCurly", "NewLine", "RCurly", "RParen", "Pipe", "Ampersand"):
        return None
    return _word(place)


def _variable(place: Place) -> Answer:
    token = place.token
    assert token is not None
    word = place.word
    sigil = word[0]
    braced = word[1:2] == "{"
    inside = word[2:].removesuffix("}") if braced else word[1:]
    if braced and not inside:
        return []
    node = place.above(tree.VariableExpressionAst) or place.node
    if sigil == "@" and not inside:
        return []
    return variables(place.session, inside, node, sigil=sigil, braced=braced)


def _after_dot(place: Place) -> Answer:
    member = place.above(tree.MemberExpressionAst)
    token = place.token
    assert token is not None
    if member is None or not member.expression.end <= token.start:
        command = place.above(tree.CommandAst)
        return _command_word(place, command) if command is not None else None
    following = member.member
    if following.start == place.cursor and following.end > following.start and not isinstance(following, tree.ErrorExpressionAst):
        place.replace(following.start, following.end)
    else:
        place.insert()
    return members(place.session, member.expression, member.static, place.word)


def _parameter(place: Place) -> Answer:
    token = place.token
    assert token is not None
    node = place.node
    if _after_switch(place, token.start):
        return _flags(place)
    command = enclosing(node, tree.CommandAst)
    if isinstance(node, tree.CommandParameterAst) and command is not None and not isinstance(node.parent, tree.ErrorExpressionAst):
        if place.word.endswith(":"):
            place.insert()
            return argument(place, command, None, node)
        return parameter_names(place.session, command, node.parameter_name, node)
    if isinstance(node, tree.CommandParameterAst):
        return operators(place.word)
    if command is not None and node is not command.command_elements[0] and not isinstance(node, tree.CommandAst):
        return argument(place, command, node)
    return []


def _after_switch(place: Place, start: int) -> bool:
    for token in place.tokens_before(start):
        if token.kind == "Switch":
            return True
        if token.kind not in ("Parameter", "Minus"):
            return False
    return False


def _flags(place: Place) -> Answer:
    fits = starts(place.word.lstrip("-"))
    given = {place.text[each.start + 1 : each.end].lower() for each in place.tokens if each.kind == "Parameter" and each is not place.token}
    return [Candidate(f"-{flag}", flag, "ParameterName", flag) for flag in SWITCH_FLAGS if fits(flag) and flag.lower() not in given]


def _minus(place: Place) -> Answer:
    token = place.token
    assert token is not None
    node = place.node
    if isinstance(node, tree.ErrorExpressionAst) and _after_switch(place, token.start):
        return _flags(place)
    command = enclosing(node, tree.CommandAst)
    if command is not None and node.parent is command and node is not command.command_elements[0]:
        return parameter_names(place.session, command, "", node)
    if isinstance(node, tree.BinaryExpressionAst) and node.operator == "Minus" and node.error_start <= token.start < node.error_end:
        right = node.right
        if right.start >= place.cursor and right.end > right.start:
            return None
        return operators("-")
    return None


def _string(place: Place) -> Answer:
    node = place.node
    if isinstance(node, tree.ExpandableStringExpressionAst) and not isinstance(node.parent, (tree.CommandAst, tree.CommandParameterAst)):
        return None
    above = node.parent
    if isinstance(above, tree.BinaryExpressionAst) and above.right is node:
        return compared(place.session, above, place.word)
    if isinstance(above, tree.MemberExpressionAst) and above.member is node:
        return None
    if isinstance(above, tree.IndexExpressionAst) and above.index is node:
        return indexes(place.session, above.target, place.word)
    if isinstance(above, tree.UsingStatementAst):
        return using_name(place, above.using_statement_kind)
    statement = place.above(tree.AssignmentStatementAst)
    if statement is not None and isinstance(above, tree.CommandExpressionAst) and statement.right.start <= node.start and statement.right.end == node.end:
        found = assigned(place.session, statement, place.word)
        if found:
            return found
    if isinstance(above, tree.HashtableAst) or isinstance(node, tree.ConvertExpressionAst) or isinstance(above, tree.ConvertExpressionAst):
        return None
    return _command_or_path(place, node)


def _command_or_path(place: Place, node: Ast) -> Answer:
    command = _own_command(node)
    if command is not None:
        return _command_word(place, command)
    return paths(place.session, place.word) if place.word[:1] in "'\"" and len(place.word) > 1 else None


def _own_command(node: Ast) -> tree.CommandAst | None:
    """The command that a node is a word of, or part of a word of."""
    step: Ast | None = node
    while step is not None:
        if isinstance(step, tree.CommandAst):
            return step
        if not isinstance(step.parent, (tree.CommandAst, tree.ArrayLiteralAst, tree.CommandParameterAst, tree.ErrorExpressionAst)):
            return None
        step = step.parent
    return None


def _comma(place: Place) -> Answer:
    node = place.node
    command = _own_command(node) if isinstance(node, tree.ErrorExpressionAst) else None
    attribute = place.above(tree.AttributeAst)
    if command is not None:
        place.insert()
        return argument(place, command, node)
    if attribute is not None:
        place.insert()
        return attribute_names(attribute, "")
    return None


def _opened(place: Place) -> Answer:
    token = place.token
    assert token is not None
    node = place.node
    if isinstance(node, tree.AttributeAst) and token.kind == "LParen":
        place.insert()
        return attribute_names(node, "")
    statement = place.above(tree.AssignmentStatementAst)
    if token.kind == "Equals" and statement is not None and statement.error_start == token.start:
        place.insert()
        return assigned(place.session, statement, "") or None
    return None


def _bracket(place: Place) -> Answer:
    token = place.token
    assert token is not None
    node = place.node
    owner = node if isinstance(node, tree.IndexExpressionAst) else node.parent
    if isinstance(owner, tree.IndexExpressionAst) and owner.target.end <= token.start:
        place.insert()
        return indexes(place.session, owner.target, "")
    command = owner if isinstance(owner, tree.CommandAst) else None
    return _command_word(place, command) if command is not None and node is not command.command_elements[0] and node is not command else None


def _closed_type(place: Place) -> Answer:
    """After `[type]`: its static members, colons and all."""
    node = place.node
    token = place.token
    assert token is not None
    if not isinstance(node, tree.TypeExpressionAst) or node.end != token.end or place.cursor != token.end:
        return None
    place.insert()
    return [each._replace(text="::" + each.text) for each in members(place.session, node, True, "")]


# Plain words


def _type_start(place: Place) -> int | None:
    """Where the name of a type being typed begins: right after its bracket, comma or the colon of a class; None elsewhere."""
    token = place.token
    assert token is not None
    node = place.node
    if isinstance(node, (tree.TypeExpressionAst, tree.AttributeBaseAst)):
        name = _innermost(node.type_name, place.cursor)
        if name.start < place.cursor <= name.end:
            return name.start  # type: ignore[no-any-return]
    before = next(place.tokens_before(token.start), None)
    if before is not None and before.kind == "LBracket" and before.end == token.start and not isinstance(node, tree.IndexExpressionAst):
        above = place.above(tree.IndexExpressionAst)
        if above is None or above.index.start != token.start:
            return token.start
    return None


def _innermost(name: Any, cursor: int) -> Any:
    """The part of a type's name that the cursor is in: an argument of a generic, the element of an array."""
    parts = list(getattr(name, "generic_arguments", ()))
    for part in (*parts, getattr(name, "type_name", None), getattr(name, "element_type", None)):
        if part is not None and part.start < cursor <= part.end:
            return _innermost(part, cursor)
    return name


def _word(place: Place) -> Answer:
    token = place.token
    assert token is not None
    node = place.node
    used = using(place)
    if used is not None:
        return used
    if isinstance(node, tree.AttributeAst) and not node.type_name.start < place.cursor <= node.type_name.end or place.above(tree.NamedAttributeArgumentAst):
        # What is not closed may reach further than what it stands in.
        attribute = enclosing(node, tree.AttributeAst)
        if attribute is not None:
            return attribute_names(attribute, place.word)
    start = _type_start(place)
    if start is not None:
        if isinstance(node, tree.AttributeAst):
            # The name of an attribute that has its parentheses is taken as settled.
            return None
        from relayshell.completion.typenames import type_names

        name = _innermost(node.type_name, place.cursor) if isinstance(node, (tree.TypeExpressionAst, tree.AttributeBaseAst)) else token
        place.replace(start, name.end)
        return type_names(place.word, node)
    above = node.parent
    if isinstance(above, tree.MemberExpressionAst) and above.member is node:
        return members(place.session, above.expression, above.static, place.word)
    if isinstance(above, (tree.BreakStatementAst, tree.ContinueStatementAst)):
        return _labels(place, above)
    if isinstance(above, tree.HashtableAst) and any(key is node for key, _ in above.key_value_pairs):
        return _keys(place, above)
    if isinstance(above, tree.FileRedirectionAst):
        return paths(place.session, place.word)
    command = _own_command(node)
    if command is not None:
        return _command_word(place, command)
    return None


def _to_be_called(found: list[Candidate], called: bool) -> list[Candidate]:
    """Paths where a command stands: one in quotes needs the call operator."""
    if called:
        return found
    return [each._replace(text=f"& {each.text}") if each.text[:1] == "'" else each for each in found]


def _command_word(place: Place, command: tree.CommandAst) -> Answer:
    """The command's name, or one of its words."""
    session = place.session
    first = command.command_elements[0]
    if first.start < place.cursor <= first.end:
        place.replace(first.start, first.end)
        called = command.invocation_operator in ("Ampersand", "Dot")
        word = place.word
        begun, _ = unquoted(word)
        if begun.startswith((".", "/", "~")) or "/" in begun:
            return _to_be_called(paths(session, word), called)
        found = command_names(session, word, command, after_call=called)
        return found or _to_be_called(paths(session, word), called)
    element: Ast | None = place.node
    while element is not None and element.parent is not command:
        element = element.parent
    node = place.node
    if isinstance(node, tree.CommandParameterAst) and node.argument is None:
        return parameter_names(session, command, node.parameter_name, node)
    word_node = element
    if isinstance(element, tree.CommandParameterAst):
        word_node = element.argument
    if isinstance(node, tree.MemberExpressionAst) or isinstance(word_node, (tree.ScriptBlockExpressionAst, tree.SubExpressionAst, tree.ParenExpressionAst)):
        return None
    return argument(place, command, word_node)


def _keys(place: Place, table: tree.HashtableAst) -> Answer:
    return keys(place.session, table, place.word)


def _labels(place: Place, node: Ast) -> Answer:
    fits = starts(place.word)
    found = []
    step: Ast | None = node
    while step is not None:
        label = getattr(step, "label", None)
        if isinstance(step, tree.LabeledStatementAst) and label and fits(label):
            found.append(Candidate(label, label, "Text", step.text))
        step = step.parent
    return found


# White space stands before the cursor


def _of_blank(place: Place) -> Answer:
    before = place.before
    if before is None:
        return None
    if before.kind == "Comment" and before.end == place.cursor:
        return None
    used = using(place)
    if used is not None:
        place.insert()
        return used
    place.path = _around(place)
    node = place.node
    table = place.above(tree.HashtableAst)
    if table is not None and table.start < place.cursor <= table.end and _key_may_stand(place):
        place.insert()
        return _keys(place, table)
    if before.kind == "Equals":
        statement = place.above(tree.AssignmentStatementAst)
        if statement is not None:
            place.insert()
            return assigned(place.session, statement, "") or None
    if before.kind == "Redirection":
        place.insert()
        return paths(place.session, "")
    attribute = place.above(tree.AttributeAst)
    if attribute is not None and before.kind in ("Comma", "LParen") and place.cursor <= attribute.end:
        place.insert()
        return attribute_names(attribute, "")
    if isinstance(node, tree.BinaryExpressionAst) or isinstance(node, tree.ErrorExpressionAst) and isinstance(node.parent, tree.BinaryExpressionAst):
        binary = node if isinstance(node, tree.BinaryExpressionAst) else node.parent
        if isinstance(binary, tree.BinaryExpressionAst) and binary.error_end == before.end:
            place.insert()
            return compared(place.session, binary, "") or None
    if isinstance(node, (tree.BreakStatementAst, tree.ContinueStatementAst)) and before.kind in ("Break", "Continue") and node.label is None:
        place.insert()
        return _labels(place, node)
    if place.empty_line or before.kind in _OPEN:
        return None
    command = _own_command(node)
    if command is None or "\n" in place.text[before.end : place.cursor].replace("`\n", "").replace("`\r\n", ""):
        return None
    place.insert()
    if isinstance(node, tree.CommandParameterAst) and node.argument is None and node.text.endswith(":"):
        return argument(place, command, None, node)
    if before.kind == "Comma":
        return argument(place, command, node)
    return argument(place, command, None)


def _around(place: Place) -> list[Ast]:
    """The nodes around the last token before the cursor, or, within braces, those around the cursor itself."""
    from relayshell.completion.place import _path_to

    inner = _path_to(place.tree, place.cursor)
    if any(isinstance(node, tree.HashtableAst) and node.start < place.cursor <= node.end for node in inner[-1:]):
        return inner
    return place.path


def _key_may_stand(place: Place) -> bool:
    before = place.before
    assert before is not None
    return before.kind in ("AtCurly", "Semi") or "\n" in place.text[before.end : place.cursor] and before.kind != "Equals"


__all__ = ["KEYWORD_KINDS", "analyse"]
