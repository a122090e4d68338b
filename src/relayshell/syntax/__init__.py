"""Typed text to a tree: pure, total, never raises on bad input.

Knows the grammar of PowerShell and nothing of how a tree is run, of objects, or of commands. `parse` gives the tree, the tokens where they
are asked for, and all problems in the text, each of which says whether more typing would mend it. The nodes are in `relayshell.syntax.ast`.
"""

from relayshell.syntax.parsing import Parsed, is_incomplete, parse, parse_expandable, tokens
from relayshell.syntax.problems import ParseError, joined

__all__ = ["Parsed", "ParseError", "is_incomplete", "joined", "parse", "parse_expandable", "tokens"]
