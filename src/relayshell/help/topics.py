"""Pages of prose: about_*.md in the folder topics."""

from __future__ import annotations

import os

FOLDER = os.path.join(os.path.dirname(__file__), "topics")


def names() -> dict[str, str]:
    """The topics by folded name without underscores: the name as its page has it, and its file."""
    found = {}
    for file in sorted(os.listdir(FOLDER)):
        if file.endswith(".md"):
            with open(os.path.join(FOLDER, file), encoding="utf-8") as opened:
                title = opened.readline().lstrip("# ").strip()
            found[title.lower().replace("_", "")] = title
    return found


def text_of(title: str) -> str:
    """The text of a topic by its title."""
    wanted = title.lower().replace("_", "")
    for file in os.listdir(FOLDER):
        if file.removesuffix(".md").replace("_", "").lower() == wanted:
            with open(os.path.join(FOLDER, file), encoding="utf-8") as opened:
                return opened.read()
    raise KeyError(title)
