"""ConvertFrom-Markdown, Show-Markdown, Get- and Set-MarkdownOption."""

from __future__ import annotations

from typing import Any

from relayshell.cmdlets.markdown.options import OPTIONS, THEMES, Options, options_of
from relayshell.cmdlets.markdown.tokens import INFO, Info, document
from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.validation import matching, not_empty
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.objects.psobject import unwrap
from relayshell.objects.typeof import type_of

_MODULE = "Microsoft.PowerShell.Utility"
_COLOURS = matching(r"^\[*[0-9;]*?m{1}")


class _OfMarkdown(Cmdlet):
    """A cmdlet that reads Markdown from text or files."""

    def converted(self, text: str, terminal: bool) -> Info:
        """A text of Markdown as HTML or for a terminal."""
        from relayshell.cmdlets.markdown.reading import to_html
        from relayshell.cmdlets.markdown.terminal import to_terminal

        tree = document(text)
        return Info(tree, None if terminal else to_html(text), to_terminal(tree, options_of(self.session)) if terminal else None)

    def texts(self, paths: Any, literal: bool) -> list[str]:
        """The texts of the files that paths mean; an error written for each that cannot be read."""
        from relayshell.providers import filecontent

        read: list[str] = []
        for path in paths:
            try:
                targets = self.session.places.resolve(path, literal=literal)
            except ShellError as error:
                self.write_error(ShellError(f"The file '{path}' is not there.", "FileNotFound", "ObjectNotFound", path, exception=error.exception))
                continue
            for target in targets:
                if target.provider.name != "FileSystem":
                    self._wrong(f"Markdown is read from files; '{path}' is a path of the {target.provider.name} provider.", "OnlyFileSystemPathsSupported", path)
                    continue
                try:
                    read.append(filecontent.read_all(target.inner, None))
                except ShellError as error:
                    self.write_error(error)
        return read

    def item(self, value: Any) -> str | None:
        """The text that an object stands for: itself, or a file's; an error written for anything else."""
        plain = unwrap(value)
        if isinstance(plain, str):
            return plain
        if type_of(plain).full_name == "System.IO.FileInfo":
            found = self.texts([str(plain.path)], True)
            return found[0] if found else None
        self._wrong(f"An object of type '{type_of(plain).full_name}' is neither text nor a file of Markdown.", "InvalidInputObject", value)
        return None

    def _wrong(self, message: str, id: str, target: Any) -> None:
        self.write_error(ShellError(message, id, "InvalidData", target, exception=NetException("System.IO.InvalidDataException", message)))


class ConvertFromMarkdown(_OfMarkdown, name="ConvertFrom-Markdown", default_set="PathParamSet", output=INFO, module=_MODULE):
    """Gives Markdown as HTML, or as text for a terminal.

    Example: a heading

        PS> ('# Queues' | ConvertFrom-Markdown).Html
        <h1 id="queues">Queues</h1>
    """

    path: Any = param("The files; patterns may stand for them.", "string[]", mandatory=True, position=0, sets=("PathParamSet",), check=not_empty())
    literal_path: Any = param("The files, their paths taken as they are.", "string[]", alias=("PSPath", "LP"), check=not_empty(),
                              sets={"LiteralParamSet": inset(mandatory=True, by_name=True)})
    input_object: Any = param("Text of Markdown, or a file object.", "psobject", mandatory=True, pipeline=True, sets=("InputObjParamSet",), check=not_empty())
    as_vt100_encoded_string: Any = param("Gives text with the escape sequences of a terminal, not HTML.", "switch", name="AsVT100EncodedString")

    def process(self) -> None:
        if self.parameter_set == "InputObjParamSet":
            text = self.item(self.input_object)
            found = [] if text is None else [text]
        else:
            literal = self.parameter_set == "LiteralParamSet"
            found = self.texts(self.literal_path if literal else self.path, literal)
        for text in found:
            self.write(self.converted(text, bool(self.as_vt100_encoded_string)))


class ShowMarkdown(_OfMarkdown, name="Show-Markdown", default_set="Path", module=_MODULE):
    """Shows Markdown in the colours of a terminal.

    Example: a word in italics, its escape characters shown as ^

        PS> ('*now*' | Show-Markdown).Trim() -replace [char]27, '^'
        ^[36mnow^[0m
    """

    path: Any = param("The files; patterns may stand for them.", "string[]", check=not_empty(), sets={"Path": inset(mandatory=True, position=0, by_name=True)})
    literal_path: Any = param("The files, their paths taken as they are.", "string[]", alias=("PSPath", "LP"), check=not_empty(),
                              sets={"LiteralPath": inset(mandatory=True, by_name=True)})
    input_object: Any = param("Text of Markdown, a file object, or what ConvertFrom-Markdown gave.", "psobject", mandatory=True, pipeline=True,
                              sets=("InputObject",), check=not_empty())
    use_browser: Any = param("Opens the HTML in a browser; this shell opens none.", "switch")

    def process(self) -> None:
        if self.use_browser:
            message = "This shell opens no browser; write (ConvertFrom-Markdown).Html to a file and open that."
            raise ShellError(message, "NotSupported", "NotImplemented", exception=NetException("System.Management.Automation.PSNotSupportedException", message))
        if self.parameter_set != "InputObject":
            literal = self.parameter_set == "LiteralPath"
            for text in self.texts(self.literal_path if literal else self.path, literal):
                self.write(self.converted(text, True).terminal)
            return
        given = unwrap(self.input_object)
        if isinstance(given, Info):
            if not given.terminal:
                self._wrong("The VT100EncodedString of the MarkdownInfo is empty: convert with -AsVT100EncodedString.", "VT100EncodedStringIsNullOrEmpty", given)
            else:
                self.write(given.terminal)
            return
        text = self.item(self.input_object)
        if text is not None:
            self.write(self.converted(text, True).terminal)


class GetMarkdownOption(Cmdlet, name="Get-MarkdownOption", output=OPTIONS, module=_MODULE):
    """Tells the escape sequences in which Markdown is shown.

    Example: that of the first heading

        PS> (Get-MarkdownOption).Header1
        [7m
    """

    def end(self) -> None:
        self.write(options_of(self.session))


def _colour(help: str) -> Any:
    return param(help, "string", sets=("IndividualSetting",), check=_COLOURS)


class SetMarkdownOption(Cmdlet, name="Set-MarkdownOption", default_set="IndividualSetting", output=OPTIONS, module=_MODULE):
    """Sets the escape sequences in which Markdown is shown.

    Example: the first heading in bold

        PS> (Set-MarkdownOption -Header1Color '[1m' -PassThru).Header1
        [1m
        PS> Set-MarkdownOption -Theme Dark
    """

    header1_color: Any = _colour("The first heading's, without its escape character, as in '[4;93m'.")
    header2_color: Any = _colour("The second heading's.")
    header3_color: Any = _colour("The third heading's.")
    header4_color: Any = _colour("The fourth heading's.")
    header5_color: Any = _colour("The fifth heading's.")
    header6_color: Any = _colour("The sixth heading's.")
    code: Any = _colour("Code's.")
    image_alt_text_foreground_color: Any = _colour("That of the text that stands for a picture.")
    link_foreground_color: Any = _colour("A link's.")
    italics_foreground_color: Any = _colour("That of emphasis.")
    bold_foreground_color: Any = _colour("That of strong emphasis.")
    pass_thru: Any = param("Also gives the options.", "switch")
    theme: Any = param("All of them for a dark or a light terminal.", "string", mandatory=True, position=0, sets=("Theme",), values=tuple(THEMES))
    input_object: Any = param("Options as Get-MarkdownOption gives them.", "psobject", mandatory=True, position=0, pipeline=True, sets=("InputObject",))

    def end(self) -> None:
        options = options_of(self.session)
        if self.parameter_set == "Theme":
            options.theme(str(self.theme).capitalize())
        elif self.parameter_set == "InputObject":
            given = unwrap(self.input_object)
            if not isinstance(given, Options):
                message = f"An object of type '{type_of(given).full_name}' is no PSMarkdownOptionInfo, as Get-MarkdownOption gives it."
                self.write_error(ShellError(message, "InvalidObject", "InvalidArgument", self.input_object, exception=NetException("System.ArgumentException", message)))
                return
            self.session.services["markdown"] = options = given
        else:
            for name, value in (
                *((f"Header{level}", getattr(self, f"header{level}_color")) for level in range(1, 7)), ("Code", self.code), ("Image", self.image_alt_text_foreground_color),
                ("Link", self.link_foreground_color), ("EmphasisItalics", self.italics_foreground_color), ("EmphasisBold", self.bold_foreground_color),
            ):
                if value is not None:
                    options.codes[name] = str(value)
        if self.pass_thru:
            self.write(options)
