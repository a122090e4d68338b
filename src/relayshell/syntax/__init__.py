"""Typed text to a tree: pure, total, never raises on bad input.

Knows the grammar of PowerShell and nothing of how a tree is run, of objects, or of commands. `parse` gives the tree, the tokens and
all problems in the text, each of which says whether more typing would mend it.
"""
