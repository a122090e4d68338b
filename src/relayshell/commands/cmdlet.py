"""How a cmdlet is declared, once: a class with `param(...)` for each parameter and a docstring that is its help.

From the class come its Signature, help, completion and tests. A cmdlet knows nothing of
pipelines: what it needs from the runtime stands behind `self.processor`, which the runtime
sets before `begin`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from relayshell.commands.signature import ALL_SETS, InSet, Parameter, Signature


def inset(
    mandatory: bool = False,
    position: int | None = None,
    pipeline: bool = False,
    by_name: bool = False,
    remaining: bool = False,
    help: str | None = None,
) -> InSet:
    """How a parameter stands in one set; a value of `param(sets={...})`."""
    return InSet(mandatory, position, pipeline, by_name, remaining, help)


class Declared:
    """What `param` remembers until the class is made."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        self.attribute = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.attribute = name

    def parameter(self) -> Parameter:
        """The finished Parameter."""
        facts = dict(self.facts)
        name = facts.pop("name") or "".join(word[:1].upper() + word[1:] for word in self.attribute.split("_"))
        return Parameter(name=name, attribute=self.attribute, **facts)


def param(
    doc: str,
    type: Any = "object",
    default: Any = None,
    *,
    position: int | None = None,
    mandatory: bool = False,
    pipeline: bool = False,
    by_name: bool = False,
    remaining: bool = False,
    alias: str | Iterable[str] = (),
    sets: Iterable[str] | Mapping[str, InSet] = (ALL_SETS,),
    check: Any = (),
    values: Iterable[str] = (),
    name: str | None = None,
    transform: Any = (),
    allow_null: bool = False,
    allow_empty_string: bool = False,
    allow_empty_collection: bool = False,
    ps_type_name: str | None = None,
    hidden: bool = False,
    help: str | None = None,
) -> Any:
    """Declare a parameter of a cmdlet.

    doc         a sentence that says what it means
    type        PowerShell's name of the type: `int`, `string[]`, `switch`, `System.DateTime`
    sets        the sets it stands in, all alike; or, by the set's name, how it stands in each
    check       one check of validation.py or several
    values      the texts it is limited to (ValidateSet)
    transform   a callable (value, host) -> value or several, run before the conversion to the type
    name        PowerShell's name where it is not the attribute's in capitals: `input_object` is InputObject
    allow_*     let a mandatory parameter be null, an empty text, an empty collection
    """
    stand = InSet(mandatory, position, pipeline, by_name, remaining, help)
    if not isinstance(sets, Mapping):
        sets = {each: stand for each in ((sets,) if isinstance(sets, str) else sets)}
    checks = tuple(check) if isinstance(check, (tuple, list)) else (check,)
    values = tuple(values)
    if values:
        from relayshell.commands.validation import ValidateSet

        checks = (ValidateSet(values), *checks)
    return Declared(
        name=name,
        type=type,
        aliases=(alias,) if isinstance(alias, str) else tuple(alias),
        sets=dict(sets),
        checks=checks,
        transforms=tuple(transform) if isinstance(transform, (tuple, list)) else (transform,),
        default=default if default is not None or type != "switch" else False,
        doc=doc,
        hidden=hidden,
        allow_null=allow_null,
        allow_empty_string=allow_empty_string,
        allow_empty_collection=allow_empty_collection,
        ps_type_name=ps_type_name,
        values=values,
    )


def _ordered(parameters: list[Parameter], order: str) -> tuple[Parameter, ...]:
    """The parameters as a text of names has them, the rest after these: what comes from a base class need not stand first."""
    if not order:
        return tuple(parameters)
    places = {name.lower(): place for place, name in enumerate(order.split())}
    return tuple(sorted(parameters, key=lambda each: places.get(each.name.lower(), len(places))))


class Cmdlet:
    """A command written in Python. Subclasses give the class keywords:

    name            Verb-Noun
    alias           one alias or several
    default_set     the set preferred when several fit
    should_process  whether it has -WhatIf and -Confirm
    confirm_impact  None, Low, Medium or High
    output          the names of the types it yields
    supports_paging whether it has -First, -Skip and -IncludeTotalCount
    implementing    what follows the comma in its FullyQualifiedErrorIds, where it is not
                    Microsoft.PowerShell.Commands.<VerbNoun>Command
    module          the module it is said to belong to

    `begin`, `process` and `end` are plain methods or generators; a generator's values are written to the pipeline.
    `stop` is called when the pipeline is stopped. `dynamic_parameters` may give more Parameters once the others are bound.

    While it runs: `self.given` maps the folded names of the parameters that were bound to their values,
    `self.parameter_set` is the set chosen, `self.session` and `self.processor` are the runtime's.
    """

    signature: ClassVar[Signature]
    processor: Any = None
    session: Any = None
    parameter_set: str = ALL_SETS
    given: dict[str, Any]

    def __init_subclass__(
        cls,
        name: str = "",
        alias: str | Iterable[str] = (),
        default_set: str | None = None,
        should_process: bool = False,
        confirm_impact: str = "Medium",
        output: str | Iterable[str] = (),
        supports_paging: bool = False,
        implementing: str = "",
        module: str = "Microsoft.PowerShell.Utility",
        help_uri: str = "",
        order: str = "",
        **keywords: Any,
    ) -> None:
        super().__init_subclass__(**keywords)
        declared = {attribute: value for attribute, value in vars(cls).items() if isinstance(value, Declared)}
        # An attribute that a subclass gives a plain value is no parameter of it.
        cls._declared = {
            attribute: value for attribute, value in {**cls._declared, **declared}.items() if attribute in declared or attribute not in vars(cls)
        }
        for attribute, each in declared.items():
            setattr(cls, attribute, each.facts["default"])
        if not name:
            return
        cls.signature = Signature(
            name=name,
            parameters=_ordered([each.parameter() for each in cls._declared.values()], order),
            default_set=default_set,
            positional_binding=False,
            should_process=should_process,
            supports_paging=supports_paging,
            confirm_impact=confirm_impact,
            output=(output,) if isinstance(output, str) else tuple(output),
            implementing=implementing or f"Microsoft.PowerShell.Commands.{name.replace('-', '')}Command",
            module=module,
            aliases=(alias,) if isinstance(alias, str) else tuple(alias),
            help_uri=help_uri,
            dynamic=cls.dynamic_parameters if cls.dynamic_parameters is not Cmdlet.dynamic_parameters else None,
        )

    _declared: ClassVar[dict[str, Declared]] = {}

    def begin(self) -> Any:
        """Called once, before the first object."""

    def process(self) -> Any:
        """Called for each piped object, or once when the command is not piped to."""

    def taker(self) -> Callable[[Any], Any] | None:
        """A function that takes each further object in place of `process`, the parameters left as they are; None for none.

        Asked for once, when the first object was taken the usual way, and used where objects are taken whole and unchecked.
        """
        return None

    def end(self) -> Any:
        """Called once, after the last object."""

    def stop(self) -> None:
        """Called when the pipeline is stopped from outside."""

    def dynamic_parameters(self) -> Iterable[Parameter] | None:
        """More parameters, which depend on the values bound so far."""
        return None

    def is_given(self, *names: str) -> bool:
        """Whether any of these parameters was bound, by PowerShell's name or the attribute's."""
        return any(name.replace("_", "").lower() in self.given for name in names)

    def write(self, value: Any) -> None:
        """Send one object down the pipeline."""
        self.processor.write(value)

    def write_many(self, values: Iterable[Any]) -> None:
        """Send each of these down the pipeline."""
        self.processor.write_many(values)

    def write_error(self, error: Any) -> None:
        """Report an error (a ShellError or an ErrorRecord) and go on, unless -ErrorAction says otherwise."""
        self.processor.write_error(error)

    def write_warning(self, message: str) -> None:
        """Send a message to the warning stream."""
        self.processor.write_warning(message)

    def write_verbose(self, message: str) -> None:
        """Send a message to the verbose stream."""
        self.processor.write_verbose(message)

    def write_debug(self, message: str) -> None:
        """Send a message to the debug stream."""
        self.processor.write_debug(message)

    def write_information(self, message: Any, tags: Iterable[str] = ()) -> None:
        """Send a message to the information stream."""
        self.processor.write_information(message, tags)

    def write_progress(self, record: Any) -> None:
        """Show how far the work is."""
        self.processor.write_progress(record)

    def should_process(self, target: str, action: str | None = None) -> bool:
        """Whether to go on: False under -WhatIf, which is told, or when the user says no to -Confirm."""
        return bool(self.processor.should_process(target, action))

    def should_continue(self, query: str, caption: str) -> bool:
        """Ask the user, whatever -Confirm says."""
        return bool(self.processor.should_continue(query, caption))

    def stop_upstream(self) -> None:
        """End the commands before this one in the pipeline; does not return."""
        self.processor.stop_upstream()

    @property
    def invocation(self) -> Any:
        """How the command was called: its InvocationInfo."""
        return self.processor.invocation
