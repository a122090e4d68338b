"""What scripts that read or write scripts use: [ProxyCommand], command metadata, [CodeGeneration], visitors of trees, comment help."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from relayshell.commands import proxy
from relayshell.commands.help_pages import capability_of, page_of
from relayshell.commands.parametermembers import dictionary
from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.enums import enum_member
from relayshell.objects.hashtable import Hashtable
from relayshell.objects.indexing import dictionary_items
from relayshell.objects.nettype import NetType
from relayshell.objects.psobject import unwrap
from relayshell.runtime.declared.asts import L
from relayshell.syntax import ast as tree
from relayshell.syntax.chars import SINGLES
from relayshell.syntax.comment_help import CommentHelp, comment_block

_P = "System.Management.Automation."


def command_of_type(net_type: NetType) -> Any:
    """The cmdlet that a .NET type is. Raises where it is none."""
    from relayshell.objects.exceptions import NetException
    from relayshell.runtime.current import current_session

    for info in current_session().commands.cmdlets.values():
        if net_type.full_name == info.signature.implementing:
            return info
    message = f"The type '{net_type.full_name}' is no cmdlet of this shell."
    raise NetException("System.ArgumentException", message)


class CommandMetadata:
    """CommandMetadata: what a command takes, as a script may change it before a proxy is written."""

    net_name = _P + "CommandMetadata"

    def __init__(self, info: Any) -> None:
        from relayshell.commands.infos import AliasInfo
        from relayshell.commands.parametermembers import parameter_dictionary

        target = unwrap(info)
        if isinstance(target, NetType):
            target = command_of_type(target)
        while isinstance(target, AliasInfo) and target.resolved is not None:
            target = target.resolved
        if target.signature is None:
            raise ShellError(f"The command '{target.name}' has no parameters that are known.", "InvalidOperation", "InvalidOperation")
        self.info = target
        self.name = target.name
        self.signature = target.signature
        self.parameters = dictionary(_P + "ParameterMetadata")
        for key, value in dictionary_items(parameter_dictionary(target.signature)):
            if not target.signature.by_name[key.lower()].shared:
                self.parameters.put(key, value)

    def changed(self) -> Any:
        """The signature with the parameters that are left."""
        kept = {str(key).lower() for key, _ in dictionary_items(self.parameters)}
        by_position = self.signature.positional_binding or self.kind == "Cmdlet"
        return replace(self.signature, positional_binding=by_position, parameters=tuple(each for each in self.signature.parameters if each.name.lower() in kept))

    @property
    def full_name(self) -> str:
        """The name with its module."""
        module = self.info.module_name
        return f"{module}\\{self.name}" if module else str(self.name)

    @property
    def kind(self) -> str:
        """A name of CommandTypes."""
        return str(self.info.kind)


def _metadata(value: Any) -> CommandMetadata:
    inside = unwrap(value)
    return inside if isinstance(inside, CommandMetadata) else CommandMetadata(inside)


def _create(command: Any, *more: Any) -> str:
    data = _metadata(command)
    return proxy.proxy_text(data.changed(), data.full_name, data.kind, str(more[0]) if more and more[0] is not None else None)


def _dynamic(command: Any) -> str:
    data = _metadata(command)
    return proxy.dynamic_body(data.signature, data.full_name, data.kind)


def _begin(command: Any) -> str:
    data = _metadata(command)
    return proxy.begin_body(data.full_name, data.kind)


def _command_type(metadata: Any) -> Any:
    from relayshell.commands.typed import type_named

    return type_named(metadata.signature.implementing) if metadata.signature.implementing else None


declare(
    _P + "CommandMetadata", CommandMetadata, new=lambda given, *more: _metadata(given),
    get={
        "Name": lambda m: m.name, "CommandType": _command_type, "DefaultParameterSetName": lambda m: m.signature.default_set or "__AllParameterSets",
        "SupportsShouldProcess": lambda m: m.signature.should_process, "SupportsPaging": lambda m: m.signature.supports_paging,
        "PositionalBinding": lambda m: m.changed().positional_binding, "SupportsTransactions": lambda m: False,
        "HelpUri": lambda m: page_of(m.signature),
        "RemotingCapability": lambda m: enum_member(_P + "RemotingCapability", capability_of(m.name)),
        "ConfirmImpact": lambda m: enum_member(_P + "ConfirmImpact", m.signature.confirm_impact), "Parameters": lambda m: m.parameters,
    },
    signatures=(
        f"({_P}CommandInfo commandInfo)", f"({_P}CommandInfo commandInfo, bool shouldGenerateCommonParameters)", "(type commandType)",
        f"({_P}CommandMetadata other)", "string Name {get;set;}", "type CommandType {get;}", "string DefaultParameterSetName {get;set;}",
        "bool SupportsShouldProcess {get;set;}", "bool SupportsPaging {get;set;}", "bool PositionalBinding {get;set;}",
        "bool SupportsTransactions {get;set;}", "string HelpUri {get;set;}", "System.Object RemotingCapability {get;set;}",
        f"{_P}ConfirmImpact ConfirmImpact {{get;set;}}", "System.Object Parameters {get;}",
    ),
)
def _help_comments(help: Any) -> str:
    """The help comment that would say what a help object says."""
    from relayshell.objects.collections import enumerate_value
    from relayshell.objects.members import get_member
    from relayshell.objects.text import to_text

    def parts(value: Any) -> list[str]:
        return [to_text(get_member(each, "Text")) for each in enumerate_value(value) or ()]

    made = [".SYNOPSIS", to_text(get_member(help, "Synopsis")), "", ".DESCRIPTION", *parts(get_member(help, "description")), ""]
    for each in enumerate_value(get_member(get_member(help, "parameters"), "parameter")) or ():
        made += [f".PARAMETER {to_text(get_member(each, 'name'))}", *parts(get_member(each, "description")), ""]
    examples = get_member(help, "examples")
    for each in (enumerate_value(get_member(examples, "example")) or ()) if examples is not None else ():
        made += [".EXAMPLE", to_text(get_member(each, "code")), *parts(get_member(each, "remarks")), ""]
    return "\n".join(made)


declare(
    _P + "ProxyCommand", None,
    statics={
        "Create": _create, "GetCmdletBindingAttribute": lambda c: proxy.binding_attribute(_metadata(c).changed()),
        "GetParamBlock": lambda c: proxy.param_block(_metadata(c).changed()), "GetBegin": _begin, "GetProcess": lambda c: proxy.PROCESS_BODY,
        "GetEnd": lambda c: proxy.END_BODY, "GetClean": lambda c: proxy.CLEAN_BODY, "GetDynamicParam": _dynamic,
        "GetHelpComments": _help_comments,
    },
)


def _escape_variable(text: str) -> str:
    return "".join("`" + char if char in "{}`" else char for char in text)


def _escape_block_comment(text: str) -> str:
    return text.replace("#>", "#`>").replace("<#", "<`#")


def _escape_format(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


declare(
    L + "CodeGeneration", None,
    statics={
        "EscapeSingleQuotedStringContent": lambda text: "".join(char * 2 if char in SINGLES else char for char in text or ""),
        "EscapeVariableName": _escape_variable, "EscapeBlockCommentContent": _escape_block_comment, "EscapeFormatStringContent": _escape_format,
    },
    signatures=(
        "static string EscapeSingleQuotedStringContent(string value)", "static string EscapeVariableName(string value)",
        "static string EscapeBlockCommentContent(string value)", "static string EscapeFormatStringContent(string value)",
    ),
)

_VISITS = tuple(sorted(name.removesuffix("Ast") for name, kind in vars(tree).items() if isinstance(kind, type) and issubclass(kind, tree.Ast)))
declare(L + "ICustomAstVisitor", kind="interface")
declare(L + "ICustomAstVisitor2", kind="interface", interfaces=(L + "ICustomAstVisitor",))
for _name, _base in (("AstVisitor", "System.Object"), ("AstVisitor2", L + "AstVisitor")):
    declare(
        L + _name, None, base=_base, new={"()": Hashtable},
        methods={
            name: lambda self, node: enum_member(L + "AstVisitAction", "Continue") for name in ("DefaultVisit", *(f"Visit{each}" for each in _VISITS))
        },
        signatures=(f"{L}AstVisitAction DefaultVisit({L}Ast ast)", *(f"{L}AstVisitAction Visit{each}({L}{each}Ast node)" for each in _VISITS)),
    )
for _name, _base in (("DefaultCustomAstVisitor", "System.Object"), ("DefaultCustomAstVisitor2", L + "DefaultCustomAstVisitor")):
    declare(
        L + _name, None, base=_base, new={"()": Hashtable}, interfaces=(L + "ICustomAstVisitor" + ("2" if _name.endswith("2") else ""),),
        methods={f"Visit{each}": lambda self, node: None for each in _VISITS},
        signatures=tuple(f"System.Object Visit{each}({L}{each}Ast node)" for each in _VISITS),
    )


def _parameters(help: CommentHelp) -> Hashtable:
    made = Hashtable()
    for name, text in help.parameters.items():
        made[name] = text
    return made


def _word(name: str) -> Any:
    return lambda help: getattr(help, name) or None


_TEXTS = {
    "Synopsis": "synopsis", "Description": "description", "Notes": "notes", "Component": "component", "Role": "role",
    "Functionality": "functionality", "ForwardHelpTargetName": "forward_help_target_name", "ForwardHelpCategory": "forward_help_category",
    "RemoteHelpRunspace": "remote_help_runspace", "MamlHelpFile": "maml_help_file",
}
_LISTS = {"Examples": "examples", "Inputs": "inputs", "Outputs": "outputs", "Links": "links"}


def _list(name: str) -> Any:
    return lambda help: list(getattr(help, name))


declare(
    L + "CommentHelpInfo", CommentHelp, new=CommentHelp, methods={"GetCommentBlock": comment_block},
    get={**{name: _word(own) for name, own in _TEXTS.items()}, **{name: _list(own) for name, own in _LISTS.items()}, "Parameters": _parameters},
    signatures=("()", "string GetCommentBlock()", *(f"string {name} {{get;}}" for name in _TEXTS), *(f"string[] {name} {{get;}}" for name in _LISTS), "System.Collections.IDictionary Parameters {get;}"),
)
