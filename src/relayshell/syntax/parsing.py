"""From text to tree: the one way in."""

from __future__ import annotations

import gc
import sys

from relayshell.source import Source
from relayshell.syntax.ast.blocks import ScriptBlockAst
from relayshell.syntax.ast.literals import ExpandableStringExpressionAst, StringConstantExpressionAst
from relayshell.syntax.ast.node import ExpressionAst
from relayshell.syntax.chars import DOUBLES
from relayshell.syntax.checks import Checks
from relayshell.syntax.facts import FEW_TYPES, TypeTable
from relayshell.syntax.parents import set_parents
from relayshell.syntax.parser import Parser
from relayshell.syntax.problems import ParseError
from relayshell.syntax.tokens import Token

_LARGE = 20_000  # characters from which on it pays to keep Python from looking for garbage, of which a growing tree has none

_FRAMES_NEEDED = 40_000  # what the deepest nesting that is allowed takes of Python's stack, with room to spare


class Parsed:
    """What a text was read as: the tree, the problems in the order they were found, and the tokens where they were asked for."""

    __slots__ = ("tree", "problems", "tokens")

    def __init__(self, tree: ScriptBlockAst, problems: list[ParseError], tokens: list[Token]) -> None:
        self.tree = tree
        self.problems = problems
        self.tokens = tokens


def parse(text: str | Source, file: str | None = None, *, keep_tokens: bool = False, types: TypeTable = FEW_TYPES) -> Parsed:
    """Reads a script; `file` is where the text came from, `types` what is known about types.

    Whatever the text, a tree comes back, with problems or without. The source of the tree is `text` itself where that is a Source.
    """
    source = text if isinstance(text, Source) else Source(text, file)
    parser = Parser(source, keep_tokens)
    collecting = len(source.text) > _LARGE and gc.isenabled()
    if collecting:
        gc.disable()
    frames = sys.getrecursionlimit()
    if frames < _FRAMES_NEEDED:
        sys.setrecursionlimit(_FRAMES_NEEDED)
    try:
        tree = parser.script()
        if tree.using_statements:
            types.prepare(tree, parser.report)
        Checks(parser, set_parents(tree), types).run()
    finally:
        if frames < _FRAMES_NEEDED:
            sys.setrecursionlimit(frames)
        if collecting:
            # All that was made goes to the oldest objects at once, rather than being looked through for garbage as young ones are.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
    return Parsed(tree, parser.errors, parser.all_tokens())


def parse_expandable(text: str) -> tuple[ExpressionAst, list[ParseError]]:
    """Reads a text as what stands between double quotes, quotes in it meaning themselves; gives the string and the problems."""
    parsed = parse('"' + "".join(char * 2 if char in DOUBLES else char for char in text) + '"')
    strings = (node for node in parsed.tree.walk() if isinstance(node, (ExpandableStringExpressionAst, StringConstantExpressionAst)))
    return next(strings), parsed.problems


def tokens(text: str | Source) -> list[Token]:
    """The tokens of a text, for colouring it; comments and line ends included, the tokens inside strings in their `nested`."""
    return parse(text, keep_tokens=True).tokens


def is_incomplete(text: str | Source) -> bool:
    """Whether the text is only half typed: something is wrong that more typing would mend."""
    return any(problem.incomplete_input for problem in parse(text).problems)
