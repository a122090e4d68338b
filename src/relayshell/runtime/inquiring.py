"""The action Inquire: before an error is written, after any other message, a person is asked whether to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.runtime import nestedprompt
from relayshell.runtime.shouldprocess import CHOICES, HELP

QUESTION = "Continue with this operation?"
_YES, _ALL, _NO, _NO_TO_ALL, _SUSPEND = range(5)
_HALT = ("&Halt Command", "Stop this command.")


def inquire(stage: Any, stream: str, message: str = QUESTION) -> None:
    """Asks whether a command is to go on, unless it was said to for all messages of a stream. Raises where the answer is to halt."""
    if stream in stage.answers:
        return
    choices = [*CHOICES[:_NO], _HALT[0], CHOICES[_SUSPEND]]
    helps = [*HELP[:_NO], _HALT[1], HELP[_SUSPEND]]
    answer = _asked(stage.session, "Confirm", message, choices, helps)
    if answer == _ALL:
        stage.answers[stream] = "yes"
    elif answer == _NO:
        raise stopped_by_user()


def goes_on(session: Any, line: str) -> bool:
    """Asks whether to go on with a line that is traced; False where all further ones go on without a question. Raises where it is to stop."""
    answer = _asked(session, QUESTION, line, CHOICES, HELP)
    if answer in (_NO, _NO_TO_ALL):
        raise stopped_by_user()
    return answer == _YES


def _asked(session: Any, caption: str, message: str, choices: Sequence[str], helps: Sequence[str]) -> int:
    while True:
        answer = session.host.prompt_for_choice(caption, message, choices, helps, 0)
        if answer != len(choices) - 1 or not nestedprompt.is_offered(session):
            return int(answer)
        nestedprompt.enter(session)


def stopped_by_user() -> ShellError:
    """The error of a command that a person halted."""
    text = "The running command stopped because the user selected the Stop option."
    error = ShellError(text, "UserStopRequest", "OperationStopped", exception=NetException("System.Management.Automation.ActionPreferenceStopException", text))
    error.stops = True  # type: ignore[attr-defined]
    return error
