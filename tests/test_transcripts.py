"""Every transcript and dialog comes out as it is written. `--update` rewrites what came out, for a person to read the difference."""

from __future__ import annotations

from pathlib import Path

import pytest
from play import TRANSCRIPTS, answers, dialog, trimmed

from relayshell.commands.transcript import PROMPT, Scene, read_scenes, rewritten

SPEAKERS = "CS"


def scenes(pattern: str, speakers: str = "") -> list[object]:
    found = []
    for path in sorted(TRANSCRIPTS.rglob(pattern)):
        for number, scene in enumerate(read_scenes(path.read_text(encoding="utf-8"), speakers)):
            found.append(pytest.param(path, number, scene, id=f"{path.relative_to(TRANSCRIPTS).with_suffix('')}: {scene.title}"))
    return found


@pytest.mark.parametrize(("path", "number", "scene"), scenes("*.transcript"))
def test_transcript(path: Path, number: int, scene: Scene, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    came = list(answers(scene, tmp_path / "scene"))
    if request.config.getoption("--update"):
        # Other scenes of this file may have moved its lines: it is read again.
        said = iter([text for _, text in came])
        text = path.read_text(encoding="utf-8")
        path.write_text(rewritten(text, lambda at, step: next(said) if at == number else step.expected), encoding="utf-8")
        return
    for step, text in came:
        assert text == trimmed(step.expected), f"{path.name}, line {step.line}: {PROMPT}{step.typed}"


@pytest.mark.parametrize(("path", "number", "scene"), scenes("*.dialog", SPEAKERS))
def test_dialog(path: Path, number: int, scene: Scene, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    came = dialog(scene, tmp_path / "scene")
    lines = path.read_text(encoding="utf-8").splitlines()
    now, *later = read_scenes("\n".join(lines), SPEAKERS)[number:]
    first = min(step.line for step in now.steps) - 1
    last = (later[0].line - 1) if later else len(lines)
    while came and not came[-1]:
        came.pop()
    if request.config.getoption("--update"):
        path.write_text("\n".join([*lines[:first], *came, *([""] if later else []), *lines[last:]]) + "\n", encoding="utf-8")
        return
    written = [line.rstrip() for line in lines[first:last] if not line.startswith("//")]
    while written and not written[-1]:
        written.pop()
    assert came == written, f"{path.name}, {scene.title}"
