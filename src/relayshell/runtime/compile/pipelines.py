"""Pipelines and commands: what calls the runtime with a command's words."""

from __future__ import annotations

from typing import Any

from relayshell.runtime.compile.generator import Generator, known, statement_of, expression_of, kind_of
from relayshell.runtime.sites import CommandSite, PipelineSite, RedirectionSite, Word
from relayshell.syntax import ast as tree

STEP_KINDS = ("PlusPlus", "MinusMinus", "PostfixPlusPlus", "PostfixMinusMinus")


def value_of_statement(g: Generator, node: Any, inline: bool = False) -> Any:
    """The Python expression for what a statement puts out: nothing, one object, or an array of several.

    With `inline` the caller is itself writing a statement, so that loops and ifs may be written before it.
    """
    kind = node.__class__
    if kind is tree.CommandExpressionAst:
        if not node.redirections:
            return g.expr(node.expression)
        node, kind = as_pipeline(node), tree.PipelineAst
    if kind is tree.PipelineAst and not node.background:
        elements = node.pipeline_elements
        if len(elements) == 1 and not elements[0].redirections:
            only = elements[0]
            if only.__class__ is tree.CommandExpressionAst:
                return g.expr(only.expression)
            return known(run(g, only, None), "auto")
        return known(pipe(g, node, None), "auto")
    if kind is tree.AssignmentStatementAst:
        from relayshell.runtime.compile.assignments import assign_value

        return assign_value(g, node)
    if inline:
        items, sink = g.fresh("o"), g.fresh("w")
        g.add(g.assign(items, g.list_of([])))
        g.add(g.assign(sink, g.attribute(g.name(items), "append")))
        outer = g.sink
        g.sink = sink
        g.statement(node)
        g.sink = outer
        return known(g.call("collapse", g.name(items)), "auto")
    name = g.nest(lambda: g.statement(node))
    return known(g.call("captured", g.name(name)), "auto")


def as_pipeline(node: Any) -> Any:
    """A statement, an expression that stands without a pipeline (as what is assigned does) in a pipeline of its own."""
    if node.__class__ is tree.CommandExpressionAst:
        return tree.PipelineAst(node.source, node.start, node.end, [node])
    return node


@statement_of(tree.PipelineAst)
def write_pipeline(g: Generator, node: Any) -> None:
    """Write a pipeline whose output goes to the sink."""
    kind = node.__class__
    if kind is not tree.PipelineAst:
        g.place(node)
        from relayshell.runtime.compile.generator import STATEMENTS

        STATEMENTS[kind](g, node)
        return
    if node.background:
        g.add(g.expression(g.call("run_in_background", g.frame(), g.name(g.sink or "drop"), g.keep(node))))
        return
    elements = node.pipeline_elements
    only = elements[0]
    if len(elements) == 1 and not only.redirections:
        if only.__class__ is tree.CommandExpressionAst:
            write_expression(g, only.expression)
            if g.tells_status and counts_as_success(only.expression):
                g.add(g.store_attribute(g.attribute(g.frame(), "session"), "ok", g.constant(True)))
        else:
            g.add(g.expression(run(g, only, g.sink or "drop")))
        return
    g.add(g.expression(pipe(g, node, g.sink or "drop")))


def counts_as_success(expression: Any) -> bool:
    """Whether an expression alone sets $? to true: not one that is but a command in parentheses."""
    while True:
        kind = expression.__class__
        if kind is tree.ParenExpressionAst:
            statements: Any = (expression.pipeline,)
        elif kind in (tree.SubExpressionAst, tree.ArrayExpressionAst):
            statements = expression.sub_expression.statements
        else:
            return True
        if len(statements) != 1:
            return False
        get = getattr(statements[0], "get_pure_expression", None)
        inner = get() if get is not None else None
        if inner is None:
            return False
        expression = inner


def write_expression(g: Generator, expression: Any) -> None:
    """Write the putting out of an expression; ++ and -- put out nothing."""
    if expression.__class__ is tree.UnaryExpressionAst and expression.token_kind in STEP_KINDS:
        from relayshell.runtime.compile.assignments import write_step

        write_step(g, expression)
        return
    if expression.__class__ is tree.ConvertExpressionAst and expression.attribute.type_name.full_name.lower() in ("void", "system.void"):
        g.add(g.expression(g.expr(expression.child)))
        return
    g.emit(g.expr(expression))


@statement_of(tree.CommandExpressionAst)
def write_command_expression(g: Generator, node: tree.CommandExpressionAst) -> None:
    write_expression(g, node.expression)


def write_dropped(g: Generator, node: Any) -> None:
    """Write a statement whose output goes nowhere."""
    node = as_pipeline(node)
    if node.__class__ is tree.PipelineAst and not node.background and len(node.pipeline_elements) == 1:
        only = node.pipeline_elements[0]
        if only.__class__ is tree.CommandExpressionAst and not only.redirections:
            expression = only.expression
            if expression.__class__ is tree.UnaryExpressionAst and expression.token_kind in STEP_KINDS:
                write_expression(g, expression)
            elif expression.__class__ is tree.ArrayLiteralAst and all(is_step(each) for each in expression.elements):
                for each in expression.elements:
                    write_expression(g, each)
            else:
                g.add(g.expression(g.expr(expression)))
            return
    outer = g.sink
    g.sink = None
    write_pipeline(g, node)
    g.sink = outer


def is_step(node: Any) -> bool:
    return node.__class__ is tree.UnaryExpressionAst and node.token_kind in STEP_KINDS


@statement_of(tree.PipelineChainAst)
def write_chain(g: Generator, node: tree.PipelineChainAst) -> None:
    if node.background:
        g.add(g.expression(g.call("run_in_background", g.frame(), g.name(g.sink or "drop"), g.keep(node))))
        return
    links = []
    left: Any = node
    while left.__class__ is tree.PipelineChainAst:
        links.append((left.operator, left.rhs_pipeline))
        left = left.lhs_pipeline_chain
    tells, g.tells_status = g.tells_status, True
    write_pipeline(g, left)
    for operator, pipeline in reversed(links):
        outer, g.body = g.body, []
        g.place(pipeline)
        write_pipeline(g, pipeline)
        body, g.body = g.body, outer
        ok = g.attribute(g.attribute(g.frame(), "session"), "ok")
        g.add(g.condition(ok if operator == "AndAnd" else g.negate(ok), body))
    g.tells_status = tells


def run(g: Generator, node: tree.CommandAst, sink: str | None) -> Any:
    """The call that runs one command: its output to `sink`, or with None as the value of the call."""
    g.calls_out += 1
    command, words, values = words_of(g, node)
    site = g.keep(CommandSite(node, words))
    arguments = [g.frame(), site, g.list_of(values)]
    if sink is not None:
        arguments.insert(1, g.name(sink))
    if command is not None:
        arguments.append(command)
        return g.call("run_given" if sink is not None else "value_of_given", *arguments)
    return g.call("run" if sink is not None else "value_of_run", *arguments)


def words_of(g: Generator, node: tree.CommandAst) -> tuple[Any, tuple[Word, ...], list[Any]]:
    """The expression for the command where it is no plain name, the shape of its words, and their values."""
    elements = node.command_elements
    first = elements[0]
    command = None
    if first.__class__ is not tree.StringConstantExpressionAst or node.invocation_operator == "Unknown" and first.string_constant_type != "BareWord":
        command = g.value(first)
    words: list[Word] = []
    values: list[Any] = []
    for element in elements[1:]:
        kind = element.__class__
        if kind is tree.CommandParameterAst:
            if element.parameter_name == "-":
                words.append(Word("end", "--", element))
            elif element.argument is None:
                words.append(Word("name", element.parameter_name, element))
            else:
                words.append(Word("pair", element.parameter_name, element))
                values.append(g.value(element.argument))
        elif kind is tree.VariableExpressionAst and element.splatted:
            words.append(Word("splat", element.variable_path.user_path, element))
            values.append(splatted(g, element))
        elif kind is tree.UsingExpressionAst and getattr(element.sub_expression, "splatted", False):
            words.append(Word("splat", element.sub_expression.variable_path.user_path, element))
            values.append(g.expr(element))
        else:
            text = None
            if kind is tree.ConstantExpressionAst and element.text != plain_number(element):
                text = element.text
            words.append(Word("value", None, element, text))
            values.append(g.value(element))
    return command, tuple(words), values


def plain_number(node: tree.ConstantExpressionAst) -> str:
    """How a number would read if nobody remembered how it was written."""
    from relayshell.objects.text import to_text
    from relayshell.runtime.compile.literals import number

    name = node.type_name.rpartition(".")[2]
    return to_text(node.value if name in ("Int32", "Double") else number(node.value, name))


def splatted(g: Generator, node: tree.VariableExpressionAst) -> Any:
    from relayshell.runtime.compile.variables import read

    return read(g, node)


def pipe(g: Generator, node: tree.PipelineAst, sink: str | None) -> Any:
    """The call that runs several commands joined, or one with redirections."""
    g.calls_out += 1
    elements = list(node.pipeline_elements)
    source: Any = g.name("NO_INPUT")
    source_redirections = None
    if elements[0].__class__ is tree.CommandExpressionAst:
        head = elements.pop(0)
        if head.redirections:
            name = g.nest(lambda: write_expression(g, head.expression))
            source_redirections = redirections_of(g, head)
            source = g.name(name)
            if not elements:
                arguments = [g.frame(), source, *source_redirections]
                if sink is not None:
                    return g.call("run_redirected", g.name(sink), *arguments)
                return g.call("value_redirected", *arguments)
            source = g.call("value_redirected", g.frame(), source, *source_redirections)
        else:
            source = source_of(g, head.expression)
    sites, values, commands, places = [], [], [], []
    dynamic = redirected = False
    for element in elements:
        command, words, given = words_of(g, element)
        sites.append(CommandSite(element, words))
        values.append(g.list_of(given))
        commands.append(g.constant(None) if command is None else command)
        dynamic = dynamic or command is not None
        if element.redirections:
            redirected = True
            places.append(g.tuple_of(list(redirections_of(g, element))))
        else:
            places.append(g.constant(None))
    arguments = [
        g.frame(), source, g.keep(PipelineSite(node, tuple(sites))), g.list_of(values),
        g.list_of(commands) if dynamic else g.constant(None),
        g.list_of(places) if redirected else g.constant(None),
    ]
    if sink is not None:
        return g.call("pipe", g.name(sink), *arguments)
    return g.call("value_of_pipe", *arguments)


def source_of(g: Generator, expression: Any) -> Any:
    """The objects that begin a pipeline; a range is never made into an array."""
    if expression.__class__ is tree.BinaryExpressionAst and expression.operator == "DotDot":
        return g.call("lazy_range", g.value(expression.left), g.value(expression.right))
    return g.expr(expression)


def redirections_of(g: Generator, node: Any) -> tuple[Any, Any]:
    """The constant part of an element's redirections, and the expressions for the files."""
    files = []
    rows = []
    for each in node.redirections:
        if each.__class__ is tree.MergingRedirectionAst:
            rows.append(("merge", each.from_stream, each.to_stream))
        else:
            location = each.location
            null = location.__class__ is tree.VariableExpressionAst and location.variable_path.name.lower() == "null"
            rows.append(("drop" if null else "file", each.from_stream, each.append))
            files.append(g.constant(None) if null else g.value(location))
    return g.keep(RedirectionSite(tuple(rows), node)), g.list_of(files)


@expression_of(tree.ParenExpressionAst)
def paren(g: Generator, node: tree.ParenExpressionAst) -> Any:
    made = value_of_statement(g, node.pipeline)
    return made


@expression_of(tree.SubExpressionAst)
def sub_expression(g: Generator, node: tree.SubExpressionAst) -> Any:
    block = node.sub_expression
    only = only_expression(block)
    if only is not None:
        made = g.expr(only)
        if kind_of(made) in ("int", "str", "float", "bool", "scalar"):
            return made
        return known(g.call("sub_value", made), "auto")
    if not block.statements:
        return known(g.name("AUTOMATION_NULL"), "auto")
    if len(block.statements) == 1 and not block.traps and block.statements[0].__class__ is tree.PipelineAst:
        return value_of_statement(g, block.statements[0])
    name = g.nest(lambda: g.body.extend(g.block(block)))
    return known(g.call("captured", g.name(name)), "auto")


@expression_of(tree.ArrayExpressionAst)
def array_expression(g: Generator, node: tree.ArrayExpressionAst) -> Any:
    block = node.sub_expression
    if not block.statements:
        return known(g.list_of([]), "list")
    only = only_expression(block)
    if only is not None:
        made = g.expr(only)
        if only.__class__ is tree.ArrayLiteralAst:
            return made
        return known(g.call("array_of", made), "list")
    name = g.nest(lambda: g.body.extend(g.block(block)))
    return known(g.call("captured_array", g.name(name)), "list")


def only_expression(block: tree.StatementBlockAst) -> Any:
    """The expression where a block holds nothing else, and that puts out its value; else None."""
    if len(block.statements) != 1 or block.traps:
        return None
    get = getattr(block.statements[0], "get_pure_expression", None)
    expression = get() if get is not None else None
    if expression is None or expression.__class__ is tree.UnaryExpressionAst and expression.token_kind in STEP_KINDS:
        return None
    return expression
