"""How a kind of settings object is declared, once: `@kind` on a class, `setting` for each of its fields.

Everything else is derived from that: the constructor, the checks, the settings file, the cmdlets, their help and their
completion. Knows no kind by name, and neither files nor cmdlets. An object is frozen; `replace` gives a changed copy.
"""

from collections.abc import Callable, Iterator, Mapping
from types import UnionType
from typing import Any, ClassVar, Self, TypeVar, get_args, get_origin

from relayengine.values.choice import Choice, Choices
from relayengine.values.problem import BadValue, quoted
from relayengine.values.unlimited import UNLIMITED, UnlimitedOf

T = TypeVar("T")
NEW, SET = "New", "Set"
REQUIRED: Any = type("Required", (), {"__repr__": lambda self: "REQUIRED"})()
_TOKENS = {"ip": "IP", "dns": "DNS", "ndr": "NDR", "oof": "OOF", "guid": "Guid", "tls": "Tls", "gssapi": "GSSAPI"}


def fold(name: str) -> str:
    """A name as names are compared: lower case, no underscores, no hyphens."""
    return name.replace("_", "").replace("-", "").lower()


class Problem(str):
    """One thing that is wrong with an object's settings: a sentence, and the setting it is about ("" for the object)."""

    __slots__ = ("setting",)
    setting: str

    def __new__(cls, text: str, setting: str = "") -> Self:
        self = super().__new__(cls, text)
        self.setting = setting
        return self


class SettingProblems(ValueError):
    """Everything that is wrong with what was asked; `problems` holds each."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Setting:
    """One field of a kind: its two spellings, its type, its meaning and its bounds."""

    __slots__ = ("attribute", "name", "type", "doc", "default", "low", "high", "choices", "on", "shown_type", "many",
                 "optional", "required", "stored", "longest")

    def __init__(self, doc: str, default: Any, low: Any, high: Any, choices: tuple[str, ...], name: str, on: tuple[str, ...],
                 shown_type: str, stored: bool, longest: int) -> None:
        self.attribute = ""
        self.name = name
        self.type: Any = None
        self.doc = doc
        self.default = default
        self.low = low
        self.high = high
        self.choices = choices
        self.on = on
        self.shown_type = shown_type
        self.many = False
        self.optional = False
        self.required = default is REQUIRED
        self.stored = stored
        self.longest = longest

    def settle(self, attribute: str, annotation: Any) -> None:
        """Takes the field's name and annotation, and derives the rest."""
        self.attribute = attribute
        self.name = self.name or "".join(_TOKENS.get(part, part[:1].upper() + part[1:]) for part in attribute.split("_"))
        if isinstance(annotation, UnionType) or get_origin(annotation) is not None and type(None) in get_args(annotation):
            self.optional = True
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        if get_origin(annotation) is tuple:
            self.many = True
            annotation = get_args(annotation)[0]
        self.type = annotation
        inner = getattr(annotation, "shown_type", "") or {str: "String", int: "Int32", bool: "Boolean"}.get(
            annotation, getattr(annotation, "__name__", "String"))
        self.shown_type = self.shown_type or (f"MultiValuedProperty`1[{inner}]" if self.many else inner)
        if self.default is REQUIRED or self.default is None:
            return
        self.default = self.read(self.default)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The names a value may have, where they are few: for completion and for messages."""
        if self.type is bool:
            return ("$true", "$false")
        if isinstance(self.type, type) and issubclass(self.type, (Choice, Choices)):
            return self.type.names()
        return self.choices

    @property
    def parameter_type(self) -> str:
        """The type as a cmdlet's parameter shows it."""
        return "MultiValuedProperty" if self.many else self.shown_type.split("`")[0]

    def read(self, value: Any) -> Any:
        """The value this setting takes from a text, a number, a list or a value already right. BadValue if it is none."""
        if value is None or value == "$null":
            if self.many:
                return ()
            if self.optional:
                return None
            raise BadValue(f"{self.name} cannot be $null")
        if self.many:
            if isinstance(value, str):
                value = [part for part in value.split(",") if part.strip()]
            items: list[Any] = []
            for item in value if isinstance(value, (list, tuple)) else [value]:
                read = self._one(item)
                if read not in items:
                    items.append(read)
            return tuple(items)
        return self._one(value)

    def _one(self, value: Any) -> Any:
        kind = self.type
        if kind is bool:
            if isinstance(value, bool):
                return value
            if isinstance(value, str) and value.strip().lower() in ("true", "$true", "false", "$false"):
                return value.strip().lower().endswith("true")
            raise BadValue(f"{quoted(value)} is neither true nor false")
        if kind is int:
            return self._bounded(_integer(value))
        if kind is str:
            return self._text(str(value))
        if isinstance(kind, UnlimitedOf):
            return self._bounded(kind.parse(value, _integer if kind.inner is int else None))
        if hasattr(kind, "parse"):
            return self._bounded(kind.parse(value))
        raise BadValue(f"{quoted(value)} is nothing {self.name} can be")

    def _text(self, text: str) -> str:
        if any(ord(c) < 32 or ord(c) == 127 for c in text):
            raise BadValue(f"{quoted(text)} holds a line end or another control character; {self.name} is one line of text")
        if self.longest and len(text) > self.longest:
            raise BadValue(f"{quoted(text)} has {len(text)} characters; {self.name} takes at most {self.longest}")
        if self.choices:
            for choice in self.choices:
                if choice.lower() == text.strip().lower():
                    return choice
            raise BadValue(f"{quoted(text)} is not one of {', '.join(self.choices)}")
        return text

    def _bounded(self, value: Any) -> Any:
        if value is UNLIMITED or self.low is None and self.high is None:
            return value
        low = self._bound(self.low)
        high = self._bound(self.high)
        if low is not None and value < low or high is not None and value > high:
            raise BadValue(f"{quoted(value)} is not between {low if low is not None else 'anything'} and "
                           f"{high if high is not None else 'anything'}")
        return value

    def _bound(self, bound: Any) -> Any:
        if not isinstance(bound, str):
            return bound
        inner: Any = self.type.inner if isinstance(self.type, UnlimitedOf) else self.type
        return inner.parse(bound)


def _integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    text = str(value).strip()
    if text.isascii() and text.lstrip("-").isdigit() and len(text) < 20:
        return int(text)
    raise BadValue(f"{quoted(value)} is not a whole number")


def setting(doc: str, default: Any = REQUIRED, *, low: Any = None, high: Any = None, choices: tuple[str, ...] = (),
            name: str = "", on: str | tuple[str, ...] = (NEW, SET), shown_type: str = "", stored: bool = True,
            longest: int = 0) -> Any:
    """Declares a field: its meaning, its default (none given: it must be), its bounds and where cmdlets take it.

    `on` is "New", "Set", both (the default) or () for what is shown but never given. `stored=False` is never written to the
    file. Defaults and bounds may be texts; they are read as any value is.
    """
    return Setting(doc, default, low, high, choices, name, (on,) if isinstance(on, str) else on, shown_type, stored, longest)


class Preset:
    """What a switch of New stands for: the values it sets, what must be given beside it and what must not."""

    def __init__(self, doc: str, values: Mapping[str, Any], must: tuple[str, ...] = (), must_not: tuple[str, ...] = ()) -> None:
        self.doc = doc
        self.values = values
        self.must = must
        self.must_not = must_not


class Kind:
    """What is known of a kind of settings object."""

    def __init__(self, name: str, cls: type, settings: tuple[Setting, ...], columns: tuple[str, ...],
                 presets: Mapping[str, Preset], single: bool, per_server: bool, key: str, container: str) -> None:
        self.name = name
        self.cls: Any = cls
        self.settings = settings
        self.columns = columns
        self.presets = presets
        self.single = single
        self.per_server = per_server
        self.key = key
        self.container = container
        self.doc = (cls.__doc__ or "").strip()
        self._by_name = {fold(s.name): s for s in settings} | {fold(s.attribute): s for s in settings}

    def find(self, name: str) -> Setting | None:
        """The setting of a name in either spelling."""
        return self._by_name.get(fold(name))

    def read(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
        """Values by attribute from values by name in any spelling, and everything wrong with them."""
        good: dict[str, Any] = {}
        problems = []
        for name, value in values.items():
            found = self.find(name)
            if found is None:
                from difflib import get_close_matches

                near = get_close_matches(name, [s.name for s in self.settings if s.stored], 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                problems.append(Problem(f"{name} is no setting of a {self.name}{hint}", name))
                continue
            try:
                good[found.attribute] = found.read(value)
            except BadValue as bad:
                problems.append(Problem(f"{found.name}: {bad}", found.name))
        return good, problems

    def make(self, values: Mapping[str, Any]) -> Any:
        """An object from values by name; SettingProblems with every problem of fields and rules if it may not be."""
        good, problems = self.read(values)
        for each in self.settings:
            if each.required and each.attribute not in good and not any(p.setting == each.name for p in problems):
                problems.append(Problem(f"{each.name} is missing, such as {getattr(each.type, 'example', 'a text')}", each.name))
        if not problems:
            made = self.cls(**good)
            problems = list(made.rules())
            if not problems:
                return made
        raise SettingProblems(problems)

    def __repr__(self) -> str:
        return f"<Kind {self.name}>"


class SettingsObject:
    """What every kind's class has: frozen fields, `replace`, `rules`, comparison. Its kind fills in the rest."""

    kind: ClassVar[Kind]

    def __init__(self, **values: Any) -> None:
        put = object.__setattr__
        for each in self.kind.settings:
            value = values.pop(each.attribute, REQUIRED)
            if value is REQUIRED:
                value = each.default
                if value is REQUIRED:
                    raise TypeError(f"{each.attribute} is missing")
            put(self, each.attribute, value)
        if values:
            raise TypeError(f"unknown: {', '.join(values)}")

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed."""
        return type(self)(**{s.attribute: getattr(self, s.attribute) for s in self.kind.settings} | changes)

    def rules(self) -> Iterator[Problem]:
        """What must hold between this object's own fields; nothing, unless the kind says."""
        return iter(())

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a {self.kind.name} does not change; use replace")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            getattr(self, s.attribute) == getattr(other, s.attribute) for s in self.kind.settings)

    def __hash__(self) -> int:
        return hash((self.kind.name, str(getattr(self, self.kind.key, "")).lower()))

    def __repr__(self) -> str:
        return f"<{self.kind.name} {getattr(self, self.kind.key, '')!s}>"


def kind(name: str, *, columns: tuple[str, ...] = (), presets: Mapping[str, Preset] | None = None,
         single: bool = False, per_server: bool = False, key: str = "name",
         container: str = "") -> Callable[[type[T]], type[T]]:
    """Makes a class a kind of settings object.

    `columns`: its default table. `presets`: New's switches and the values each stands for. `single`: there is exactly one.
    `per_server`: its identity is `SERVER\\Name`. `key`: the attribute that tells objects apart. `container`: where the
    directory would keep it, for DistinguishedName.
    """

    def declare(cls: type[T]) -> type[T]:
        settings = []
        for attribute, annotation in cls.__annotations__.items():
            declared = cls.__dict__.get(attribute)
            if isinstance(declared, Setting):
                declared.settle(attribute, annotation)
                settings.append(declared)
                delattr(cls, attribute)
        made: Any = cls
        made.kind = Kind(name, cls, tuple(settings), columns, presets or {}, single, per_server, key, container)
        return cls

    return declare
