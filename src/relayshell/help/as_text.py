"""A Page for the terminal: its headings and what stands under each, as lines with their indents.

A line is (indent, text); whoever shows it wraps it.
"""

from __future__ import annotations

from collections.abc import Iterator

from relayshell.help.page import ExamplePart, Page, ParameterPart

Line = tuple[int, str]
COMMON = (
    "This cmdlet supports the common parameters: Verbose, Debug, ErrorAction, ErrorVariable, WarningAction, WarningVariable, OutBuffer, "
    "PipelineVariable, and OutVariable. For more information, see about_CommonParameters (Get-Help about_CommonParameters)."
)


def lines_of(page: Page, view: str = "") -> Iterator[Line]:
    """The lines of a page. view is '' for the short page, or Detailed, Full, Examples."""
    yield from section("NAME", [page.name])
    if page.written:
        yield from section("SYNOPSIS", paragraphs(page.synopsis))
        yield 4, ""
    if view == "Examples":
        yield from examples(page)
        return
    if not page.written:
        yield from section("SYNTAX", [line for syntax in page.syntax for line in (syntax, "")][:-1] or [""])
        yield 0, ""
        yield from parameters(page, view == "Full") if view else ()
        if view == "Full":
            yield 4, ""
            yield from section("INPUTS", [*(page.inputs or ["None"]), ""])
            yield from section("OUTPUTS", [*(page.outputs or ["System.Object"]), ""])
        yield from section("ALIASES", page.aliases or ["None"])
        yield 0, ""
        yield 0, "REMARKS"
        yield 4, "None"
        return
    yield from section("SYNTAX", [line for syntax in page.syntax for line in (syntax, "")] or [""])
    if view:
        yield from section("DESCRIPTION", paragraphs(page.description))
        yield 4, ""
        yield from parameters(page, view == "Full")
    if view == "Full":
        yield from section("INPUTS", [line for each in page.inputs for line in (*paragraphs(each), "")] or [""])
        yield from section("OUTPUTS", [line for each in page.outputs for line in (*paragraphs(each), "")] or [""])
        if page.notes:
            yield from section("NOTES", ["", *paragraphs(page.notes)])
            yield 4, ""
    if view and page.examples:
        yield from examples(page)
    if not view:
        yield 0, "DESCRIPTION"
        for text in paragraphs(page.description):
            yield 4, text
        yield 0, ""
    yield 0, "RELATED LINKS"
    for link in page.links:
        yield 4, link
    yield 0, ""
    if view == "Full":
        return
    yield 0, "REMARKS"
    yield 4, f'To see the examples, type: "Get-Help {page.name} -Examples"'
    if not view:
        yield 4, f'For more information, type: "Get-Help {page.name} -Detailed"'
    yield 4, f'For technical information, type: "Get-Help {page.name} -Full"'


def syntax_lines(page: Page) -> Iterator[Line]:
    """What a command takes, a line for each set."""
    for text in page.syntax:
        yield 0, text
        yield 0, ""


def section(title: str, texts: object) -> Iterator[Line]:
    """A heading and what stands under it."""
    yield 0, title
    for text in texts:  # type: ignore[attr-defined]
        yield 4, text
    yield 4, ""


def paragraphs(text: str) -> list[str]:
    """A text's lines."""
    return text.split("\n") if text else [""]


def parameters(page: Page, full: bool) -> Iterator[Line]:
    """The section on parameters."""
    yield 0, "PARAMETERS"
    for each in page.parameters:
        yield from parameter(each, full)
    if page.common:
        yield 4, "<CommonParameters>"
        yield 8, COMMON
        yield 4, ""


def parameter(each: ParameterPart, full: bool = True) -> Iterator[Line]:
    """One parameter; with its facts where `full` asks for them."""
    if each.sets:
        yield from bare_parameter(each, full)
        return
    yield 4, f"-{each.name}" + (f" [<{each.type}>]" if each.switch else f" <{each.type}>")
    for text in paragraphs(each.description):
        yield 8, text
    yield 8, ""
    if full:
        for label, value in (("Required?", str(each.required).lower()), ("Position?", each.position.lower() if each.position == "Named" else each.position),
                             ("Default value", each.default), ("Accept pipeline input?", each.pipeline), ("Aliases", ", ".join(each.aliases)),
                             ("Accept wildcard characters?", str(each.globbing).lower())):
            yield 8, f"{label:<28} {value}".rstrip()
        yield 8, ""


def bare_parameter(each: ParameterPart, full: bool) -> Iterator[Line]:
    """One parameter of a command for which nobody wrote help."""
    yield 4, f"-{each.name}" + ("" if each.switch else f" <{each.type}>")
    if each.description:
        yield 8, each.description
    yield 8, ""
    if full:
        for label, value in (("Required?", str(each.required).lower()), ("Position?", each.position), ("Accept pipeline input?", each.pipeline),
                             ("Parameter set name", ", ".join(each.sets)), ("Aliases", ", ".join(each.aliases) or "None"),
                             ("Dynamic?", str(each.dynamic).lower()), ("Accept wildcard characters?", str(each.globbing).lower())):
            yield 8, f"{label:<28} {value}"
        yield 8, ""


def examples(page: Page) -> Iterator[Line]:
    """The examples."""
    for number, each in enumerate(page.examples, 1):
        yield from example(each, number)


def example(each: ExamplePart, number: int) -> Iterator[Line]:
    """One example."""
    title = each.title if each.titled or each.title.startswith("EXAMPLE") else f"EXAMPLE {number}: {each.title}"
    yield 4, f"-------------------------- {title} --------------------------"
    yield 4, ""
    prompt = "" if each.introduction == "PS > " and not each.title.startswith("EXAMPLE") or each.titled else each.introduction
    for position, text in enumerate(paragraphs(each.code)):
        yield 4, prompt + text if not position else text
    yield 4, ""
    for text in paragraphs(each.remarks):
        yield 4, text
    yield 4, ""
