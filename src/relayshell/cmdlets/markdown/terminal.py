"""Markdown as text for a terminal: headings, emphasis, links and code in escape sequences."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.markdown.options import Options
from relayshell.cmdlets.markdown.tokens import Node

_FILL = "\x1b[500@"
"""Makes the colour of a line of code go on to the end of the line."""


def to_terminal(document: Node, options: Options) -> str:
    """The text of a document that has been read."""
    writer = _Writer(options)
    for block in document.children:
        writer.block(block)
    return "".join(writer.out)


class _Writer:
    def __init__(self, options: Options) -> None:
        self.options = options
        self.out: list[str] = []

    def line(self, text: str = "") -> None:
        self.out.append(text + "\n")

    def block(self, node: Node) -> None:
        kind = node.kind
        if kind == "HeadingBlock":
            text = node.inline.children[0].text if node.inline is not None and node.inline.children else ""
            if text:
                self.line(self.options.dress(f"Header{node.level}", text))
                self.line()
        elif kind in ("FencedCodeBlock", "CodeBlock"):
            self._code(node)
        elif kind == "ListBlock":
            for number, item in enumerate(node.children, 1):
                self._item(item, f"{number}. " if node.ordered else f"{node.markup} ", 0)
            self.line()
        elif kind == "QuoteBlock":
            for child in node.children:
                self.out.append("> ")
                self.block(child)
            self.line()
        elif node.inline is not None:
            self._inlines(node.inline)
            self.line()
        else:
            for child in node.children:
                self.block(child)

    def _code(self, node: Node) -> None:
        yaml = node.info.lower() == "yaml"
        for text in node.text.split("\n"):
            if not text.strip():
                continue
            if yaml:
                self.line("\t" + text)
            else:
                self.line(self.options.dress("Code", text + _FILL) if self.options.enabled else text)
        self.line()

    def _item(self, item: Node, bullet: str, depth: int) -> None:
        for child in item.children:
            if child.kind == "ListBlock":
                for number, each in enumerate(child.children, 1):
                    self._item(each, f"{number}. " if child.ordered else f"{child.markup} ", depth + 1)
                continue
            self.out.append("  " * depth + bullet)
            if child.inline is not None:
                self._inlines(child.inline)
                if not self.out[-1].endswith("\n"):
                    self.line()
            else:
                self.block(child)

    def _inlines(self, holder: Node) -> None:
        options, last = self.options, holder.children[-1] if holder.children else None
        for node in holder.children:
            if node.kind == "CodeInline":
                self.out.append(options.dress("Code", node.text))
            elif node.kind == "EmphasisInline":
                self.out.append(options.dress("EmphasisBold" if node.strong else "EmphasisItalics", node.first_text))
            elif node.kind == "LinkInline":
                shown = f"[{node.first_text or 'Image'}]" if node.image else f'"{node.first_text}"'
                self.out.append(options.dress("Image" if node.image else "Link", shown))
            elif node.kind == "LineBreakInline":
                self.out.append("\n" if node.hard else " ")
            else:
                self.out.append(node.text + ("\n" if node is last else ""))
