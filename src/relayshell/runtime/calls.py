"""Calling commands: what generated code calls for a command or a pipeline, and what cmdlets call for a script block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.commands.infos import AliasInfo, CmdletInfo, CommandInfo, ExternalScriptInfo, FilterInfo, FunctionInfo
from relayshell.errors import ShellError
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.objects.psobject import unwrap
from relayshell.runtime.functions import FunctionStage, new_frame, run_function
from relayshell.runtime.scope import Scope, Variable, raw_get, raw_set
from relayshell.runtime.scriptblock import MISSING, ScriptBlock
from relayshell.runtime.sites import CommandSite
from relayshell.runtime.stages import Pipeline, Stage
from relayshell.runtime.support.output import NO_INPUT, collapse, drop

BAD_EXPRESSION = (
    "The expression after '{0}' in a pipeline element produced an object that was not valid. It must result in a command name, "
    "a script block, or a CommandInfo object."
)
FUNCTIONS = (FunctionInfo, FilterInfo)
Write = Callable[[Any], Any]


def run(frame: Any, write: Write, site: CommandSite, values: list[Any]) -> None:
    """Run one command, named plainly in the text."""
    info = find(frame, site)
    if info.__class__ in FUNCTIONS and site.operator != "Dot":
        run_function(frame, write, site, info, info.block, values)
        return
    stage = stage_for(frame, site, info, site.words, values)
    Pipeline(frame, [stage]).run(NO_INPUT, write)


def value_of_run(frame: Any, site: CommandSite, values: list[Any]) -> Any:
    """Run one command for its value."""
    items: list[Any] = []
    run(frame, items.append, site, values)
    count = len(items)
    if count == 1:
        return items[0]
    return items if count else AUTOMATION_NULL


def run_given(frame: Any, write: Write, site: CommandSite, values: list[Any], command: Any) -> None:
    """Run a command that an expression gives: `& $block`, `. $path`, `& (Get-Command x)`."""
    target = unwrap(command)
    if target.__class__ is ScriptBlock and site.operator != "Dot":
        run_function(frame, write, site, target, target, values)
        return
    stage = stage_for_value(frame, site, target, site.words, values)
    Pipeline(frame, [stage]).run(NO_INPUT, write)


def value_of_given(frame: Any, site: CommandSite, values: list[Any], command: Any) -> Any:
    """The same for its value."""
    items: list[Any] = []
    run_given(frame, items.append, site, values, command)
    return collapse(items)


def find(frame: Any, site: CommandSite) -> CommandInfo:
    """The command a site names, aliases followed; raises CommandNotFoundException."""
    session = frame.session
    if site.asks_help:
        from relayshell.runtime.helprequests import explaining

        return explaining(frame, site)
    if site.called_like_method and Scope.strict_used and frame.scope.strictness() >= 2:
        raise ShellError(
            "The function or command was called as if it were a method. Parameters should be separated by spaces. For information about "
            "parameters, see the about_Parameters Help topic.", "StrictModeFunctionCallWithParens", "InvalidOperation",
        )
    folded = site.folded
    if not session.local_commands:
        top = frame.state.top
        shared = session.globals
        for _ in range(10):
            info = top.aliases.get(folded)
            if info is None and top is not shared:
                info = shared.aliases.get(folded)
            if info is not None:
                folded = info.target.lower()
                continue
            info = top.functions.get(folded)
            if info is None and top is not shared:
                info = shared.functions.get(folded)
            if info is None:
                info = session.commands.cmdlets.get(folded)
            if info is not None:
                return info  # type: ignore[no-any-return]
            break
    if not folded.strip():
        raise bad_name(BAD_EXPRESSION, site, "BadExpression")
    return session.find_command(frame, site.name, site)  # type: ignore[no-any-return]


def stage_for(frame: Any, site: Any, info: Any, words: Any, values: list[Any]) -> Stage:
    """The stage that runs a command."""
    kind = info.__class__
    if kind is CmdletInfo:
        cmdlet = info.cmdlet
        quick = getattr(cmdlet, "quick_stage", None)
        if quick is not None:
            made = quick(frame, site, info, words, values)
            if made is not None:
                return made  # type: ignore[no-any-return]
        from relayshell.runtime.cmdletstage import CmdletStage

        stage: Stage = CmdletStage(frame, site, words, values, drop)
        stage.info = info
        return stage
    if kind in FUNCTIONS:
        return function_stage(frame, site, info, info.block, words, values)
    if kind is AliasInfo:
        resolved = info.resolved or frame.session.find_command(frame, info.target)
        return stage_for(frame, site, resolved, words, values)
    if kind is ExternalScriptInfo:
        from relayshell.runtime.scripts import script_stage

        return script_stage(frame, site, info, words, values)
    from relayshell.runtime.native import NativeStage

    stage = NativeStage(frame, site, words, values, drop)
    stage.info = info
    return stage


def function_stage(frame: Any, site: Any, info: Any, block: Any, words: Any, values: list[Any], dot: bool = False) -> FunctionStage:
    """The stage that runs a function or a block."""
    stage = FunctionStage(frame, site, words, values, drop)
    stage.info = info
    stage.block = block
    stage.dot = dot or (site is not None and site.operator == "Dot")
    return stage


def stage_for_value(frame: Any, site: CommandSite, target: Any, words: Any, values: list[Any]) -> Stage:
    """The stage for a command given as a value: a block, a command, a module and a block, or a name."""
    if target.__class__ is ScriptBlock:
        return function_stage(frame, site, target, target, words, values)
    if isinstance(target, CommandInfo):
        return stage_for(frame, site, target, words, values)
    from relayshell.runtime.modules import Module

    if isinstance(target, Module):
        return stage_in_module(frame, site, target, words, values)
    if target is None or target is AUTOMATION_NULL:
        raise bad_name(BAD_EXPRESSION, site, "BadExpression")
    from relayshell.objects.text import to_text

    name = target if isinstance(target, str) else to_text(target)
    if not name.strip():
        raise bad_name(BAD_EXPRESSION, site, "BadExpression")
    return stage_for(frame, site, frame.session.find_command(frame, str(name), site), words, values)


def bad_name(message: str, site: CommandSite, id: str) -> ShellError:
    sign = {"Ampersand": "&", "Dot": "."}.get(site.operator, "&")
    span = site.node.command_elements[0].extent
    return ShellError(message.replace("{0}", sign), id, "InvalidOperation", span=span)


def stage_in_module(frame: Any, site: CommandSite, module: Any, words: Any, values: list[Any]) -> Stage:
    """`& $module { block } args`, `& $module name args`: the command as the module sees it."""
    if not values:
        raise bad_name(BAD_EXPRESSION, site, "BadExpression")
    target = unwrap(values[0])
    state = module.state
    inner = module_frame(frame, module)
    if target.__class__ is ScriptBlock:
        return function_stage(inner, site, target, ScriptBlock(target.code, state), words[1:], values[1:])
    if isinstance(target, CommandInfo):
        return stage_for(inner, site, target, words[1:], values[1:])
    return stage_for(inner, site, frame.session.find_command(inner, str(target)), words[1:], values[1:])


def module_frame(frame: Any, module: Any) -> Any:
    """A frame that stands in a module's own scope, called from `frame`."""
    from relayshell.runtime.frame import Frame

    made = Frame(frame.session, module.state, module.state.top, frame.block)
    made.caller = frame.caller
    made.site = frame.site
    made.info = frame.info
    return made


def pipe(write: Write, frame: Any, source: Any, place: Any, values: list[list[Any]], commands: Any, redirections: Any) -> None:
    """Run commands joined by pipes, or one with redirections."""
    pipeline = Pipeline(frame, stages_for_pipe(frame, source, place, values, commands, redirections))
    if redirections is None:
        pipeline.run(source, write)
        return
    from relayshell.runtime.redirections import run_with

    run_with(frame, pipeline, source, write, redirections)


def stages_for_pipe(frame: Any, source: Any, place: Any, values: list[list[Any]], commands: Any, redirections: Any) -> list[Stage]:
    """The stages of such a pipeline."""
    stages = []
    for index, site in enumerate(place.sites):
        given = commands[index] if commands is not None else None
        if site.name is not None and given is None:
            stage = stage_for(frame, site, find(frame, site), site.words, values[index])
        else:
            stage = stage_for_value(frame, site, unwrap(given), site.words, values[index])
        stages.append(stage)
    return stages


def value_of_pipe(frame: Any, source: Any, place: Any, values: list[list[Any]], commands: Any, redirections: Any) -> Any:
    """The same for its value."""
    items: list[Any] = []
    pipe(items.append, frame, source, place, values, commands, redirections)
    return collapse(items)


# For cmdlets and objects


def invoke_block(
    block: ScriptBlock, args: Any = (), *, this: Any = MISSING, underscore: Any = MISSING, input: Any = (), variables: Any = (),
    functions: Any = (), write: Write | None = None, dot: bool = False, caller: Any = None,
) -> list[Any]:
    """Run a script block from outside script, in a new scope under the one now running in its state (or in that, with dot)."""
    state = block.state
    session = state.session
    if caller is None:
        caller = session.frame_in(state)
    stage = function_stage(caller, None, block, block, _plain_words(len(args)), list(args), dot)
    stage.info = block
    if underscore is not MISSING:
        stage.input_given = (underscore,)
    items: list[Any] = []
    stage.extra = (this, variables, functions)
    ok = session.ok
    Pipeline(caller, [stage]).run(NO_INPUT if not input else input, write if write is not None else items.append)
    session.ok = ok
    return items


_words_by_count: dict[int, Any] = {}


def _plain_words(count: int) -> Any:
    found = _words_by_count.get(count)
    if found is None:
        from relayshell.runtime.sites import Word

        found = _words_by_count[count] = tuple(Word("value", None, None) for _ in range(count))
    return found


def invoke_in_scope(block: ScriptBlock, frame: Any, underscore: Any) -> list[Any]:
    """Run a block in the scope of a frame (or of its own state), with `$_`: what delay-bind and calculated properties do."""
    items: list[Any] = []
    inline(block, frame)(underscore, items.append)
    return items


def inline(block: ScriptBlock, frame: Any = None) -> Callable[[Any, Write], None]:
    """A function (item, write) that runs a block with `$_` set, in the scope now running in the block's state."""
    state = block.state
    session = state.session
    if frame is None or frame.state is not state:
        frame = session.frame_in(state)
    make = block.code.inline() if not block.code.parameters else None
    if make is None:

        def run_whole(item: Any, write: Write) -> None:
            invoke_block(block, (), underscore=item, write=write, dot=True, caller=frame)

        return run_whole
    inner = new_frame(frame, None, block, block, dot=True)
    box: list[Any] = [drop]
    body = make(inner, lambda value: box[0](value))
    cell = inner.scope.cell("_", "_")

    def run_once(item: Any, write: Write) -> None:
        kind, before, sink = cell.__class__, raw_get(cell), box[0]
        cell.__class__ = Variable
        raw_set(cell, item)
        box[0] = write
        try:
            body()
        finally:
            box[0] = sink
            cell.__class__ = kind
            raw_set(cell, before)

    return run_once


def inline_value(block: ScriptBlock, frame: Any = None) -> Callable[[Any], Any]:
    """As `inline`, for the value of what the block puts out: null, the one object, or an array. Not to be called by the block itself."""
    found: list[Any] = []
    state = block.state
    session = state.session
    if frame is None or frame.state is not state:
        frame = session.frame_in(state)
    make = block.code.inline() if not block.code.parameters else None
    if make is None:
        run = inline(block, frame)

        def value_of_whole(item: Any) -> Any:
            out: list[Any] = []
            run(item, out.append)
            return None if not out else out[0] if len(out) == 1 else out

        return value_of_whole
    inner = new_frame(frame, None, block, block, dot=True)
    body = make(inner, found.append)
    cell = inner.scope.cell("_", "_")

    def value_of(item: Any) -> Any:
        kind, before = cell.__class__, raw_get(cell)
        cell.__class__ = Variable
        cell.value = item
        found.clear()
        try:
            body()
        finally:
            cell.__class__ = kind
            raw_set(cell, before)
        count = len(found)
        return found[0] if count == 1 else found.copy() if count else None

    return value_of
