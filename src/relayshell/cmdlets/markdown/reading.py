"""Reading Markdown with markdown-it-py, and writing it as HTML: CommonMark with tables, strikethrough, task lists and ids of headings."""

from __future__ import annotations

import re
from typing import Any

_TASK = re.compile(r"\[([ xX])\] ")


def reader() -> Any:
    """A reader set up as this shell reads Markdown."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"xhtmlOut": True}).enable(["table", "strikethrough"])


def to_html(text: str) -> str:
    """A text of Markdown as HTML."""
    markdown = reader()
    tokens = markdown.parse(text)
    taken: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _id_of(_plain(tokens[at + 1]), taken))
        elif token.type == "inline" and at > 1 and tokens[at - 2].type == "list_item_open":
            _task(tokens[at - 2], token)
        style = token.attrGet("style")
        if style:
            token.attrSet("style", str(style).replace("text-align:", "text-align: ") + ";")
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _task(item: Any, inline: Any) -> None:
    """Make an item that begins with `[ ]` or `[x]` one of a task list."""
    from markdown_it.token import Token

    found = _TASK.match(inline.content)
    first = inline.children[0] if inline.children else None
    if found is None or first is None or first.type != "text":
        return
    checked = ' checked="checked"' if found[1] != " " else ""
    item.attrSet("class", "task-list-item")
    first.content = first.content[3:]
    inline.children.insert(0, Token("html_inline", "", 0, content=f'<input disabled="disabled" type="checkbox"{checked} />'))


def _plain(inline: Any) -> str:
    return "".join(each.content for each in inline.children or () if each.type in ("text", "code_inline"))


def _id_of(text: str, taken: dict[str, int]) -> str:
    """The id of a heading: its letters, digits and hyphens, from the first letter on; a number behind where it is taken."""
    made = re.sub(r"[^a-z0-9_.\- ]", "", text.lower()).strip().replace(" ", "-")
    made = re.sub(r"^[^a-z]+", "", re.sub(r"-{2,}", "-", made)).rstrip("-_.") or "section"
    count = taken.get(made, 0)
    taken[made] = count + 1
    return made if not count else f"{made}-{count}"
