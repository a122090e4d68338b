"""Script blocks, the frames of the call stack, $input and $PSBoundParameters, as scripts see them."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.declare import declare
from relayshell.objects.dotnet_collections import object_collection
from relayshell.objects.exceptions import NetException
from relayshell.objects.nettype import get_type
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import unwrap
from relayshell.objects.reflection import declare_non_public
from relayshell.runtime.callstack import CallStackEntry
from relayshell.runtime.inputs import InputEnumerator
from relayshell.runtime.scriptblock import MISSING, ScriptBlock
from relayshell.runtime.scriptinfo import ScriptInfo
from relayshell.runtime.steppable import SteppablePipeline
from relayshell.syntax import ast as tree

_P = "System.Management.Automation."


def _create(text: str) -> ScriptBlock:
    from relayshell.runtime.current import current_session

    return current_session().new_block(text)  # type: ignore[no-any-return]


def _closure(block: ScriptBlock) -> ScriptBlock:
    return block.closure(block.session.frame_in(block.state))


def _invoke(block: ScriptBlock, args: Any = ()) -> Any:
    return object_collection(block.invoke(list(args or ())))


def _invoke_as_is(block: ScriptBlock, args: Any = ()) -> Any:
    found = block.invoke(list(args or ()))
    if not found:
        return AUTOMATION_NULL
    return found[0] if len(found) == 1 else found


def _with_context(block: ScriptBlock, functions: Any, variables: Any, args: Any = ()) -> Any:
    from relayshell.commands.infos import FunctionInfo
    from relayshell.objects.collections import enumerate_value
    from relayshell.objects.indexing import dictionary_items
    from relayshell.objects.text import to_text

    given = []
    this: Any = MISSING
    underscore: Any = MISSING
    for each in (enumerate_value(variables) or ()) if variables is not None else ():
        variable = unwrap(each)
        if variable is None:
            continue
        folded = variable.name.lower()
        if folded == "_":
            underscore = variable.value
        elif folded == "this":
            this = variable.value
        else:
            given.append((variable.name, variable.value))
    made = []
    for name, body in dictionary_items(functions) if functions is not None else ():
        inner = unwrap(body)
        made.append((to_text(name), FunctionInfo(to_text(name), ScriptBlock(inner.code, inner.state), "Function")))
    return object_collection(block.invoke(list(args or ()), this=this, underscore=underscore, variables=given, functions=made))


def _attributes(block: ScriptBlock) -> Any:
    from relayshell.runtime.attributeobjects import attributes_of_block

    return object_collection(attributes_of_block(block), "System.Collections.Generic.List`1", "System.Attribute")


def _start(block: ScriptBlock) -> Any:
    from relayshell.runtime.asttokens import start_token

    return start_token(block)


def _id(block: ScriptBlock) -> Any:
    from relayshell.objects.calls import call_static

    if "id" not in block.__dict__:
        block.id = call_static(get_type("System.Guid"), "NewGuid", [])
    return block.id


def _expects(cmdlet: Any) -> bool:
    """Whether objects are piped into the function whose $PSCmdlet this is: only then are those passed on."""
    own = getattr(unwrap(cmdlet), "own", None)
    return True if own is None else bool(own.expecting_input)


def _check_restricted(block: ScriptBlock, commands: Any, variables: Any, environment: bool) -> None:
    """Raises where the block uses more than plain data and the commands and variables that are named."""
    from relayshell.runtime.faults import exception_of
    from relayshell.runtime.languagemodes import check_plain

    try:
        check_plain(block, [str(each).lower() for each in commands or ()], [str(each) for each in variables or ()], environment)
    except ShellError as error:
        raise exception_of(error) from error


def _steppable(block: ScriptBlock, *args: Any) -> Any:
    named = block.code.node.end_block
    statements = named.statements if named is not None else ()
    if len(statements) != 1 or not isinstance(statements[0], tree.PipelineAst) or not isinstance(statements[0].pipeline_elements[0], tree.CommandAst):
        raise NetException(
            "System.Management.Automation.PSInvalidOperationException",
            "Only a script block that contains exactly one pipeline or command can be converted. Expressions or control structures are not permitted. "
            "Verify that the script block contains exactly one pipeline or command.")
    return SteppablePipeline(block, args[1] if len(args) > 1 else ())


def _powershell(block: ScriptBlock, *args: Any) -> Any:
    from relayshell.runtime.blockshell import powershell_of

    given = args[-1] if args and isinstance(args[-1], list) else ()
    return powershell_of(block, *given)


def _state_handle(block: ScriptBlock) -> Any:
    from relayshell.runtime.declared.engine import handle_of

    return handle_of(block.state)


def _set_state(block: ScriptBlock, handle: Any) -> None:
    """Run in another session state from now on; null stands for that outside modules."""
    given = unwrap(handle)
    block.state = given.state if given is not None else block.session.state
    block._signature = None


declare_non_public("System.Management.Automation.ScriptBlock", "SessionStateInternal", "Property", "System.Object", _state_handle, _set_state)
declare_non_public("System.Management.Automation.ScriptBlock", "SessionState", "Property", "System.Object", _state_handle, _set_state)
declare(
    _P + "ScriptBlock", ScriptBlock,
    get={
        "Ast": lambda b: b.ast, "File": lambda b: b.file, "Module": lambda b: b.module, "IsFilter": lambda b: b.is_filter,
        "IsConfiguration": lambda b: False, "DebuggerHidden": lambda b: b.debugger_hidden, "Id": _id, "Attributes": _attributes,
        "StartPosition": _start,
    },
    set={"IsFilter": lambda b, v: setattr(b, "is_filter", v), "DebuggerHidden": lambda b, v: setattr(b, "debugger_hidden", v)},
    methods={
        "Invoke": _invoke, "InvokeReturnAsIs": _invoke_as_is, "InvokeWithContext": _with_context, "GetNewClosure": _closure,
        "ToString": str, "GetSteppablePipeline": _steppable, "CheckRestrictedLanguage": _check_restricted, "GetPowerShell": _powershell,
    },
    statics={"Create": _create},
    to_text=str,
)


declare(
    "System.Collections.ArrayList+ArrayListEnumeratorSimple", InputEnumerator,
    get={"Current": lambda e: e.current},
    methods={"MoveNext": lambda e: e.move(), "Reset": lambda e: e.reset(), "Clone": lambda e: InputEnumerator(e.items)},
    enumerate=iter,
    interfaces=("System.Collections.IEnumerator",),
    signatures=("System.Object Current {get;}", "bool MoveNext()", "void Reset()", "System.Object Clone()"),
)
declare(
    _P + "CallStackFrame", CallStackEntry,
    get={
        "FunctionName": lambda f: f.function, "ScriptName": lambda f: f.file, "ScriptLineNumber": lambda f: f.line,
        "InvocationInfo": lambda f: f.invocation, "Position": lambda f: f.extent, "Command": lambda f: f.command,
        "Location": lambda f: f.location, "Arguments": lambda f: f.arguments,
    },
    methods={"GetScriptLocation": lambda f: f.location, "ToString": str, "GetFrameVariables": lambda f: f.variables()},
    to_text=str,
    signatures=("string Command {get;}", "string Location {get;}", "string Arguments {get;}"),
)
declare(
    _P + "ScriptInfo", ScriptInfo,
    get={"ScriptBlock": lambda i: i.block, "Name": lambda i: i.name, "Definition": lambda i: i.definition},
    methods={"ToString": str},
    to_text=str,
    base=_P + "CommandInfo",
    signatures=("scriptblock ScriptBlock {get;}", "string ToString()"),
)
declare(
    _P + "SteppablePipeline", SteppablePipeline,
    methods={
        "Begin": lambda p, *args: p.begin(args[0] if isinstance(args[0], bool) else _expects(args[0]), args[-1] if not isinstance(args[-1], bool) else None),
        "Process": lambda p, *args: p.process(*args), "End": lambda p: p.end(), "Dispose": lambda p: p.dispose(),
        "Clean": lambda p: p.dispose(),
    },
    signatures=(
        "void Clean()", "void Begin(bool expectInput)", "void Begin(System.Management.Automation.Internal.InternalCommand command)", "System.Array Process(System.Object input)",
        "System.Array Process()", "System.Array End()", "void Dispose()",
    ),
)
