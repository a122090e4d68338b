"""The rules the tree keeps: who may import whom, how long a file may be, what it may be called."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
FLOORS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["floors"]
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "core", "types"}
# The bridge: what of the engine the mail folder of the shell may know.
# Permissions and decisions are pure functions; certificates are read and written where the settings' secrets are.
BRIDGE = (
    "values", "schema", "settings", "tls.store", "tls.exchange", "tls.selfsigned", "tls.choose", "logs.tracking", "control.messages", "control.client", "tls.names",
    "receive.permissions", "receive.decide", "receive.facts", "receive.connector", "receive.lastlogons", "receive.paths", "receive.commands",
)
MODULES = sorted(SOURCE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path, top_level_only: bool = False) -> set[str]:
    """Full names of the modules of ours that a file imports, relative ones resolved."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    found: set[str] = set()
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*start, *(node.module.split(".") if node.module else [])])
            found.add(stem)
            for name in node.names:
                candidate = f"{stem}.{name.name}"
                if (SOURCE / Path(*candidate.split("."))).with_suffix(".py").exists():
                    found.add(candidate)
    return {name for name in found if name.split(".")[0] in FLOORS}


def place(name: str) -> tuple[str, str, int | None]:
    """The package, the part of the floors table that a module belongs to, and its floor."""
    package, _, rest = name.partition(".")
    table = FLOORS[package]
    parts = rest.split(".")
    for length in (2, 1):
        part = ".".join(parts[:length])
        if part in table:
            return package, part, table[part]
    return package, parts[0], None


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_file_is_short_and_named_for_something(path: Path) -> None:
    assert path.stem not in FORBIDDEN, f"{path.name} says nothing of what is in it"
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 500, f"{path.relative_to(ROOT)} has {lines} lines: split it along an idea"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path.relative_to(ROOT)} has no docstring"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_go_down(path: Path) -> None:
    name = module_name(path)
    package, part, floor = place(name)
    if name == package:
        return
    assert floor is not None, f"{name} is in no row of [tool.floors.{package}]"
    for other in imports(path):
        other_package, other_part, other_floor = place(other)
        if other_package != package:
            rest = other.partition(".")[2]
            allowed = package == "relayshell" and (
                part == "main" or (part == "transport" and (not rest or rest.startswith(BRIDGE) or rest in {"control", "tls", "logs", "receive"}))
            )
            assert allowed, f"{name} imports {other}: only relayshell.transport may cross, and only by the bridge"
            continue
        if other == package or other_part == part:
            continue
        assert other_floor is not None, f"{name} imports {other}, which is on no floor"
        assert other_floor < floor, f"{name} (floor {floor}) imports {other} (floor {other_floor})"


def test_no_cycles_at_import() -> None:
    graph = {module_name(path): imports(path, top_level_only=True) for path in MODULES}
    state: dict[str, int] = {}

    def visit(name: str, way: tuple[str, ...]) -> None:
        if state.get(name) == 2 or name not in graph:
            return
        assert state.get(name) != 1, "a circle of imports: " + " -> ".join([*way[way.index(name):], name])
        state[name] = 1
        for other in graph[name]:
            # `from . import x` in a front door names the folder itself.
            if other != name and not name.startswith(other + ".") :
                visit(other, (*way, name))
        state[name] = 2

    for name in graph:
        visit(name, ())


def test_the_repository_speaks_of_the_product_alone() -> None:
    workplace = "/" + "work" + "/"
    for folder in ("src", "tests", "scripts", "docs"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in {".py", ".md", ".toml", ".ps1", ".transcript", ""}:
                assert workplace not in path.read_text(encoding="utf-8", errors="replace"), path
