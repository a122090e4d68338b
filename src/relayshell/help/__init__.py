"""Explaining a command from its Signature and what its author wrote: a docstring, or a help comment.

`page` puts the parts together in order; `as_text` lays a page out for the terminal; `topics` are pages of prose (about_*).
May know commands, objects and syntax; runs nothing.
"""
