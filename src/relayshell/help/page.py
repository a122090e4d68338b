"""A Page: the parts of a command's explanation, in order, wherever they come from."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from relayshell.commands.shared import COMMON_NAMES
from relayshell.commands.signature import ALL_SETS, InSet, Parameter, Signature
from relayshell.commands.syntax import displayed, set_names, set_text, type_text


@dataclass
class ParameterPart:
    """One parameter as help explains it."""

    name: str
    type: str
    description: str
    required: bool
    position: str
    default: str
    pipeline: str
    globbing: bool
    aliases: tuple[str, ...] = ()
    switch: bool = False
    sets: tuple[str, ...] = ()
    """The parameter sets it stands in, where nobody wrote help for the command."""
    dynamic: bool = False


@dataclass
class ExamplePart:
    """One example: a title, what is typed, and what is said of it."""

    title: str
    code: str
    remarks: str = ""
    introduction: str = "PS > "
    titled: bool = False
    """Whether the title stands as it is, without a number before it."""


@dataclass
class Page:
    """All there is to say of a command. Texts are plain, paragraphs parted by empty lines."""

    name: str
    category: str
    synopsis: str = ""
    syntax: list[str] = field(default_factory=list)
    syntax_parameters: list[list[ParameterPart]] = field(default_factory=list)
    description: str = ""
    parameters: list[ParameterPart] = field(default_factory=list)
    common: bool = False
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    notes: str = ""
    examples: list[ExamplePart] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    aliases: tuple[str, ...] = ()
    module: str = ""
    component: str = ""
    role: str = ""
    functionality: str = ""
    link_texts: dict[str, str] = field(default_factory=dict)
    """What a link is called, by its address."""
    separate: bool = False
    """Whether paragraphs are objects of their own."""
    written: bool = True
    """Whether its author wrote help for it; without, the syntax is all."""


def net_name(parameter: Parameter) -> str:
    """The type's own name without its namespace: String, Int32[], SwitchParameter. Written help shows that."""
    kind = parameter.net_type
    if kind.is_nullable or kind.generic_definition is not None or parameter.ps_type_name:
        return type_text(parameter)
    return str(kind.name)


def syntax_line(name: str, parts: list[ParameterPart], common: bool) -> str:
    """A syntax line of written help."""
    words = [name]
    for each in parts:
        label = f"-{each.name}"
        if each.switch:
            words.append(label if each.required else f"[{label}]")
            continue
        label = label if each.position == "Named" else f"[{label}]"
        text = f"{label} <{each.type}>"
        words.append(text if each.required else f"[{text}]")
    return " ".join([*words, "[<CommonParameters>]"] if common else words)


def part(parameter: Parameter, stand: InSet, description: str = "", written: bool = False) -> ParameterPart:
    """A parameter in a set."""
    pipeline = []
    if stand.pipeline:
        pipeline.append("ByValue")
    if stand.by_name:
        pipeline.append("ByPropertyName")
    default = parameter.default
    shown = "" if default is None or callable(default) or parameter.is_switch else str(default)
    return ParameterPart(
        parameter.name, net_name(parameter) if written else type_text(parameter), description or parameter.doc or "", stand.mandatory,
        "Named" if stand.position is None else str(stand.position + 1 if written else stand.position), "False" if parameter.is_switch else shown,
        f"true ({', '.join(pipeline)})" if pipeline else "false", False, tuple(parameter.aliases), parameter.is_switch,
    )


def from_signature(signature: Signature, name: str, category: str, descriptions: Any = None, written: bool = True) -> Page:
    """What a signature says: syntax and parameters. `descriptions` maps names in capitals to what is said of each."""
    told = descriptions or {}
    page = Page(name, category, module=signature.module or "")
    seen: dict[str, ParameterPart] = {}
    for set_name in set_names(signature):
        parts = []
        for parameter, stand in displayed(signature, set_name):
            if parameter.name.lower() in COMMON_NAMES and parameter.shared:
                page.common = True
                continue
            if parameter.hidden:
                continue
            made = part(parameter, stand, told.get(parameter.name.upper(), ""), written)
            parts.append(made)
            seen.setdefault(parameter.name.lower(), made)
        page.syntax_parameters.append(parts)
        page.syntax.append(syntax_line(name, parts, page.common) if written else f"{name} {_with_values(signature, set_text(signature, set_name))}".rstrip())
    page.parameters = list(seen.values())
    if not written:
        _tell_facts(page, signature)
    return page


def _with_values(signature: Signature, text: str) -> str:
    """A syntax line that names the values of a parameter which has only some."""
    for parameter in signature.parameters:
        values = _values_of(parameter)
        if values:
            for name in (f"-{parameter.name}", f"[-{parameter.name}]"):
                text = text.replace(f"{name} <{type_text(parameter)}>", f"{name} {{{' | '.join(values)}}}")
    return text


def _values_of(parameter: Parameter) -> list[str]:
    """The values that a parameter is limited to: those of its enum or of its [ValidateSet()]."""
    from relayshell.commands.validation import ValidateSet

    allowed = next((check for check in parameter.checks if isinstance(check, ValidateSet)), None)
    if allowed is not None and allowed.values:
        return [str(each) for each in allowed.values]
    return list(parameter.net_type.enum_values) if parameter.net_type.is_enum else []


def _tell_facts(page: Page, signature: Signature) -> None:
    """What takes the place of help that nobody wrote: each parameter's sets and HelpMessage, by name, and the types that go in and out."""
    page.parameters.sort(key=lambda each: each.name.lower())
    for each in page.parameters:
        parameter = signature.by_name[each.name.lower()]
        each.sets = tuple("(All)" if name == ALL_SETS else name for name in parameter.sets)
        each.dynamic = parameter.dynamic
        each.description = next((stand.help for stand in parameter.sets.values() if stand.help), "")
        if "true" in each.pipeline:
            page.inputs.append(str(parameter.net_type.full_name))
    page.outputs = [str(each) for each in signature.output]


def of_cmdlet(info: Any) -> Page:
    """The page of a cmdlet written in Python: its docstring and its parameters' sentences."""
    from relayshell.commands.docstring import read_docstring

    cmdlet = info.cmdlet
    signature = cmdlet.signature
    page = from_signature(signature, signature.name, "Cmdlet")
    told = read_docstring(cmdlet.__doc__)
    page.synopsis, page.description, page.notes = told.synopsis, told.description or told.synopsis, told.notes
    page.examples = [ExamplePart(example.title, example.text) for example in told.examples]
    page.aliases = tuple(signature.aliases)
    page.outputs = [str(each) for each in signature.output]
    taking = [each for each in page.parameters if "ByValue" in each.pipeline]
    page.inputs = sorted({each.type for each in taking})
    return page


def of_function(info: Any, name: str, category: str, find: Any = None) -> Page:
    """The page of a function or script: its help comment, a file of help, or its syntax alone.

    find  gives the page of another command by name, for help that is forwarded
    """
    from relayshell.syntax.comment_help import comment_help

    block = info.block
    node = block.code.node
    if getattr(node.parent, "body", None) is node and hasattr(node.parent, "is_filter"):
        node = node.parent  # a comment before the function counts too
    told = comment_help(node)
    if told is not None and told.forward_help_target_name:
        forwarded = find(told.forward_help_target_name) if find is not None and told.forward_help_target_name.lower() != name.lower() else None
        if forwarded is not None:
            return forwarded
    external = _external(info, name, told)
    if external is not None:
        external.category, external.module = category, getattr(info, "module_name", "")
        return external
    if told is None or told.maml_help_file:
        page = from_signature(block.signature, name, category, written=False)
        page.synopsis = "\n".join(page.syntax) + "\n"
        page.written = False
        return page
    page = from_signature(block.signature, name, category, {key: text.strip("\n") for key, text in told.parameters.items()})
    _tell_defaults(page, block.code.node)
    # A help comment says of any function that it takes the common parameters, even where it does not.
    page.common = True
    page.module = getattr(info, "module_name", "")
    page.syntax = [syntax_line(name, parts, True) for parts in page.syntax_parameters]
    page.synopsis = (told.synopsis or "").strip()
    page.description = (told.description or "").strip("\n")
    page.notes = (told.notes or "").strip("\n")
    page.component, page.role, page.functionality = ((each or "").strip() for each in (told.component, told.role, told.functionality))
    page.inputs = [each.strip() for each in told.inputs]
    page.outputs = [each.strip() for each in told.outputs]
    page.links = [each.strip() for each in told.links]
    page.examples = [_example(number, text) for number, text in enumerate(told.examples, 1)]
    return page


def _tell_defaults(page: Page, body: Any) -> None:
    """The values that parameters have when they are not given, as the script writes them; plain texts without their quotes."""
    function = body.parent if hasattr(body.parent, "is_filter") else None
    nodes = (function.parameters if function is not None else None) or (body.param_block.parameters if body.param_block is not None else ())
    values = {each.name.variable_path.user_path.lower(): each.default_value for each in nodes if each.default_value is not None}
    for each in page.parameters:
        node = values.get(each.name.lower())
        if node is not None:
            plain = getattr(node, "value", None)
            each.default = plain if isinstance(plain, str) else node.text


def _example(number: int, text: str) -> ExamplePart:
    """An example of a comment: up to a > in the first line stands the prompt, then what is typed; the rest is said of it."""
    first, _, rest = text.strip("\n").partition("\n")
    prompt, found, typed = first.partition(">")
    if not found:
        prompt, typed = "PS ", first
    return ExamplePart(f"EXAMPLE {number}", typed.strip(), rest.strip("\n"), prompt.strip() + ">" if found else "PS > ")


def _external(info: Any, name: str, told: Any) -> Page | None:
    """The page in the help file that a function's comment or its module's file leads to; None where there is none."""
    from relayshell.help.external import page_in

    module = getattr(info, "module", None)
    file = told.maml_help_file if told is not None else None
    if told is not None and not file:
        return None
    path = getattr(module, "path", "") or (info.block.code.node.source.file if file else "") or ""
    if not path:
        return None
    if file:
        return page_in(os.path.dirname(path), file, name)
    names = [path, *(each for each in (os.path.splitext(path)[0] + ".psm1",) if each != path)]
    for each in names:
        found = page_in(os.path.dirname(path), os.path.basename(each) + "-help.xml", name)
        if found is not None:
            return found
    return None
