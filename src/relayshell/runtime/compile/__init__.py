"""A tree to Python code with the script's own positions.

`make_function(block, named)` gives a function of (frame, write) that runs a named block; `make_inline` one that, given
the same, returns a function to run the block again and again in the same scope (ForEach-Object, Where-Object).
The code holds constants and names of the runtime alone, never text of the script.
"""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.build import NOWHERE, ast
from relayshell.runtime.compile.generator import Generator
from relayshell.runtime.compile.locals import beginning_from_null
from relayshell.syntax import ast as tree

_LONG = 1200  # statements in a row from which on a block is compiled in parts
_PART = 400  # statements of a part

_names: dict[str, Any] = {}


def names() -> dict[str, Any]:
    """What generated code may name."""
    if not _names:
        import relayshell.runtime.compile.assignments
        import relayshell.runtime.compile.conversions
        import relayshell.runtime.compile.literals
        import relayshell.runtime.compile.loops
        import relayshell.runtime.compile.members
        import relayshell.runtime.compile.operators
        import relayshell.runtime.compile.pipelines
        import relayshell.runtime.compile.statements
        import relayshell.runtime.compile.switches
        import relayshell.runtime.compile.tries
        import relayshell.runtime.compile.variables  # noqa: F401
        from relayshell.runtime.names import NAMES

        _names.update(NAMES)
    return _names


def make_function(block: Any, named: tree.NamedBlockAst | tree.StatementBlockAst) -> Any:
    """The Python function of (frame, write) for a named block."""
    if len(named.statements) > _LONG and not named.traps:
        return _in_parts(block, named)
    g, body = _written(block, named)
    return _finished(g, _head(g) + _whole(g, body), block)


def _in_parts(block: Any, named: Any) -> Any:
    """As make_function for very many statements, a function for each few hundred: Python takes far more room for one long function."""
    from relayshell.runtime.flow import ReturnSignal

    parts: list[Any] = []
    from_null = _from_null(block, named)
    for at in range(0, len(named.statements), _PART):
        g = _generator(block)
        g.from_null, g.level = from_null, 1
        g.statements(named.statements[at : at + _PART])
        body = g.body if at else _first(g, block, named) + g.body
        parts.append(_finished(g, _head(g) + body, block, "part" if at else "block"))

    def whole(frame: Any, write: Any) -> None:
        try:
            for part in parts:
                part(frame, write)
        except ReturnSignal as signal:
            if signal.frame is not frame:
                raise

    return whole


def make_inline(block: Any, named: tree.NamedBlockAst) -> Any:
    """A Python function of (frame, write) that returns a function which runs the block once."""
    g, body = _written(block, named)
    g.at = NOWHERE
    run = g.function("turn", [], _whole(g, body))
    return _finished(g, [*_head(g), run, g.gives(g.name("turn"))], block)


def make_method(block: Any, named: tree.NamedBlockAst) -> Any:
    """The Python function of (frame, write) for the body of a class's method; it returns the method's value."""
    g = _generator(block)
    g.method = True
    g.sink = None
    g.protected = True
    return _finished(g, _with_head(g, g.block(named)), block)


def _with_head(g: Generator, body: list[Any]) -> list[Any]:
    return _head(g) + _whole(g, body)


def make_stages(block: Any, node: tree.PipelineAst) -> Any:
    """A Python function of a frame that gives the stages of a pipeline, bound to nothing yet."""
    from relayshell.runtime.compile.pipelines import pipe

    g = _generator(block)
    g.place(node)
    call = pipe(g, node, None)
    call.func.id = "stages_for_pipe"
    return _finished(g, [*_head(g), g.gives(call)], block)


def make_expression(block: Any, node: tree.ExpressionAst) -> Any:
    """A Python function of a frame that gives the value of an expression (a parameter's default)."""
    g = _generator(block)
    g.place(node)
    value = g.value(node)
    return _finished(g, [*_head(g), g.gives(value)], block)


def _generator(block: Any) -> Generator:
    names()
    source = block.node.source
    pool = dict(_names)
    pool["SOURCE"] = source
    g = Generator(source, pool, block.tells_status)
    g.owner = block
    return g


def _written(block: Any, named: Any) -> tuple[Generator, list[Any]]:
    g = _generator(block)
    g.from_null = _from_null(block, named)
    body = g.block(named)
    return g, _first(g, block, named) + body


def _from_null(block: Any, named: Any) -> frozenset[int]:
    return beginning_from_null(named, block.parameters) if block.parent_known() else frozenset()


def _first(g: Generator, block: Any, named: Any) -> list[Any]:
    """What comes before a block's own statements: the modules that it uses, and its types."""
    first = _using_modules(g, named)
    types = types_in(block, named)
    if types:
        g.at = NOWHERE
        first.append(g.expression(g.call("define_types", g.frame(), g.keep(types))))
    return first


def _using_modules(g: Generator, named: Any) -> list[Any]:
    """The modules that a whole script uses, loaded before all else so that its classes may build on theirs."""
    script = named.parent
    if script is None or script.parent is not None or not getattr(script, "using_statements", ()):
        return []
    g.at = NOWHERE
    return [g.expression(g.call("use", g.frame(), g.keep(each))) for each in script.using_statements if each.using_statement_kind == "Module"]


def types_in(block: Any, named: Any) -> tuple[Any, ...]:
    """The classes and enums written anywhere in a block, apart from blocks of script inside it."""
    words = named.source.text[named.start : named.end].lower()
    if "class" not in words and "enum" not in words:
        return ()
    found = []
    stack: list[Any] = list(reversed(named.statements))
    while stack:
        node = stack.pop()
        if node.__class__ is tree.TypeDefinitionAst:
            found.append(node)
        elif node.__class__ is not tree.ScriptBlockAst:
            stack.extend(reversed(node.children()))
    return tuple(found)


def _head(g: Generator) -> list[Any]:
    """Fetching the cells, and the nested functions."""
    g.at = NOWHERE
    head: list[Any] = []
    if g.cell_setup:
        head.append(g.assign("C", g.attribute(g.attribute(g.frame(), "scope"), "cell")))
        head.extend(g.cell_setup)
    head.extend(g.nested)
    return head


def _whole(g: Generator, body: list[Any]) -> list[Any]:
    """The body, with the end of a `return` from inside a nested piece."""
    if not g.returns_from_nested:
        return body
    g.at = NOWHERE
    test = g.compare(g.attribute(g.name("E"), "frame"), ast.IsNot(), g.frame())
    end = [g.gives(g.attribute(g.name("E"), "value"))] if g.method else []
    return [g.attempt(body, [g.handler("ReturnSignal", [g.condition(test, [g.reraise()]), *end], "E")])]


def _finished(g: Generator, body: list[Any], block: Any, name: str = "block") -> Any:
    g.at = NOWHERE
    function = g.function(name, ["F", "write"], body)
    module = ast.Module([function], [])
    code = compile(module, block.file or "script", "exec", dont_inherit=True)
    exec(code, g.pool)
    return g.pool.pop(name)
