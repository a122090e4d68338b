"""Variables: `$name`, `${name}`, `$scope:name`, `@name`."""

from __future__ import annotations

from relayshell.syntax import chars
from relayshell.syntax.ast.names import VariablePath
from relayshell.syntax.strings import StringScanner
from relayshell.syntax.tokens import Token

_NAMELESS = ":Error:"  # the name of a variable that was written without one


class VariableScanner(StringScanner):
    """The scanning of variables; a token's `value` is the name with its scope or drive."""

    def scan_variable(self, pos: int, splatted: bool = False, in_string: bool = False) -> Token:
        """The variable whose `$` or `@` is at `pos`; in command mode it may turn out to be part of a longer word."""
        text, limit = self.text, self.limit
        if not splatted and self.peek(pos + 1) == "{":
            return self._braced(pos, in_string)
        found = chars.match_variable(text, pos + 1, limit)
        if found is None:
            return self.generic(pos, pos + 1, "$")
        end = found.end()
        if self.mode == "Command" and end < limit and not self.ends(end):
            after = text[end]
            if found[0] in "$?^" or not (after in ".[=" or (after == ":" and self.peek(end + 1) == ":")):
                return self.generic(pos, pos)
        name = found[0]
        if ":" in name and not VariablePath(name).name:
            drive = VariablePath(name).is_drive_qualified
            self.report("InvalidVariableReferenceWithDrive" if drive else "InvalidVariableReference", pos, end)
        return self.token("SplattedVariable" if splatted else "Variable", pos, end, name)

    def _braced(self, pos: int, in_string: bool) -> Token:
        text, limit = self.text, self.limit
        at = pos + 2
        pieces: list[str] = []
        closed = False
        while at < limit:
            char = text[at]
            if char == "}":
                closed = True
                break
            if char == "`":
                if at + 1 >= limit:
                    at = limit
                    break
                char, at = self.escape(at)
                pieces.append(char)
                continue
            if char == "{":
                self.report("OpenBraceNeedsToBeBackTickedInVariableName", at + 1, at + 2)
            elif in_string and char in chars.DOUBLES and self.peek(at + 1) in chars.DOUBLES:
                at += 1
                char = text[at]
            pieces.append(char)
            at += 1
        name = "".join(pieces)
        if not closed:
            self.report_incomplete("IncompleteDollarVariableReference", pos + 1, limit)
        elif not name:
            self.report("EmptyVariableReference", at, at + 1)
        end = at + 1 if closed else limit
        if self.mode == "Command" and not self.ends(end) and text[end] not in ".[":
            return self.generic(pos, pos)
        name = name or _NAMELESS
        if not VariablePath(name).name:
            self.report("InvalidBracedVariableReference", pos, end)
        return self.token("Variable", pos, end, name)
