"""Markdown: read by markdown-it-py, given as HTML, as text for a terminal and as a tree of blocks.

`reading` reads, `html` and `terminal` write, `options` holds the colours, `tokens` what scripts see of the tree.
"""
