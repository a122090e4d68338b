"""Generator: the state of turning one named block into one Python function.

It hands out constants, local names for variables' cells and temporaries, and keeps the list of Python statements being
written. What each kind of node becomes is in the modules beside it, found by the node's class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relayshell.runtime.compile.build import LOAD, NOWHERE, Builder, ast
from relayshell.syntax.ast import Ast, BreakStatementAst, ContinueStatementAst

EXPRESSIONS: dict[type, Callable[..., Any]] = {}
STATEMENTS: dict[type, Callable[..., None]] = {}


def expression_of(*kinds: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers what makes Python expressions of these nodes."""

    def keep(function: Callable[..., Any]) -> Callable[..., Any]:
        for kind in kinds:
            EXPRESSIONS[kind] = function
        return function

    return keep


def statement_of(*kinds: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Registers what writes Python statements for these nodes."""

    def keep(function: Callable[..., None]) -> Callable[..., None]:
        for kind in kinds:
            STATEMENTS[kind] = function
        return function

    return keep


class Loop:
    """A loop or switch around the code being written; `onward` writes what `continue` does."""

    __slots__ = ("label", "onward", "level", "leave")

    def __init__(self, label: str | None, level: int, onward: Callable[[], list[Any]], leave: Callable[[], list[Any]]) -> None:
        self.label = label.lower() if label else None
        self.level = level
        self.onward = onward
        self.leave = leave


class Generator(Builder):
    """What is being written for one function.

    owner      the compiled block whose function it is
    method     the body of a class's method: only `return` gives a value, as the function's own
    pool       the globals of the generated code: runtime names and constants
    sink       the Python name of the function that takes output; None where output is dropped
    depth      how many of Python's blocks (loops, tries) stand around; it allows twenty
    protected  inside a `try` of the same block, where statements need no guard of their own
    """

    def __init__(self, source: Any, pool: dict[str, Any], tells_status: bool) -> None:
        self.source = source
        self.owner: Any = None
        self.method = False
        self.in_registers = False
        self.handed_over: Any = None
        self.from_null: frozenset[int] = frozenset()
        self.pool = pool
        self.tells_status = tells_status
        self.body: list[Any] = []
        self.cells: dict[str, str] = {}
        self.cell_setup: list[Any] = []
        self.nested: list[Any] = []
        self.sink: str | None = "write"
        self.protected = False
        self.loops: list[Loop] = []
        self.level = 0
        self.counter = 0
        self.calls_out = 0
        self.returns_from_nested = False
        self.trap: str | None = None
        self.depth = 0

    # Names and constants

    def fresh(self, prefix: str = "t") -> str:
        """A Python name not used before."""
        self.counter += 1
        return f"{prefix}{self.counter}"

    def keep(self, value: Any) -> Any:
        """The expression that reads a constant object of the runtime."""
        name = f"K{len(self.pool)}"
        self.pool[name] = value
        return ast.Name(name, LOAD, **self.at)

    def cell(self, folded: str, name: str) -> Any:
        """The expression that reads the Python name of a variable's cell in the running scope."""
        local = self.cells.get(folded)
        if local is None:
            local = self.cells[folded] = f"v{len(self.cells)}"
            # At no place of the script, so that what watches its lines does not take this for the line's own work.
            place, self.at = self.at, NOWHERE
            self.cell_setup.append(self.assign(local, self.call("C", self.constant(folded), self.constant(name))))
            self.at = place
        return ast.Name(local, LOAD, **self.at)

    def frame(self) -> Any:
        """The running frame."""
        return ast.Name("F", LOAD, **self.at)

    # Places

    def place(self, node: Ast) -> None:
        """Let what is made from here on stand where the node stands."""
        source = self.source
        starts = source.line_starts
        line = source.line_of(node.start)
        end_line = source.line_of(node.end)
        self.at = {
            "lineno": line,
            "col_offset": node.start - starts[line - 1],
            "end_lineno": end_line,
            "end_col_offset": node.end - starts[end_line - 1],
        }

    # Writing

    def add(self, statement: Any) -> None:
        """Write a Python statement."""
        self.body.append(statement)

    def expr(self, node: Any) -> Any:
        """The Python expression for an expression; it may give AUTOMATION_NULL where its `kind` is 'auto'."""
        return EXPRESSIONS[node.__class__](self, node)

    def value(self, node: Any) -> Any:
        """As expr, with None for AUTOMATION_NULL."""
        made = EXPRESSIONS[node.__class__](self, node)
        if kind_of(made) == "auto":
            return self.call("plain", made)
        return made

    def statement(self, node: Any) -> None:
        """Write a statement, guarded so that an error in it is reported and the next one runs."""
        outer_at, outer = self.at, self.body
        self.place(node)
        written: list[Any] = []
        self.body = written
        cost = BLOCKS.get(node.__class__, 1)
        if self.depth + cost > MOST_BLOCKS and self.depth:
            name = self.nest(lambda: STATEMENTS[node.__class__](self, node))
            self.add(self.expression(self.call(name, self.name(self.sink or "drop"))))
            self.calls_out += 1
        else:
            self.depth += cost
            STATEMENTS[node.__class__](self, node)
            self.depth -= cost
        self.body = outer
        if written and not self.protected and self.can_fail(node):
            written = [self.guarded(written)]
        outer.extend(written)
        self.at = outer_at

    def can_fail(self, node: Any) -> bool:
        """Whether a statement needs a guard."""
        return getattr(node, "label", "") is not None or node.__class__ not in JUMPS

    def guarded(self, statements: list[Any]) -> Any:
        """The statements in a try whose handler reports an error, or lets it pass."""
        if self.trap is not None:
            return self.trapped(statements)
        test = self.call("failed", self.frame())
        return self.attempt(statements, [self.handler("Exception", [self.condition(test, [self.reraise()])])])

    def trapped(self, statements: list[Any]) -> Any:
        """As guarded, asking the block's traps first: they may say break (leave the block) or return."""
        assert self.trap is not None
        test = self.call("trap_or_fail", self.frame(), self.name(self.trap), self.name(self.sink or "drop"))
        return self.attempt(statements, [self.handler("Exception", [self.condition(test, [self.reraise()])])])

    def statements(self, nodes: Any) -> None:
        """Write several statements."""
        for node in nodes:
            self.statement(node)

    def block(self, node: Any, sink: str | None | bool = False) -> list[Any]:
        """The Python statements for a StatementBlockAst (or NamedBlockAst), apart from those being written."""
        outer, outer_sink, outer_trap, outer_protected = self.body, self.sink, self.trap, self.protected
        written: list[Any] = []
        self.body = written
        if sink is not False:
            self.sink = sink  # type: ignore[assignment]
        if node.traps:
            from relayshell.runtime.compile.tries import write_traps

            write_traps(self, node)
        self.statements(node.statements)
        self.body, self.sink, self.trap, self.protected = outer, outer_sink, outer_trap, outer_protected
        return written

    def emit(self, made: Any) -> None:
        """Write the statements that put out the value of a Python expression, one level unrolled."""
        kind = kind_of(made)
        if self.sink is None:
            self.add(self.expression(made))
        elif kind in SCALAR_KINDS:
            self.add(self.expression(self.call(self.sink, made)))
        else:
            temp = self.fresh()
            self.add(self.assign(temp, made))
            known = self.compare(self.attribute(self.name(temp), "__class__"), IN, self.name("SCALARS"))
            direct = self.expression(self.call(self.sink, self.name(temp)))
            spread = self.expression(self.call("spread", self.name(temp), self.name(self.sink)))
            self.add(self.condition(known, [direct], [spread]))

    def nest(self, write_body: Callable[[], None], parameters: list[str] | None = None) -> str:
        """Define a nested Python function, once, at the head of the generated one; returns its name."""
        name = self.fresh("f")
        outer = self.body, self.sink, self.loops, self.level, self.protected, self.trap, self.depth
        self.body, self.sink, self.loops, self.level, self.depth = [], "write", [], self.level + 1, 0
        if self.trap is not None:
            # The traps are the outer function's; an error goes out to it.
            self.trap, self.protected = None, True
        write_body()
        made = self.function(name, ["write"] if parameters is None else parameters, self.body)
        self.body, self.sink, self.loops, self.level, self.protected, self.trap, self.depth = outer
        self.nested.append(made)
        return name


IN = ast.In()
BLOCKS: dict[type, int] = {}
"""How many Python blocks a statement needs around what it contains; one, its guard, where nothing is said."""
MOST_BLOCKS = 18
JUMPS = (BreakStatementAst, ContinueStatementAst)
SCALAR_KINDS = frozenset(("int", "float", "str", "bool", "scalar", "number"))


def kind_of(made: Any) -> str:
    """What is known of the value of a Python expression: int, float, str, bool, none, scalar, list, auto, or any."""
    return made.__dict__.get("kind", "any")


def known(made: Any, kind: str) -> Any:
    """Notes what is known of the value of a Python expression."""
    made.kind = kind
    return made
