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


def check_requirements(block: Any) -> None:
    """What `#requires` asks for; raises ShellError where it is not there."""
    needs = block.code.node.script_requirements
    if needs is None:
        return
    version = needs.required_ps_version
    if version is not None and _parts(str(version)) > _parts("7.6"):
        message = (
            f"The script '{_name(block)}' cannot be run because it contained a \"#requires\" statement for PowerShell {version}. "
            "The version of PowerShell that is required by the script does not match the currently running version of PowerShell 7.6.9."
        )
        exception = NetException("System.Management.Automation.ScriptRequiresException", message)
        raise ShellError(message, "ScriptRequiresUnmatchedPSVersion", "ResourceUnavailable", _name(block), exception=exception)
    if needs.is_elevation_required:
        import os

        if os.geteuid() != 0:
            message = (
                f"The script '{_name(block)}' cannot be run because it contains a \"#requires\" statement for running as Administrator. "
                "The current PowerShell session is not running as Administrator."
            )
            exception = NetException("System.Management.Automation.ScriptRequiresException", message)
            raise ShellError(message, "ScriptRequiresElevation", "PermissionDenied", _name(block), exception=exception)
    if needs.required_modules:
        _import_required(block, needs.required_modules)


def _import_required(block: Any, wanted: Any) -> None:
    """The modules of `#requires -modules`, imported; all that are not there are named in one error."""
    from relayshell.runtime.modulefiles import import_named

    missing = []
    for each in wanted:
        if isinstance(each, str):
            name = each
        else:
            name = str(next((value for key, value in each.items() if str(key).lower() == "modulename"), ""))
        try:
            import_named(block.session.frame_in(block.state), name)
        except ShellError as error:
            if error.id != "Modules_ModuleNotFound":
                raise
            missing.append(name)
    if missing:
        message = (
            f"The script '{_name(block)}' cannot be run because the following modules that are specified by the \"#requires\" statements of the "
            f"script are missing: {', '.join(missing)}."
        )
        exception = NetException("System.Management.Automation.ScriptRequiresException", message)
        raise ShellError(message, "ScriptRequiresMissingModules", "ResourceUnavailable", _name(block), exception=exception)


def _name(block: Any) -> str:
    import os.path

    return os.path.basename(block.file) if block.file else ""


def _parts(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())
