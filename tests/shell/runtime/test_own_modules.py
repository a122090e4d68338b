"""The manifests in $PSHOME/Modules name the shell's own cmdlets, each in its module."""

from __future__ import annotations

import os

import pytest

from relayshell import cmdlets
from relayshell.commands.signature import Signature
from relayshell.runtime.modulepath import OWN, own_name

NAMES = sorted(os.listdir(OWN))


def _exported(name: str) -> set[str]:
    from relayshell.syntax import ast as tree
    from relayshell.syntax import parse

    path = os.path.join(OWN, name, f"{name}.psd1")
    with open(path, encoding="utf-8") as file:
        parsed = parse(file.read(), path).tree
    for node in parsed.walk():
        if isinstance(node, tree.HashtableAst):
            for key, value in node.key_value_pairs:
                if key.text == "CmdletsToExport":
                    return {each.value for each in value.walk() if isinstance(each, tree.StringConstantExpressionAst)}
    return set()


@pytest.mark.parametrize("name", NAMES)
def test_a_manifest_names_the_cmdlets_of_its_module(name: str) -> None:
    from importlib import import_module

    wanted = set()
    for module in cmdlets.MODULES:
        for value in vars(import_module(module)).values():
            signature = getattr(value, "signature", None) if isinstance(value, type) else None
            if isinstance(signature, Signature) and signature.name in cmdlets.MODULES[module] and signature.module == name:
                wanted.add(signature.name)
    assert _exported(name) >= wanted


def test_paths_of_own_modules_give_their_name() -> None:
    assert own_name(os.path.join(OWN, "Microsoft.PowerShell.Host", "Microsoft.PowerShell.Host.psd1")) == "Microsoft.PowerShell.Host"
    assert own_name(os.path.join(OWN, "Microsoft.PowerShell.Host")) == "Microsoft.PowerShell.Host"
    assert own_name("/tmp/Microsoft.PowerShell.Host") is None
