"""Script files: read, parsed and run with a script scope of their own."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.runtime.flow import ExitSignal
from relayshell.runtime.functions import FunctionStage
from relayshell.runtime.support.output import drop


def read_text(path: str) -> str:
    """The text of a script file, by its byte order mark or as UTF-8. Raises ShellError where it cannot be read."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        message = f"Could not find file '{path}'." if isinstance(error, FileNotFoundError) else f"Cannot read the file '{path}': {error.strerror}."
        raise ShellError(message, "FileNotFound", "ObjectNotFound", path, exception=NetException("System.IO.FileNotFoundException", message)) from error
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32-le"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def script_block(session: Any, path: str, state: Any = None) -> Any:
    """The script block of a file."""
    block = session.parse_tree(read_text(path), path, state)
    return block


def script_stage(frame: Any, site: Any, info: Any, words: Any, values: list[Any]) -> FunctionStage:
    """The stage that runs a script file, or with `.` the file in the caller's scope."""
    stage = ScriptStage(frame, site, words, values, drop)
    stage.info = info
    block = info.block
    if block.state is not frame.state:
        from relayshell.runtime.scriptblock import ScriptBlock

        block = ScriptBlock(block.code, frame.state)
    stage.block = block
    stage.dot = site is not None and site.operator == "Dot"
    check_requirements(block)
    return stage


class ScriptStage(FunctionStage):
    """A script file: `exit` ends it and its code becomes $LASTEXITCODE."""

    exited = False

    def prepare(self, expecting: bool) -> None:
        super().prepare(expecting)
        if not self.dot:
            self.inner.scope.script = self.inner.scope
        elif self.inner.bound is None:
            self.inner.bound = {}

    def run_block(self, kind: str) -> None:
        if self.exited:
            return
        try:
            super().run_block(kind)
        except ExitSignal as signal:
            self.exited = True
            self.session.set_last_exit_code(signal.code)
            if signal.code != 0:
                self.failed = True


_SUPPORTED = {1: 0, 2: 0, 3: 0, 4: 0, 5: 1, 6: 2, 7: 6}
"""The versions of PowerShell whose scripts run: the highest minor version of each major one."""

_EDITION = "Core"
_SHELL = "Microsoft.PowerShell"


def check_requirements(block: Any) -> None:
    """What `#requires` asks for; raises ShellError where it is not there."""
    needs = block.code.node.script_requirements
    if needs is None:
        return
    shell, version, editions = needs.required_application_id, needs.required_ps_version, needs.required_ps_editions
    if shell is not None and shell.lower() != _SHELL.lower():
        raise _unmet(
            block, "ScriptRequiresUnmatchedShellId",
            f"it contained a \"#requires\" statement with a shell ID of {shell} that is incompatible with the current shell.",
        )
    if needs.is_elevation_required:
        import os

        if os.geteuid() != 0:
            raise _unmet(
                block, "ScriptRequiresElevation",
                "it contains a \"#requires\" statement for running as Administrator. The current PowerShell session is not running as Administrator.",
                "PermissionDenied",
            )
    if version is not None and not _runs(str(version)):
        raise _unmet(
            block, "ScriptRequiresUnmatchedPSVersion",
            f"it contained a \"#requires\" statement for PowerShell {version}. "
            "The version of PowerShell that is required by the script does not match the currently running version of PowerShell 7.6.9.",
        )
    if editions and not any(each.lower() == _EDITION.lower() for each in editions):
        raise _unmet(
            block, "ScriptRequiresUnmatchedPSEdition",
            f"it contained a \"#requires\" statement for PowerShell editions '{', '.join(editions)}'. "
            f"The edition of PowerShell that is required by the script does not match the currently running PowerShell {_EDITION} edition.",
        )
    if needs.required_modules:
        _import_required(block, needs.required_modules)


def _unmet(block: Any, error_id: str, what: str, category: str = "ResourceUnavailable") -> ShellError:
    """The error of a script that asks for what is not here."""
    message = f"The script '{_name(block)}' cannot be run because {what}"
    exception = NetException("System.Management.Automation.ScriptRequiresException", message)
    return ShellError(message, error_id, category, _name(block), exception=exception)


def _runs(version: str) -> bool:
    """Whether scripts for a version of PowerShell run; what follows its minor version does not count."""
    major, minor = (*(int(part) for part in version.split(".") if part.isdigit()), 0)[:2]
    return minor <= _SUPPORTED.get(major, -1)


def _import_required(block: Any, wanted: Any) -> None:
    """The modules of `#requires -modules`, imported; all that are not there are named in one error."""
    from relayshell.objects.text import to_text
    from relayshell.runtime.modulefiles import import_named
    from relayshell.runtime.modulespec import ModuleSpecification

    missing = []
    for each in wanted:
        name, versions = each, None
        if not isinstance(each, str):
            given = {to_text(key).lower(): to_text(value) for key, value in each.items()}
            name = given.get("modulename", "")
            versions = ModuleSpecification(name, *(given.get(key) for key in ("moduleversion", "maximumversion", "requiredversion", "guid")))
        try:
            import_named(block.session.frame_in(block.state), name, wanted=versions)
        except ShellError as error:
            if not error.id.startswith("Modules_Module"):
                raise
            missing.append(name)
    if missing:
        raise _unmet(
            block, "ScriptRequiresMissingModules",
            "the following modules that are specified by the \"#requires\" statements of the "
            f"script are missing: {', '.join(missing)}.",
        )


def _name(block: Any) -> str:
    import os.path

    return os.path.basename(block.file) if block.file else ""
