"""`#requires` lines: what a script asks for before it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relayshell.syntax.ast.blocks import ScriptRequirements
from relayshell.syntax.ast.commands import CommandAst, CommandParameterAst
from relayshell.syntax.ast.literals import ArrayLiteralAst, ConstantExpressionAst, HashtableAst
from relayshell.syntax.ast.node import Ast
from relayshell.syntax.constants import is_constant

if TYPE_CHECKING:
    from relayshell.syntax.parser import Parser
    from relayshell.syntax.tokens import Token

_NAMES = ("shellid", "pssnapin", "psedition", "version", "assembly", "modules")
_ELEVATION = "runasadministrator"
_EDITIONS = frozenset(("core", "desktop"))
_VERSION = re.compile(r"\d+(\.\d+){0,3}").fullmatch

Module = str | dict[str, object]


def read_requirements(parser: Parser, lines: list[Token]) -> ScriptRequirements:
    """What the comments in `lines` ask for; what is wrong with them is reported to the parser."""
    reader = _Reader(parser)
    for line in lines:
        command = parser.command_in_comment(line)
        if command is not None:
            reader.read(command)
    return reader.found


class _Reader:
    """Puts together what several lines ask for."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self.found = ScriptRequirements()

    def _report(self, error_id: str, node: Ast, *args: object) -> None:
        self._parser.report(error_id, node.start, node.end, *args)

    def read(self, command: CommandAst) -> None:
        """Takes one line in."""
        if (command.get_command_name() or "").lower() != "requires":
            self._report("ScriptRequiresInvalidFormat", command)
        elements = list(command.command_elements[1:])
        while elements:
            parameter = elements.pop(0)
            if not isinstance(parameter, CommandParameterAst):
                self._report("ScriptRequiresInvalidFormat", parameter)
                continue
            argument: Ast | None = parameter.argument
            if argument is None and elements:
                argument = elements.pop(0)
            self._parameter(parameter, argument)

    def _parameter(self, parameter: CommandParameterAst, argument: Ast | None) -> None:
        name = parameter.parameter_name.lower()
        if _ELEVATION.startswith(name):
            self.found.is_elevation_required = True
            if argument is not None:
                self._report("ParameterCannotHaveArgument", parameter, parameter.parameter_name)
            return
        if argument is None:
            self._report("ParameterRequiresArgument", parameter, parameter.parameter_name)
            return
        if not is_constant(argument, requires=True):
            self._report("RequiresArgumentMustBeConstant", argument)
            return
        match next((full for full in _NAMES if full.startswith(name)), None):
            case "shellid":
                self._text("shellid", parameter, argument)
            case "psedition":
                self._editions(parameter, argument)
            case "version":
                self._version(parameter, argument)
            case "assembly":
                self._assemblies(argument)
            case "modules":
                for value in _values(argument):
                    self._module(value)
            case "pssnapin":
                pass  # snap-ins are long gone; asking for one changes nothing
            case _:
                self._report("ScriptRequiresInvalidFormat", parameter)

    def _text(self, name: str, parameter: CommandParameterAst, argument: Ast) -> None:
        if self.found.required_application_id is not None:
            self._report("ParameterAlreadyBound", parameter, None, name)
        elif not isinstance(argument, ConstantExpressionAst) or not isinstance(argument.value, str):
            self._report("RequiresInvalidStringArgument", argument, name)
        else:
            self.found.required_application_id = argument.value

    def _version(self, parameter: CommandParameterAst, argument: Ast) -> None:
        value = argument.value if isinstance(argument, ConstantExpressionAst) else None
        text = value if isinstance(value, str) else argument.text
        if not _VERSION(text):
            self._report("RequiresVersionInvalid", argument)
            return
        version = text if "." in text else f"{text}.0"
        if self.found.required_ps_version not in (None, version):
            self._report("ParameterAlreadyBound", parameter, None, "version")
        else:
            self.found.required_ps_version = version

    def _editions(self, parameter: CommandParameterAst, argument: Ast) -> None:
        if self.found.required_ps_editions is not None:
            self._report("ParameterAlreadyBound", parameter, None, "psedition")
            return
        editions = self.found.required_ps_editions = []
        for value in _values(argument):
            text = value.value if isinstance(value, ConstantExpressionAst) else None
            if not isinstance(text, str):
                self._report("RequiresInvalidStringArgument", argument, "psedition")
                continue
            if text.lower() not in _EDITIONS:
                self._report("RequiresPSEditionInvalid", argument, "psedition")
            if text.lower() in (other.lower() for other in editions):
                self._report("RequiresPSEditionValueIsAlreadySpecified", argument, "psedition")
            else:
                editions.append(text)

    def _assemblies(self, argument: Ast) -> None:
        found = self.found.required_assemblies = self.found.required_assemblies or []
        for value in _values(argument):
            text = value.value if isinstance(value, ConstantExpressionAst) else None
            if not isinstance(text, str):
                self._report("RequiresInvalidStringArgument", argument, "assembly")
            elif text not in found:
                found.append(text)

    def _module(self, value: Ast) -> None:
        module: Module
        if isinstance(value, HashtableAst):
            module = {}
            for key, statement in value.key_value_pairs:
                pure = statement.get_pure_expression() if hasattr(statement, "get_pure_expression") else None
                if isinstance(key, ConstantExpressionAst) and isinstance(pure, ConstantExpressionAst):
                    module[str(key.value)] = pure.value if isinstance(pure.value, str) else pure.text
            if not any(name.lower() == "modulename" for name in module):
                self._report("RequiresModuleInvalid", value, "The hashtable describing a module has no ModuleName.")
                return
        else:
            module = str(value.value) if isinstance(value, ConstantExpressionAst) else value.text
        if self.found.required_modules is None:
            self.found.required_modules = []
        self.found.required_modules.append(module)


def _values(argument: Ast) -> list[Ast]:
    return list(argument.elements) if isinstance(argument, ArrayLiteralAst) else [argument]
