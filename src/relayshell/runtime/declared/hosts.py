"""$Host, its UI and RawUI as scripts see them."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.convert import convert
from relayshell.objects.declare import declare
from relayshell.objects.dotnet.faults import argument_fault, null_fault, range_fault
from relayshell.objects.enums import enum_member
from relayshell.objects.exceptions import NetException
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.nettype import get_type
from relayshell.objects.text import to_text
from relayshell.runtime import nestedprompt
from relayshell.runtime.declared import hostasking
from relayshell.runtime.hostobject import ChoiceDescription, Coordinates, FieldDescription, HostInterface, HostObject, RawInterface, Size
from relayshell.runtime.versions import VERSION

_P = "System.Management.Automation."


def _version(host: HostObject) -> Any:
    return convert(VERSION, get_type("System.Version"))


def _culture(host: HostObject) -> Any:
    from relayshell.objects.members import get_static

    return get_static(get_type("System.Globalization.CultureInfo"), "CurrentCulture")


def _runspace(host: HostObject) -> Any:
    from relayshell.runtime.runspaces import runspace_of

    return runspace_of(host.session)


def _colours(host: HostObject) -> Any:
    """The colours of a host at a terminal or a pipe; they are kept for scripts."""
    if "colours" not in host.__dict__:
        from relayshell.runtime.declared.hostparts import ConsoleColours

        host.__dict__["colours"] = ConsoleColours()
    return host.__dict__["colours"]


def _no_runspace(host: HostObject, *runspace: Any) -> None:
    raise NetException("System.Management.Automation.PSNotImplementedException", "Sessions on other machines are not offered, so that none can be entered or left.")


def _id(host: HostObject) -> Any:
    if "id" not in host.__dict__:
        from relayshell.objects.calls import call_static

        host.__dict__["id"] = call_static(get_type("System.Guid"), "NewGuid", [])
    return host.__dict__["id"]


declare(
    _P + "Internal.Host.InternalHost", HostObject,
    base=_P + "Host.PSHost",
    get={
        "Name": lambda h: h.session.host.name, "Version": _version, "InstanceId": _id, "UI": lambda h: h.ui, "CurrentCulture": _culture,
        "CurrentUICulture": _culture, "PrivateData": _colours, "DebuggerEnabled": lambda h: h.__dict__.get("debugging", True), "IsRunspacePushed": lambda h: False,
        "Runspace": _runspace,
    },
    set={"DebuggerEnabled": lambda h, value: h.__dict__.__setitem__("debugging", bool(value))},
    methods={
        "SetShouldExit": lambda h, code: setattr(h.session, "exit_code", code), "EnterNestedPrompt": lambda h: nestedprompt.enter(h.session),
        "ExitNestedPrompt": lambda h: nestedprompt.leave(h.session), "NotifyBeginApplication": lambda h: None, "NotifyEndApplication": lambda h: None,
        "PushRunspace": _no_runspace, "PopRunspace": _no_runspace, "ToString": lambda h: _P + "Internal.Host.InternalHost",
    },
)


def _asked(action: Any) -> Any:
    try:
        return action()
    except ShellError as error:
        raise NetException("System.Management.Automation.Host.HostException", error.message) from error


def _write(ui: HostInterface, *args: Any) -> None:
    text = args[-1] or ""
    ui.session.host.write(to_text(text), *(args[:2] if len(args) == 3 else ()))


def _write_line(ui: HostInterface, *args: Any) -> None:
    text = to_text(args[-1] or "") if args else ""
    ui.session.host.write_line(text, *(args[:2] if len(args) == 3 else ()))


def _choice(ui: HostInterface, caption: str, message: str, choices: Any, default: Any) -> Any:
    from relayshell.objects.collections import enumerate_value
    from relayshell.objects.psobject import unwrap

    items = [unwrap(each) for each in enumerate_value(choices) or ()]
    labels = [each.label if isinstance(each, ChoiceDescription) else to_text(each) for each in items]
    helps = [each.help if isinstance(each, ChoiceDescription) else "" for each in items]
    several = enumerate_value(default)
    if several is not None or default is None:
        from relayshell.objects.dotnet.results import array

        return array("System.Int32", _asked(lambda: hostasking.several(ui, caption or "", message or "", labels, helps, [int(each) for each in several or ()])))
    return int(_asked(lambda: ui.session.host.prompt_for_choice(caption or "", message or "", labels, helps, default)))


def _prompt(ui: HostInterface, caption: str, message: str, fields: Any) -> Any:
    from relayshell.objects.collections import enumerate_value
    from relayshell.objects.psobject import unwrap

    items = [unwrap(each) for each in enumerate_value(fields) or ()]
    answers = _asked(lambda: ui.session.host.prompt(caption or "", message or "", items))
    return Hashtable(answers.items())


def _style() -> Any:
    """$PSStyle of the running session."""
    from relayshell.runtime.current import current_session
    from relayshell.runtime.showing import environment_of

    return environment_of(current_session()).style


declare(
    _P + "Host.PSHostUserInterface",
    statics={"GetFormatStyleString": lambda style: hostasking.style_string(_style(), style),
             "GetOutputString": lambda text, terminal: hostasking.output_string(_style(), text, terminal)},
)
declare(
    _P + "Internal.Host.InternalHostUserInterface", HostInterface, base=_P + "Host.PSHostUserInterface",
    get={"RawUI": lambda ui: ui.raw, "SupportsVirtualTerminal": lambda ui: bool(ui.session.host.colour)},
    methods={
        "Write": _write, "WriteLine": _write_line, "WriteErrorLine": lambda ui, text: ui.session.host.write_error_line(text),
        "WriteWarningLine": lambda ui, text: ui.session.host.write_warning_line(text),
        "WriteVerboseLine": lambda ui, text: ui.session.host.write_verbose_line(text),
        "WriteDebugLine": lambda ui, text: ui.session.host.write_debug_line(text),
        "WriteInformation": lambda ui, record: None, "ReadLine": lambda ui: _asked(lambda: ui.session.host.read_line()), "PromptForChoice": _choice, "Prompt": _prompt,
        "ReadLineAsSecureString": lambda ui: _asked(lambda: hostasking.secret(ui)), "PromptForCredential": lambda ui, *args: _asked(lambda: hostasking.credential(ui, *args)),
        "WriteProgress": lambda ui, source, record: ui.session.host.write_progress(record),
    },
    signatures=(
        f"int PromptForChoice(string caption, string message, System.Collections.ObjectModel.Collection[{_P}Host.ChoiceDescription] choices, int defaultChoice)",
        f"System.Collections.ObjectModel.Collection[int] PromptForChoice(string caption, string message, "
        f"System.Collections.ObjectModel.Collection[{_P}Host.ChoiceDescription] choices, System.Collections.Generic.IEnumerable[int] defaultChoices)",
    ),
)


def _size(raw: RawInterface) -> Size:
    return Size(raw.session.host.width, raw.session.host.height)


def _colour(name: str) -> Any:
    def read(raw: RawInterface) -> Any:
        return enum_member("System.ConsoleColor", getattr(raw, name))

    return read


def _length_in_cells(raw: RawInterface, text: Any, offset: int = 0) -> int:
    """The cells of a text from a place on, or of a character."""
    from relayshell.views.cells import cells

    if text is None:
        raise null_fault("source")
    if not 0 <= offset <= len(to_text(text)):
        raise range_fault("Specified argument was out of the range of valid values.", "offset")
    return cells(to_text(text)[offset:])


def _new_cells(raw: RawInterface, *args: Any) -> Any:
    """A rectangle of cells: of a size, all alike, or with the characters of texts, short ones filled up with blanks."""
    from relayshell.objects.collections import enumerate_value
    from relayshell.objects.arrays import MultiArray
    from relayshell.objects.numbers import Char
    from relayshell.runtime.declared.hostparts import cell

    of = get_type(_P + "Host.BufferCell")
    if isinstance(args[0], Size):
        args = (args[0].width, args[0].height, args[1])
    if isinstance(args[0], int):
        width, height, content = args
        for name, given in (("width", width), ("height", height)):
            if given < 1:
                raise range_fault(f"The value of argument '{name}' must be greater than 0.", name, given)
        items = [content] * (width * height)
    else:
        texts = [to_text(each) for each in enumerate_value(args[0]) or ()]
        width = max(map(len, texts), default=0)
        if not width:
            raise argument_fault("The value of argument 'contents' holds no text.", "contents")
        height = len(texts)
        items = [cell(Char(char), args[1], args[2]) for text in texts for char in text.ljust(width)]
    return MultiArray(of, (height, width), items)


declare(
    _P + "Internal.Host.InternalHostRawUserInterface", RawInterface, base=_P + "Host.PSHostRawUserInterface",
    get={
        "BufferSize": _size, "WindowSize": _size, "MaxWindowSize": _size, "MaxPhysicalWindowSize": _size, "WindowTitle": lambda r: r.title,
        "ForegroundColor": _colour("foreground"), "BackgroundColor": _colour("background"), "CursorPosition": lambda r: Coordinates(),
        "WindowPosition": lambda r: Coordinates(), "CursorSize": lambda r: 25, "KeyAvailable": lambda r: False,
    },
    set={
        "WindowTitle": lambda r, v: setattr(r, "title", v), "ForegroundColor": lambda r, v: setattr(r, "foreground", v.name),
        "BackgroundColor": lambda r, v: setattr(r, "background", v.name), "BufferSize": lambda r, v: None, "WindowSize": lambda r, v: None,
        "CursorPosition": lambda r, v: None, "WindowPosition": lambda r, v: None, "CursorSize": lambda r, v: None,
    },
    methods={"LengthInBufferCells": _length_in_cells, "NewBufferCellArray": _new_cells, "ReadKey": hostasking.key,
             "GetBufferContents": hostasking.not_implemented, "ScrollBufferContents": hostasking.not_implemented, "SetBufferContents": lambda r, *args: None, "FlushInputBuffer": lambda r: None, "Clear": lambda r: r.session.host.clear()},
)
declare(
    _P + "Host.Size", Size, new={"*": lambda width=0, height=0: Size(width, height)},
    get={"Width": lambda s: s.width, "Height": lambda s: s.height},
    set={"Width": lambda s, v: setattr(s, "width", v), "Height": lambda s, v: setattr(s, "height", v)},
    methods={"ToString": lambda s: f"{s.width},{s.height}"}, to_text=lambda s: f"{s.width},{s.height}",
)
declare(
    _P + "Host.Coordinates", Coordinates, new={"*": lambda x=0, y=0: Coordinates(x, y)}, kind="struct",
    get={"X": lambda c: c.x, "Y": lambda c: c.y}, set={"X": lambda c, v: setattr(c, "x", v), "Y": lambda c, v: setattr(c, "y", v)},
    methods={"ToString": lambda c: f"{c.x},{c.y}", "Equals": lambda c, other: c == other}, to_text=lambda c: f"{c.x},{c.y}",
    signatures=("(int x, int y)", "int X {get;set;}", "int Y {get;set;}", "string ToString()"),
)
declare(
    _P + "Host.ChoiceDescription", ChoiceDescription, new={"*": lambda label, help="": ChoiceDescription(label, help)},
    get={"Label": lambda c: c.label, "HelpMessage": lambda c: c.help}, set={"HelpMessage": lambda c, v: setattr(c, "help", v)},
)
_ASSEMBLY = "System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e"


def _asked_type(field: FieldDescription) -> Any:
    """The type that is asked for: a string where nothing was said."""
    return field.type if field.type is not None else get_type("System.String")


def _set_type(field: FieldDescription, kind: Any) -> None:
    if kind is None:
        raise null_fault("parameterType")
    field.type = kind


declare(
    _P + "Host.FieldDescription", FieldDescription, new={"*": FieldDescription},
    get={
        "Name": lambda f: f.name, "Label": lambda f: f.label, "HelpMessage": lambda f: f.help, "IsMandatory": lambda f: f.mandatory,
        "ParameterTypeName": lambda f: _asked_type(f).name, "ParameterTypeFullName": lambda f: _asked_type(f).text,
        "ParameterAssemblyFullName": lambda f: _ASSEMBLY, "DefaultValue": lambda f: f.default, "Attributes": lambda f: [],
    },
    set={
        "Label": lambda f, v: setattr(f, "label", v), "HelpMessage": lambda f, v: setattr(f, "help", v),
        "IsMandatory": lambda f, v: setattr(f, "mandatory", v), "DefaultValue": lambda f, v: setattr(f, "default", v),
    },
    methods={"SetParameterType": _set_type},
    signatures=(
        "(string name)", "string Name {get;}", "string Label {get;set;}", "string HelpMessage {get;set;}", "bool IsMandatory {get;set;}",
        "void SetParameterType(type parameterType)", "string ParameterTypeName {get;}", "string ParameterTypeFullName {get;}",
        "string ParameterAssemblyFullName {get;}", "psobject DefaultValue {get;set;}", "System.Object[] Attributes {get;}",
    ),
)
