"""Frame: one activation of a block of script, and what running code is handed.

It holds the session, the scope, the arguments and who called. It does not know how blocks are compiled or bound.
"""

from __future__ import annotations

from typing import Any

from relayshell.runtime.scope import Scope, Variable


class Frame:
    """One activation.

    session, state  where it runs; state is that of the session or of a module
    scope     its variables
    block     the compiled block that runs
    args      the arguments no parameter took
    bound     parameters by name as written, or None where the block has none
    input     the piped objects collected for `$input`, or an iterator over them
    caller    the frame that called, None at the top
    site      the place of the call in the caller
    info      the function, script or block that was called
    called    the name it was called by
    cmdlet    the $PSCmdlet of an advanced function
    owner     for a block that runs in the scope of another activation (dot-sourced, ForEach-Object): that one
    """

    caller: Any = None
    site: Any = None
    info: Any = None
    called = ""
    bound: Any = None
    input: Any = None
    cmdlet: Any = None
    owner: Any = None
    invocation: Any = None
    traps: Any = None
    expecting_input = False
    pipeline_place = (1, 1)

    def __init__(self, session: Any, state: Any, scope: Scope, block: Any, args: Any = ()) -> None:
        self.session = session
        self.state = state
        self.scope = scope
        self.block = block
        self.args = args

    # What automatic variables read. Generated code calls these by name.

    def get_args(self) -> Any:
        """`$args`."""
        args = self.args
        if args.__class__ is tuple:
            args = self.args = list(args)
        return args

    def get_input(self) -> Any:
        """`$input`: an enumerator over what was piped in."""
        from relayshell.runtime.inputs import enumerator_of

        if self.input is None and self.owner is not None and self.block is not None and self.block.is_inline:
            return self.owner.get_input()
        source = self.input
        # What comes on standard input is read when it is first asked for, and not before: a program may want it.
        self.input = enumerator_of(list(source()) if callable(source) else source)
        return self.input

    def get_bound(self) -> Any:
        """`$PSBoundParameters`."""
        frame = self.definer()
        if frame is None:
            return None
        if frame.bound.__class__ is dict:
            from relayshell.runtime.inputs import bound_parameters

            frame.bound = bound_parameters(frame.bound)
        return frame.bound

    def get_invocation(self) -> Any:
        """`$MyInvocation`."""
        frame = self.definer()
        if frame is None:
            frame = self
            while frame.owner is not None:
                frame = frame.owner
        if frame.invocation is None:
            from relayshell.runtime.invocation import invocation_of

            frame.invocation = invocation_of(frame)
        return frame.invocation

    def get_cmdlet(self) -> Any:
        """`$PSCmdlet`, of this activation or of the nearest above in scope."""
        scope: Scope | None = self.scope
        frame: Any = self
        while scope is not None:
            frame = scope.frame if frame is not self or self.cmdlet is None else self
            if frame is not None and frame.cmdlet is not None:
                return frame.cmdlet
            scope = scope.parent
        return None

    def get_root(self) -> Any:
        """`$PSScriptRoot`."""
        import os.path

        path = self.get_path()
        return os.path.dirname(path) if path else ""

    def get_path(self) -> str:
        """`$PSCommandPath`."""
        return (self.block.file if self.block is not None else None) or ""

    def definer(self) -> Any:
        """The activation of a function or script that this one is or stands in; None at the very top."""
        frame: Any = self
        while frame.bound is None and frame.owner is not None:
            frame = frame.owner
        return frame if frame.bound is not None else None

    def automatic(self, folded: str) -> Variable | None:
        """An automatic variable, for lookups by name; None where this activation has none such."""
        if folded == "pscmdlet":
            return Variable("PSCmdlet", self.cmdlet) if self.cmdlet is not None else None
        if folded == "psboundparameters" and self.definer() is None:
            return None
        if folded in ("psscriptroot", "pscommandpath") and self.block is None:
            return None
        name, getter = _AUTOMATIC[folded]
        return Variable(name, getter(self))

    def assign_automatic(self, folded: str, value: Any) -> bool:
        """Take an assignment to an automatic variable; False leaves it to be an ordinary variable."""
        if folded == "args":
            self.args = value
            return True
        if folded == "input":
            self.input = value
            return True
        if folded == "psboundparameters" and self.bound is not None:
            self.bound = value
            return True
        return False


_AUTOMATIC = {
    "args": ("args", Frame.get_args),
    "input": ("input", Frame.get_input),
    "psboundparameters": ("PSBoundParameters", Frame.get_bound),
    "myinvocation": ("MyInvocation", Frame.get_invocation),
    "psscriptroot": ("PSScriptRoot", Frame.get_root),
    "pscommandpath": ("PSCommandPath", Frame.get_path),
}
