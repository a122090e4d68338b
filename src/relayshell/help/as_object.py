"""A Page as the objects that scripts read: Name, Synopsis, syntax, description, parameters, examples and their kin."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from relayshell.help.page import ExamplePart, Page, ParameterPart
from relayshell.objects.psobject import PSCustomObject

MAML = "MamlCommandHelpInfo"
OBJECT = "System.Management.Automation.PSCustomObject"
VIEWS = {"": "", "Detailed": "#DetailedView", "Full": "#FullView", "Examples": "#ExamplesView"}
_pages: WeakKeyDictionary[PSCustomObject, Page] = WeakKeyDictionary()
_parameters: WeakKeyDictionary[PSCustomObject, ParameterPart] = WeakKeyDictionary()


def page_of(value: Any) -> Page | None:
    """The page that a help object was made of."""
    return _pages.get(value)


def parameter_of(value: Any) -> ParameterPart | None:
    """The parameter that an object of one was made of."""
    return _parameters.get(value)


def bag(kind: str, **props: Any) -> PSCustomObject:
    """An object of a kind of help."""
    return PSCustomObject(props, [f"{MAML}#{kind}", "HelpInfo", "System.Object"] if kind else None)


def texts(text: str, separate: bool = False) -> list[PSCustomObject]:
    """Paragraphs as help has them: objects with Text; one for each paragraph where they are kept separate."""
    parts = text.split("\n\n") if separate else [text]
    return [PSCustomObject({"Text": each}, ["MamlParaTextItem", "MamlTextItem", "System.Object"]) for each in parts] if text else []


def made_of(page: Page, view: str = "") -> PSCustomObject:
    """The object of a page; view says how it is shown."""
    base = MAML if page.written or page.category == "Cmdlet" else "ExtendedCmdletHelpInfo"
    made = PSCustomObject({}, [*([base + VIEWS[view]] if VIEWS[view] else []), base, "HelpInfo", "System.Object"])
    props = made.props
    props["aliases"] = "\n".join(page.aliases) or None
    props["remarks"] = None
    props["alertSet"] = bag("alertSet", alert=texts(page.notes)) if page.notes else None
    props["details"] = bag("details", name=page.name, description=texts(page.synopsis), noun=page.name.partition("-")[2], verb=page.name.partition("-")[0])
    props["description"] = texts(page.description, page.separate)
    props["examples"] = bag("examples", example=[_example(each, number) for number, each in enumerate(page.examples, 1)]) if page.examples else None
    props["inputTypes"] = bag("inputTypes", inputType=[bag("inputType", type=bag("type", name=each)) for each in page.inputs]) if page.inputs else None
    props["relatedLinks"] = bag(
        "relatedLinks", navigationLink=[bag("navigationLink", **_link(each, page)) for each in page.links],
    ) if page.links else None
    props["returnValues"] = bag("returnValues", returnValue=[bag("returnValue", type=bag("type", name=each)) for each in page.outputs]) if page.outputs else None
    props["parameters"] = bag("parameters", parameter=[parameter(each) for each in page.parameters])
    props["syntax"] = syntax = bag("syntax", syntaxItem=[
        bag("syntaxItem", name=page.name, CommonParameters=page.common, WorkflowCommonParameters=False, parameter=[parameter(each) for each in parts])
        for parts in page.syntax_parameters])
    props["Name"] = page.name
    props["Category"] = page.category
    props["Synopsis"] = page.synopsis
    props["Component"], props["Role"], props["Functionality"] = page.component or None, page.role or None, page.functionality or None
    props["ModuleName"] = page.module
    props["xmlns:command"] = "http://schemas.microsoft.com/maml/dev/command/2004/10"
    _pages[made] = page
    _pages[syntax] = page
    return made


def parameter(each: ParameterPart) -> PSCustomObject:
    """The object of one parameter."""
    value = None if each.switch else PSCustomObject({"required": "true", "variableLength": "false", "Value": each.type})
    made = bag(
        "parameter", name=each.name, description=texts(each.description), type=bag("type", name="SwitchParameter" if each.switch else each.type),
        required=str(each.required).lower(), position=each.position.lower() if each.position == "Named" else each.position,
        pipelineInput=each.pipeline, globbing=str(each.globbing).lower(), aliases=", ".join(each.aliases) or "None",
        defaultValue=each.default or "None", parameterValue=value.props["Value"] if value is not None else None, variableLength="true",
    )
    _parameters[made] = each
    return made


def _link(each: str, page: Page) -> dict[str, str]:
    if "://" not in each:
        return {"linkText": each}
    return {"linkText": page.link_texts[each], "uri": each} if page.link_texts.get(each) else {"uri": each}


def _example(each: ExamplePart, number: int) -> PSCustomObject:
    title = each.title if each.titled or each.title.startswith("EXAMPLE") else f"Example {number}: {each.title}"
    dashes = "-" * 26
    return bag("example", title=title if each.titled else f"{dashes} {title} {dashes}", introduction=texts(each.introduction), code=each.code, remarks=texts(each.remarks))


def short(page: Page) -> PSCustomObject:
    """One line of a list of help."""
    return PSCustomObject(
        {"Name": page.name, "Category": page.category, "Module": page.module, "Synopsis": page.synopsis.strip().split("\n")[0]},
        ["HelpInfoShort", "System.Object"])
