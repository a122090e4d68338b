"""ScriptBlock: a piece of script as a value, with the session state it was made in."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.block import CompiledBlock
from relayshell.syntax import ast as tree

MISSING = object()


class ScriptBlock:
    """System.Management.Automation.ScriptBlock.

    code   what it is made of, shared by all blocks of the same text
    state  the session state (of the session or a module) whose commands and variables it sees
    """

    is_script_block = True
    net_name = "System.Management.Automation.ScriptBlock"
    name = ""

    def __init__(self, code: CompiledBlock, state: Any) -> None:
        self.code = code
        self.state = state
        self._signature: Any = None
        self.is_filter = False
        self.debugger_hidden = False

    @property
    def session(self) -> Any:
        """The session it belongs to."""
        return self.state.session

    @property
    def signature(self) -> Any:
        """What it takes, as a Signature."""
        if self._signature is None:
            from relayshell.runtime.parameters import signature_of

            self._signature = signature_of(self.code, self.declaring_frame(), self.code.name)
        return self._signature

    def declaring_frame(self) -> Any:
        """A frame in which attributes of its parameters can be worked out."""
        from relayshell.runtime.frame import Frame

        scope = self.state.current if self.state is not None else None
        return Frame(self.state.session, self.state, scope, self.code)

    def invoke(self, args: Any = (), *, this: Any = MISSING, underscore: Any = MISSING, input: Any = (), **more: Any) -> list[Any]:
        """Run it in a new scope; what it put out."""
        from relayshell.runtime.calls import invoke_block

        return invoke_block(self, args, this=this, underscore=underscore, input=input, **more)

    def invoke_from_objects(self, args: Any, **context: Any) -> list[Any]:
        """As invoke, for objects that call back into script."""
        return self.invoke(args, **context)

    @property
    def text(self) -> str:
        """The text between the braces, or the whole of a script."""
        node = self.code.node
        definition = self.code.definition
        text = node.source.text[node.start : node.end]
        if definition is not None and text.startswith("{") and text.endswith("}"):
            return text[1:-1]
        return text

    def __str__(self) -> str:
        return self.text

    @property
    def file(self) -> str | None:
        """The path of the file it stands in, or None."""
        return self.code.file

    @property
    def module(self) -> Any:
        """The module whose state it has, or None."""
        return self.state.module if self.state is not None else None

    @property
    def ast(self) -> Any:
        """The tree: of the function's definition where it is a function's body."""
        definition = self.code.definition
        return definition if isinstance(definition, tree.FunctionDefinitionAst) else self.code.node

    def closure(self, frame: Any) -> ScriptBlock:
        """GetNewClosure: the same code with the variables of the running scope kept."""
        from relayshell.runtime.state import closure_state

        return ScriptBlock(self.code, closure_state(self.state, frame))
