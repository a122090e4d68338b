"""CompiledBlock: a script block's tree and the functions made of it, each at its first use."""

from __future__ import annotations

import gc
from typing import Any

from relayshell.syntax import ast as tree


class CompiledBlock:
    """What a script block, function or script is made of; shared by all objects made from the same text.

    node        the ScriptBlockAst
    definition  the FunctionDefinitionAst, ScriptBlockExpressionAst or None around it
    end, process, begin, clean, dynamic  the Python functions, None until made
    """

    is_inline = False

    def __init__(self, node: tree.ScriptBlockAst, definition: Any = None, root: bool = False) -> None:
        self.node = node
        self.definition = definition
        self.file: str | None = node.source.file
        self.root = root
        self.tells_status = root or node.source.asks_status
        self.children: dict[int, CompiledBlock] = {}
        self.functions: dict[str, Any] = {}
        self.only_end = node.begin_block is None and node.process_block is None and node.dynamic_param_block is None and node.clean_block is None
        self._parameters: Any = None
        self._signature: Any = None
        self._advanced: bool | None = None
        self.defaults: dict[int, Any] = {}

    @property
    def name(self) -> str:
        """The name of the function, or the empty string."""
        definition = self.definition
        return definition.name if isinstance(definition, tree.FunctionDefinitionAst) else ""

    @property
    def parameters(self) -> Any:
        """The ParameterAsts, of the param block or of the parentheses after the function's name."""
        found = self._parameters
        if found is None:
            if self.node.param_block is not None:
                found = self.node.param_block.parameters
            elif isinstance(self.definition, tree.FunctionDefinitionAst) and self.definition.parameters:
                found = self.definition.parameters
            else:
                found = ()
            self._parameters = found
        return found

    @property
    def is_advanced(self) -> bool:
        """Whether it has [CmdletBinding()] or a [Parameter()]."""
        if self._advanced is None:
            from relayshell.runtime.parameters import is_advanced

            self._advanced = is_advanced(self)
        return self._advanced

    @property
    def signature(self) -> Any:
        """The Signature of the block as a command; made once for each state it is asked in."""
        return self._signature

    def function(self, kind: str) -> Any:
        """The Python function of a named block: 'end', 'process', 'begin', 'clean' or 'dynamic'; None where it has none."""
        try:
            return self.functions[kind]
        except KeyError:
            from relayshell.runtime.compile import make_function

            named = getattr(self.node, _BLOCKS[kind])
            # A tree that grows holds no garbage, and looking for it in a large one takes longer than making it.
            collecting = gc.isenabled()
            gc.disable()
            try:
                made = None if named is None else make_function(self, named)
            finally:
                if collecting:
                    gc.enable()
            self.functions[kind] = made
            return made

    def inline(self) -> Any:
        """The function that makes a function to run the block again and again in one scope; None for named blocks."""
        try:
            return self.functions["inline"]
        except KeyError:
            made = None
            if self.only_end and self.node.end_block is not None:
                from relayshell.runtime.compile import make_inline

                made = make_inline(self, self.node.end_block)
            self.functions["inline"] = made
            return made

    def parent_known(self) -> bool:
        """Whether it is more than a text handed over to be run in a scope that is there already."""
        return not self.root

    def method(self) -> Any:
        """The function of a method's body; None where it is empty."""
        try:
            return self.functions["method"]
        except KeyError:
            made = None
            if self.node.end_block is not None:
                from relayshell.runtime.compile import make_method

                made = make_method(self, self.node.end_block)
            self.functions["method"] = made
            return made

    def default_of(self, index: int) -> Any:
        """The function of a frame that works out the default of a parameter."""
        made = self.defaults.get(index)
        if made is None:
            from relayshell.runtime.compile import make_expression

            made = self.defaults[index] = make_expression(self, self.parameters[index].default_value)
        return made


_BLOCKS = {
    "end": "end_block", "process": "process_block", "begin": "begin_block", "clean": "clean_block", "dynamic": "dynamic_param_block",
}


def compiled_for(owner: CompiledBlock, node: tree.ScriptBlockAst, definition: Any) -> CompiledBlock:
    """The compiled block of a piece of another's text, the same each time."""
    found = owner.children.get(id(node))
    if found is None:
        found = owner.children[id(node)] = CompiledBlock(node, definition)
    return found
