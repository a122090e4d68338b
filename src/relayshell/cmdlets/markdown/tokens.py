"""What was read of Markdown as scripts see it: MarkdownInfo, and a tree of blocks and inlines by Markdig's names."""

from __future__ import annotations

from typing import Any

from relayshell.objects.declare import declare

INFO = "Microsoft.PowerShell.MarkdownRender.MarkdownInfo"
_S = "Markdig.Syntax."
_I = "Markdig.Syntax.Inlines."
_BLOCKS = {
    "root": "MarkdownDocument", "heading": "HeadingBlock", "paragraph": "ParagraphBlock", "fence": "FencedCodeBlock", "code_block": "CodeBlock",
    "bullet_list": "ListBlock", "ordered_list": "ListBlock", "list_item": "ListItemBlock", "blockquote": "QuoteBlock", "hr": "ThematicBreakBlock",
    "html_block": "HtmlBlock", "table": "Table", "thead": "TableRow", "tbody": "TableRow", "tr": "TableRow", "th": "TableCell", "td": "TableCell",
}
_INLINES = {
    "text": "LiteralInline", "em": "EmphasisInline", "strong": "EmphasisInline", "s": "EmphasisInline", "code_inline": "CodeInline", "link": "LinkInline",
    "image": "LinkInline", "softbreak": "LineBreakInline", "hardbreak": "LineBreakInline", "html_inline": "HtmlInline",
}


class Node:
    """A block or an inline: what it is by Markdig's name, what is in it, its text."""

    def __init__(self, tree: Any) -> None:
        kind = tree.type
        token = tree.token or (tree.nester_tokens.opening if tree.nester_tokens else None)
        self.kind = _BLOCKS.get(kind) or _INLINES.get(kind, "ContainerInline")
        self.is_block = kind in _BLOCKS
        self.children: list[Node] = []
        self.inline: Node | None = None
        for child in tree.children or ():
            made = Node(child)
            if child.type == "inline":
                self.inline = made
            elif made.kind != "LiteralInline" or made.text:
                self.children.append(made)
        self.text = token.content if token is not None else ""
        self.markup = token.markup if token is not None else ""
        self.info = token.info.strip() if token is not None else ""
        self.line = tree.map[0] if token is not None and tree.map else 0
        self.level = len(self.markup) if self.kind == "HeadingBlock" and self.markup.startswith("#") else int(token.tag[1]) if self.kind == "HeadingBlock" else 0
        self.ordered = kind == "ordered_list"
        self.strong = kind == "strong"
        self.hard = kind == "hardbreak"
        self.image = kind == "image"
        self.url = str(tree.attrs.get("src" if self.image else "href", "")) if token is not None else ""
        self.title = str(tree.attrs.get("title", "")) if token is not None else ""

    @property
    def net_type(self) -> Any:
        from relayshell.objects.nettype import get_type

        return get_type((_S if self.is_block else _I) + self.kind)

    @property
    def first_text(self) -> str:
        """The text of the first thing inside."""
        if self.image and not self.children:
            return self.text
        return self.children[0].text or self.children[0].first_text if self.children else ""

    def __str__(self) -> str:
        return self.text if not self.is_block else _S + self.kind


def document(text: str) -> Node:
    """The tree of a text of Markdown."""
    from markdown_it.tree import SyntaxTreeNode

    from relayshell.cmdlets.markdown.reading import reader

    return Node(SyntaxTreeNode(reader().parse(text)))


class Info:
    """What ConvertFrom-Markdown gives: the HTML or the text for a terminal, and the tree."""

    net_name = INFO

    def __init__(self, tree: Node, html: str | None, terminal: str | None) -> None:
        self.tree, self.html, self.terminal = tree, html, terminal


declare(
    INFO, Info, get={"Html": lambda info: info.html, "VT100EncodedString": lambda info: info.terminal, "Tokens": lambda info: info.tree},
    signatures=("string Html {get;}", "string VT100EncodedString {get;}", f"{_S}MarkdownDocument Tokens {{get;}}"),
)
_LIST = {"enumerate": lambda node: iter(node.children), "index": lambda node, at: node.children[int(at)]}
_MORE: dict[str, dict[str, Any]] = {
    "HeadingBlock": {"Level": lambda node: node.level, "HeaderChar": lambda node: node.markup[:1]},
    "FencedCodeBlock": {"Info": lambda node: node.info, "Lines": lambda node: node.text},
    "CodeBlock": {"Lines": lambda node: node.text},
    "ListBlock": {"IsOrdered": lambda node: node.ordered, "BulletType": lambda node: node.markup},
    "LiteralInline": {"Content": lambda node: node.text},
    "CodeInline": {"Content": lambda node: node.text},
    "EmphasisInline": {"DelimiterCount": lambda node: 2 if node.strong else 1},
    "LinkInline": {"Url": lambda node: node.url, "Title": lambda node: node.title, "IsImage": lambda node: node.image},
    "LineBreakInline": {"IsHard": lambda node: node.hard},
    "HtmlInline": {"Tag": lambda node: node.text},
}
for _name in (*dict.fromkeys(_BLOCKS.values()), *dict.fromkeys(_INLINES.values()), "ContainerInline"):
    _block = _name in _BLOCKS.values()
    _get = {"Line": lambda node: node.line, **_MORE.get(_name, {})}
    if _block:
        _get["Inline"] = lambda node: node.inline
    _get.update({"Count": lambda node: len(node.children)} if _block else {"FirstChild": lambda node: node.children[0] if node.children else None})
    _texts = {"Level": "int", "DelimiterCount": "int", "Line": "int", "Count": "int", "IsOrdered": "bool", "IsImage": "bool", "IsHard": "bool", "Inline": _I + "ContainerInline",
              "FirstChild": "System.Object"}
    _holds = _name in ("MarkdownDocument", "ListBlock", "ListItemBlock", "QuoteBlock", "Table", "TableRow", "ContainerInline")
    declare(
        (_S if _block else _I) + _name, Node, dynamic=True, get=_get, methods={"ToString": str}, to_text=str,
        signatures=(*(f"{_texts.get(name, 'string')} {name} {{get;}}" for name in _get), "string ToString()"), **(_LIST if _holds else {}),
        interfaces=("System.Collections.IEnumerable",) if _holds else (),
    )
