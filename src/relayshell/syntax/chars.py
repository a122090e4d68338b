"""Which characters do what in PowerShell's text: white space, quotes, dashes, and what ends a word."""

from __future__ import annotations

import re

_MORE_SPACES = "\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
SPACE = r" \t\f\v" + _MORE_SPACES
"""White space, for use inside the brackets of a regular expression; line ends are not white space."""

SINGLE = "'\u2018\u2019\u201a\u201b"
"""Single quotes, straight and typographic."""
DOUBLE = '"\u201c\u201d\u201e'
"""Double quotes, straight and typographic."""
DASH = "-\u2013\u2014\u2015"
"""Dashes that can begin a parameter or an operator."""

SPACES = frozenset(" \t\f\v\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(map(chr, range(0x2000, 0x200B)))
SINGLES = frozenset(SINGLE)
DOUBLES = frozenset(DOUBLE)
DASHES = frozenset(DASH)

WORD_ENDS = SPACES | frozenset("\0\n\r&(),;{|}")
"""Characters that always end the word before them."""
NUMBER_ENDS = DASHES | frozenset("!#%*+./<=>]")
"""Characters that end a number in an expression, besides those that end every word."""

_ENDS = r"\0\n\r&(),;{|}" + SPACE

skip_spaces = re.compile(f"[{SPACE}]*").match
match_word = re.compile(f"[^{_ENDS}`${SINGLE}{DOUBLE}]+").match
"""The part of a bare word up to what ends it or needs a closer look."""
match_identifier = re.compile(r"\w+").match
match_type_name = re.compile(r"[\w.`+#\\]+").match
match_operator_word = re.compile("[A-Za-z]*").match
match_parameter = re.compile(rf"[^{SPACE}{{}}();,|&.\[\r\n\0:{SINGLE}{DOUBLE}]*").match
match_variable = re.compile(r"[$?^]|[\w:](?:[\w?]|:(?!:))*").match
match_single_quoted = re.compile(f"[^{SINGLE}]*").match
match_double_quoted = re.compile(f"[^{DOUBLE}$`]*").match
match_here_text = re.compile(r"[^\r\n$`]*").match
match_here_header = re.compile(rf"[{SPACE}]*(\r\n?|\n)").match
match_line_rest = re.compile(r"[^\r\n]*").match
match_line_end = re.compile(r"\r\n?|\n").match
match_assembly_word = re.compile(rf"[^\0\n\r,=\]{SPACE}]*").match
search_here_end = re.compile(rf"(?:\r\n?|\n)[{SINGLE}]@").search
search_false_end = {
    "'": re.compile(rf"(?:\r\n?|\n)[{SPACE}]+[{SINGLE}]@").search,
    '"': re.compile(rf"(?:\r\n?|\n)[{SPACE}]+[{DOUBLE}]@").search,
}
find_parens = re.compile(rf"[()]|[`{DOUBLE}](?=[{DOUBLE}])").finditer
match_nothing_left = re.compile(rf"(?:[{SPACE}]|#[^\r\n]*|<#(?:(?!#>).)*(?:#>|\Z))*\Z", re.DOTALL).match
"""Matches where only white space and comments follow up to the end of the text."""
