"""Get-Help; and Update-Help and Save-Help, for which there is nothing to fetch: help comes with the shell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.validation import not_empty, not_null
from relayshell.errors import ShellError
from relayshell.providers.names import has_wildcard
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Core"
NOT_FOUND = "Microsoft.PowerShell.Commands.HelpNotFoundException"
WELCOME = """

TOPIC
    Help of the shell

HOW TO USE IT
    Get-Help NAME              explains a command
    Get-Help NAME -Examples    shows it at work
    Get-Help NAME -Full        says all there is to say
    Get-Help about_*           lists the topics
    Get-Command                lists the commands
    Get-Member                 shows what objects have and can do

"""


class GetHelp(Cmdlet, name="Get-Help", default_set="AllUsersView", module=MODULE):
    """Explains a command or a topic.

    Example: what a command is for

        PS> (Get-Help Join-Path).Synopsis
        Puts paths together, with one separator between the parts.
    """

    name: Any = param("The command, the topic, or a pattern of names.", "string", position=0, by_name=True, check=not_empty())
    path: Any = param("Help as it is for items at this path; the providers here have none of their own.", "string")
    category: Any = param("Only help of these kinds.", "string[]", values=("Alias", "Cmdlet", "Provider", "General", "FAQ", "Glossary", "HelpFile", "ScriptCommand", "Function", "Filter", "ExternalScript", "All", "DefaultHelp", "DscResource", "Class", "Configuration",))
    component: Any = param("Only commands that say they belong to these components.", "string[]")
    functionality: Any = param("Only commands that say they do this.", "string[]")
    role: Any = param("Only commands for these roles.", "string[]")
    detailed: Any = param("Shows the parameters and examples too.", "switch", mandatory=True, sets=("DetailedView",))
    full: Any = param("Shows all there is.", "switch", sets=("AllUsersView",))
    examples: Any = param("Shows the examples alone.", "switch", mandatory=True, sets=("Examples",))
    parameter: Any = param("Explains these parameters alone; patterns may stand for them.", "string[]", mandatory=True, sets=("Parameters",))
    online: Any = param("Opens the page on the web.", "switch", mandatory=True, sets=("Online",))

    def process(self) -> None:
        if self.path is not None:
            self.session.places.resolve(self.path)
        name = self.name
        if not name:
            self.write(WELCOME)
            return
        if name.lower().startswith("about_") or not has_wildcard(name) and self._topic(name):
            if self._topics(name):
                return
        if has_wildcard(name):
            self._list(name)
            return
        page = self._page_of(name)
        if page is not None and self._fits(page):
            self._show(page)
            return
        if page is None and self._list(f"*{name}*", True):
            return
        raise ItemError(
            f"Get-Help could not find {name} in a help file in this session. To see which commands there are, use Get-Command.",
            "HelpNotFound", "ResourceUnavailable", None, NOT_FOUND)

    def _topic(self, name: str) -> bool:
        from relayshell.help import topics

        return name.lower().replace("_", "") in topics.names()

    def _topics(self, name: str) -> bool:
        """Shows a topic, or lists those of a pattern; whether there is one."""
        from relayshell.help import topics
        from relayshell.objects.wildcard import compile_wildcard

        matches = compile_wildcard(name.replace("_", ""), True).match
        found = [title for folded, title in topics.names().items() if matches(folded)]
        beside = {title: file for title, file in self._topics_of_modules().items() if matches(title.lower().replace("_", ""))}
        if len(found) + len(beside) == 1:
            if beside:
                ((title, file),) = beside.items()
                self.write(_text_topic(title, file))
                return True
            self.write(topics.text_of(found[0]))
        else:
            from relayshell.help.as_object import short
            from relayshell.help.page import Page

            for title in found:
                self.write(short(Page(title, "HelpFile", topics.text_of(title).split("\n\n")[1].strip())))
            for title in beside:
                self.write(short(Page(title, "HelpFile", "")))
        return bool(found or beside)

    def _topics_of_modules(self) -> dict[str, str]:
        """The about_ topics beside the modules that are loaded or could be: title to file."""
        import os

        from relayshell.help import external
        from relayshell.runtime.modulepath import every

        loaded = [module.folder for module in self.session.modules.values() if module.folder]
        return external.topics([*loaded, *(os.path.dirname(file) for file in every())])

    def _page_of(self, name: str) -> Any:
        """The page of a command, an alias followed; None where there is no such command."""
        from relayshell.errors import ShellError

        try:
            info = self.session.commands.resolve(name, self.processor.frame.scope, self.session.folder)
        except ShellError:
            return None
        return page_for(info, self._page_of)

    def _fits(self, page: Any) -> bool:
        for given, held in ((self.component, page.component), (self.role, page.role), (self.functionality, page.functionality)):
            if given and held.lower() not in {each.lower() for each in given}:
                return False
        wanted = {each.lower() for each in self.category or ()}
        return not wanted or "all" in wanted or page.category.lower() in wanted

    def _list(self, pattern: str, quiet: bool = False) -> bool:
        """Lists what fits a pattern, or shows the only one; whether there is one."""
        pages = [page for page in self._matching(pattern) if self._fits(page)]
        if len(pages) == 1:
            self._show(pages[0])
        else:
            from relayshell.help.as_object import short

            self.write_many([short(page) for page in pages])
        return bool(pages)

    def _matching(self, pattern: str) -> Iterator[Any]:
        seen = set()
        for info in self.session.commands.matching(pattern, self.processor.frame.scope):
            if info.kind in ("Cmdlet", "Function", "Filter", "ExternalScript") and info.name.lower() not in seen:
                seen.add(info.name.lower())
                page = page_for(info)
                if page is not None:
                    yield page

    def _show(self, page: Any) -> None:
        from relayshell.help.as_object import made_of, parameter

        if self.online:
            raise ItemError(f"The online version of this Help topic cannot be displayed: the page of '{page.name}' comes with the shell, "
                            "and -Full shows all of it.", "InvalidOperation", "InvalidOperation", None, "System.Management.Automation.PSInvalidOperationException")
        if self.parameter:
            self._parameters(page, parameter)
            return
        view = "Detailed" if self.detailed else "Full" if self.full else "Examples" if self.examples else ""
        self.write(made_of(page, view))

    def _parameters(self, page: Any, make: Any) -> None:
        from relayshell.objects.wildcard import compile_wildcard

        for pattern in self.parameter:
            matches = compile_wildcard(pattern, True).match
            found = [each for each in page.parameters if matches(each.name)]
            if not found:
                self.write_error(ItemError(f"No parameter matches criteria {pattern}.", "NoParmsFound", "InvalidArgument", pattern,
                                           "System.Management.Automation.PSArgumentException"))
            self.write_many([make(each) for each in found])


def page_for(info: Any, find: Any = None) -> Any:
    """The page of a command; None for programs, of which nothing is known."""
    from relayshell.help.page import of_cmdlet, of_function

    if info.kind == "Cmdlet":
        return of_cmdlet(info)
    if info.kind in ("Function", "Filter", "ExternalScript"):
        return of_function(info, getattr(info, "path", "") or info.name, info.kind, find)
    return None


def _text_topic(title: str, file: str) -> Any:
    """A topic of a text file: its text, which also knows its name."""
    from relayshell.objects.psobject import PSObject

    with open(file, encoding="utf-8-sig", errors="replace") as opened:
        text = opened.read()
    summary = text.partition("SHORT DESCRIPTION")[2].strip().split("\n\n")[0].strip()
    return PSObject(text, {"Name": title, "Category": "HelpFile", "Synopsis": summary, "Component": "", "Role": "", "Functionality": ""})


class UpdateHelp(Cmdlet, name="Update-Help", default_set="Path", should_process=True, module=MODULE):
    """Says that there is nothing to fetch: help comes with the shell."""

    credential: Any = param("Who fetches the files.", "pscredential")
    force: Any = param("Even if it was done today.", "switch")
    fully_qualified_module: Any = param("The modules, by name and version.", "Microsoft.PowerShell.Commands.ModuleSpecification[]", by_name=True, sets=("LiteralPath", "Path",), check=not_null())
    literal_path: Any = param("The modules, their paths taken as they are.", "string[]", by_name=True, sets=("LiteralPath",), alias=("PSPath", "LP"), check=not_null())
    module: Any = param("The modules.", "string[]", position=0, by_name=True, sets=("LiteralPath", "Path",), alias="Name", check=not_null())
    recurse: Any = param("Looks in the folders below too.", "switch")
    scope: Any = param("For whom the files are.", "Microsoft.PowerShell.Commands.UpdateHelpScope", by_name=True)
    source_path: Any = param("The folder the files are in.", "string[]", position=1, sets=("Path",), alias="Path", check=not_null())
    ui_culture: Any = param("The languages.", "cultureinfo[]", position=2, name="UICulture", check=not_null())
    use_default_credentials: Any = param("Fetches the files as the current user.", "switch")

    def end(self) -> None:
        if not self.should_process("Update-Help"):
            return
        raise ShellError("Help of this shell is part of it and never fetched: Get-Help shows all of it. No files were written.", "HelpIsBuiltIn",
                         "NotImplemented", None)


class SaveHelp(Cmdlet, name="Save-Help", default_set="Path", module=MODULE):
    """Says that there is nothing to fetch: help comes with the shell."""

    credential: Any = param("Who fetches the files.", "pscredential")
    destination_path: Any = param("Where the files go.", "string[]", mandatory=True, position=0, sets=("Path",), alias="Path", check=not_null())
    force: Any = param("Even if it was done today.", "switch")
    fully_qualified_module: Any = param("The modules, by name and version.", "Microsoft.PowerShell.Commands.ModuleSpecification[]", by_name=True, sets=("LiteralPath", "Path",), check=not_null())
    literal_path: Any = param("The modules, their paths taken as they are.", "string[]", mandatory=True, sets=("LiteralPath",), alias=("PSPath", "LP"), check=not_null())
    module: Any = param("The modules.", "psmoduleinfo[]", position=1, pipeline=True, by_name=True, sets=("LiteralPath", "Path",), alias="Name", check=not_null())
    scope: Any = param("For whom the files are.", "Microsoft.PowerShell.Commands.UpdateHelpScope", by_name=True)
    ui_culture: Any = param("The languages.", "cultureinfo[]", position=2, name="UICulture", check=not_null())
    use_default_credentials: Any = param("Fetches the files as the current user.", "switch")

    def end(self) -> None:
        if not self.should_process("Save-Help"):
            return
        raise ShellError("Help of this shell is part of it and never fetched: Get-Help shows all of it. No files were written.", "HelpIsBuiltIn",
                         "NotImplemented", None)


