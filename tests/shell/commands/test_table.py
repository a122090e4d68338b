"""The tables of cmdlets and aliases are true, and each command's parameters are as its signature says."""

from __future__ import annotations

import importlib

import pytest

from relayshell.cmdlets import ALIASES, MODULES
from relayshell.commands.cmdlet import Cmdlet
from relayshell.commands.signature import ALL_SETS, InSet, Parameter, Signature
from relayshell.commands.syntax import syntax_of
from relayshell.commands.table import CommandTable
from relayshell.errors import ShellError


@pytest.mark.parametrize("module", sorted(MODULES))
def test_each_module_defines_what_the_table_says(module: str) -> None:
    classes = [
        value
        for value in vars(importlib.import_module(module)).values()
        if isinstance(value, type) and issubclass(value, Cmdlet) and "signature" in vars(value) and value.__module__ == module
    ]
    assert {kind.signature.name for kind in classes} == set(MODULES[module])
    for kind in classes:
        for alias in kind.signature.aliases:
            assert ALIASES[alias] == kind.signature.name


def test_what_is_not_found() -> None:
    table = CommandTable({})
    with pytest.raises(ShellError, match="The term 'no-such' is not recognized") as caught:
        table.resolve("no-such")
    assert (caught.value.id, caught.value.category, caught.value.target) == ("CommandNotFoundException", "ObjectNotFound", "no-such")
    with pytest.raises(ShellError, match="The module 'no' could not be loaded"):
        table.resolve("no\\such")


def test_programs_and_the_get_before_a_noun() -> None:
    table = CommandTable(MODULES)
    assert table.resolve("sh").kind == "Application"
    assert table.resolve("Unique").name == "Get-Unique"
    assert table.resolve("Microsoft.PowerShell.Utility\\Get-Unique").name == "Get-Unique"


def test_syntax_lines() -> None:
    signature = Signature(
        "s",
        (
            Parameter("x", sets={"A": InSet(mandatory=True, position=0)}),
            Parameter("y", "int", sets={"B": InSet()}),
            Parameter("z", "switch", sets={ALL_SETS: InSet()}),
        ),
        default_set="A",
    )
    assert syntax_of(signature) == "\ns [-x] <Object> [-z] [<CommonParameters>]\n\ns [-y <int>] [-z] [<CommonParameters>]\n"
