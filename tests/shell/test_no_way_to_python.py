"""Scripts never reach Python: whatever value, whatever way of naming a member, Python's own names find nothing."""

from __future__ import annotations

import pytest

from relayshell.errors import ShellError
from relayshell.objects import typehomes
from relayshell.objects.declare import DECLARED, declaration_of
from relayshell.objects.nettype import find_type
from relayshell.runtime.host import Host
from relayshell.runtime.session import Session

VALUES = (
    "1", "1.5", "'text'", "$true", "[char]'a'", "1, 2", "[int[]](1, 2)", "@{ a = 1 }", "[ordered]@{ a = 1 }", "[pscustomobject]@{ a = 1 }",
    "{ 1 }", "[int]", "[System.Collections.Generic.List[int]]::new()", "[datetime]'2024-01-02'", "[guid]::Empty", "[regex]'a'", "[version]'1.2'",
    "[xml]'<a/>'", "[ConsoleColor]::Red", "(Get-Command Get-Date)", "(Get-Item /)", "$Host", "$ExecutionContext", "$PSVersionTable", "$MyInvocation",
    "(Get-PSDrive Env)", "[System.Text.StringBuilder]::new()", "[System.Diagnostics.Stopwatch]::new()", "([ref]1)", "$PSStyle", "$Error",
    "(Get-Variable PSHOME)", "(Get-Alias gci)", "[scriptblock]::Create('1').Ast", "(New-Object System.Management.Automation.PSCredential 'u', (ConvertTo-SecureString x -AsPlainText -Force))",
)
NAMES = (
    "__class__", "__dict__", "__globals__", "__init__", "__subclasses__", "__mro__", "mro", "__module__", "__slots__", "__doc__", "__getattribute__",
    "__reduce__", "__code__", "__builtins__", "__import__", "__call__", "__self__", "__func__", "f_globals", "gi_frame", "tb_frame", "func_globals",
    "_declared", "values_by", "props", "base", "ticks_value", "session", "kind_of",
)
WAYS = (
    "$v.'{n}'", "$v.psobject.Properties['{n}'].Value", "($v | Select-Object -Property '{n}').'{n}'", "$v | Select-Object -ExpandProperty '{n}'",
    "$v | ForEach-Object '{n}'", "$v.psobject.Members['{n}'].Value", "$v['{n}']", "[PSObject].GetProperty('{n}')", "$v.'{n}'()", "$v::'{n}'",
    "$v.GetType().'{n}'", "(Get-Member -InputObject $v -Name '{n}' -Force)",
)
# What PowerShell itself knows under a name of the list.
KNOWN = {("$v.'{n}'", "session")}


class Silent(Host):
    """Shows nothing."""


def found(session: Session, text: str) -> list[object]:
    """What a text gives; nothing where it is an error."""
    out: list[object] = []
    try:
        session.run(text, sink=out.append, errors=lambda record: None)
    except ShellError:
        return []
    return [each for each in out if each is not None]


@pytest.mark.parametrize("value", VALUES)
def test_nothing_of_python_is_found(value: str) -> None:
    session = Session(Silent())
    found(session, f"$v = {value}")
    for name in NAMES:
        for way in WAYS:
            got = found(session, way.replace("{n}", name))
            shown = [each for each in got if not isinstance(each, bool)]
            assert not any(callable(each) or "<" in str(type(each)) and "built-in" in repr(each) for each in shown), (way, name, got)
            if name.startswith("__") or name in ("mro", "f_globals", "gi_frame", "tb_frame", "func_globals", "values_by"):
                assert not [each for each in shown if not _empty(each)], (way, name, got)


def _empty(value: object) -> bool:
    """A custom object whose one property is null, as Select-Object makes it for a name that is not there."""
    props = getattr(value, "props", None)
    return isinstance(props, dict) and all(each is None for each in props.values())


def test_formats_read_no_attributes() -> None:
    session = Session(Silent())
    for text in ("'{0.__class__}' -f 1", "'{0[0]}' -f 'ab'", "[string]::Format('{0.real}', 1)", "'%(x)s' -f 1", "'{0!r}' -f 'a'"):
        assert not [each for each in found(session, text) if "class" in str(each).replace("__class__", "") or str(each) in ("1", "'a'")]


def test_every_declared_type_is_in_a_table() -> None:
    """Each home's types are declared when it is loaded, and each declaration's members are functions that it names itself."""
    typehomes.load_home("System.Object")
    names = sorted(typehomes._home_of)
    assert len(names) > 200
    for name in names:
        declaration = declaration_of(find_type(name)) if find_type(name) is not None else DECLARED.get(name)
        if declaration is None:
            typehomes.load_home(name)
            declaration = DECLARED.get(name)
        if declaration is None:
            continue
        for table in (declaration.get, declaration.set, declaration.methods, declaration.statics, declaration.static_get):
            for key, function in table.items():
                assert callable(function), (name, key)
                assert not key.startswith("__"), (name, key)
