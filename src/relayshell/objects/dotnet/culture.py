"""Cultures: CultureInfo with its NumberFormatInfo, DateTimeFormatInfo and TextInfo, as formatting and parsing read them.

The current culture lives here. The members that scripts see are declared in `globalization.py`.
"""

from __future__ import annotations

import re

from relayshell.objects.dotnet.culturedata import CULTURES, INVARIANT as _INVARIANT, NATIVE, NEUTRAL_HOME, NEUTRAL_LCID


class NumberFormat:
    """A NumberFormatInfo: signs, separators, digits and patterns of one culture."""

    net_name = "System.Globalization.NumberFormatInfo"
    __slots__ = ("positive", "negative", "decimal", "group", "sizes", "digits", "pattern", "infinity", "minus_infinity", "nan",
                 "currency", "c_decimal", "c_group", "c_sizes", "c_digits", "c_positive", "c_negative",
                 "percent", "permille", "p_decimal", "p_group", "p_sizes", "p_digits", "p_positive", "p_negative", "read_only")

    def __init__(self, data: dict) -> None:
        self.positive, self.negative = "+", data.get("minus", "-")
        self.decimal, self.group, self.sizes = data["decimal"], data["group"], tuple(data["sizes"])
        self.digits, self.pattern = data["digits"], data["negative"]
        self.infinity, self.minus_infinity, self.nan = data["infinity"], data["minus_infinity"], data["nan"]
        self.currency, self.c_digits = data["currency"], data["c_digits"]
        self.c_positive, self.c_negative = data["c_positive"], data["c_negative"]
        self.c_decimal, self.c_group, self.c_sizes = self.decimal, self.group, self.sizes
        self.percent, self.permille, self.p_digits = "%", "‰", data["p_digits"]
        self.p_positive, self.p_negative = data["p_positive"], data["p_negative"]
        self.p_decimal, self.p_group, self.p_sizes = self.decimal, self.group, self.sizes
        self.read_only = True

    def clone(self) -> NumberFormat:
        """A copy that may be changed."""
        other = NumberFormat.__new__(NumberFormat)
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        other.read_only = False
        return other


class DateFormat:
    """A DateTimeFormatInfo: names and patterns of one culture (Gregorian calendar)."""

    net_name = "System.Globalization.DateTimeFormatInfo"
    __slots__ = ("short_date", "long_date", "short_time", "long_time", "month_day", "year_month", "full", "date_sep", "time_sep", "am", "pm",
                 "days", "days_short", "days_shortest", "months", "months_short", "months_genitive", "months_short_genitive", "first_day",
                 "week_rule", "era", "read_only", "invariant")

    def __init__(self, data: dict) -> None:
        self.short_date, self.long_date, self.short_time, self.long_time = data["d"], data["D"], data["t"], data["T"]
        self.month_day, self.year_month = data["M"], data["Y"]
        self.full = None
        self.date_sep, self.time_sep, self.am, self.pm = data["date_sep"], data["time_sep"], data["am"], data["pm"]
        self.days, self.days_short = data["days"].split(), data["days_short"].split()
        self.days_shortest = [day[:2] for day in self.days_short] if data["name"] == "" else list(self.days_short)
        if data["name"].startswith("en"):
            self.days_shortest = ["S", "M", "T", "W", "T", "F", "S"]
        self.months, self.months_short = data["months"].split(), data["months_short"].split()
        self.months_genitive = data.get("months_genitive", data["months"]).split()
        self.months_short_genitive = list(self.months_short)
        self.first_day, self.week_rule, self.era = data["first_day"], data["week_rule"], data["eras"]
        self.read_only, self.invariant = True, data["name"] == ""

    @property
    def full_pattern(self) -> str:
        """FullDateTimePattern, from the long date and long time unless it was set."""
        return self.full or f"{self.long_date} {self.long_time}"

    def clone(self) -> DateFormat:
        """A copy that may be changed."""
        other = DateFormat.__new__(DateFormat)
        for name in self.__slots__:
            value = getattr(self, name)
            setattr(other, name, list(value) if isinstance(value, list) else value)
        other.read_only = False
        return other


class CultureInfo:
    """A culture by its name; '' is the invariant one. Formats are made when first asked for."""

    net_name = "System.Globalization.CultureInfo"
    __slots__ = ("name", "data", "_number", "_date", "neutral", "read_only", "custom", "props")

    def __init__(self, name: str, data: dict, *, neutral: bool = False, custom: bool = False) -> None:
        self.name, self.data, self.neutral, self.custom = name, data, neutral, custom
        self._number: NumberFormat | None = None
        self._date: DateFormat | None = None
        self.read_only = True

    @property
    def number(self) -> NumberFormat:
        """How numbers are written."""
        if self._number is None:
            self._number = NumberFormat(self.data)
        return self._number

    @number.setter
    def number(self, value: NumberFormat) -> None:
        self._number = value

    @property
    def date(self) -> DateFormat:
        """How dates are written."""
        if self._date is None:
            self._date = DateFormat(self.data)
        return self._date

    @date.setter
    def date(self, value: DateFormat) -> None:
        self._date = value

    @property
    def lcid(self) -> int:
        """The Windows number; 4096 for a culture that has none."""
        if self.custom:
            return 4096
        return NEUTRAL_LCID.get(self.name, 4096) if self.neutral else self.data["lcid"]

    @property
    def english_name(self) -> str:
        """The name in English."""
        if self.neutral and self.name in NEUTRAL_HOME:
            return self.data["english"].split(" (")[0]
        if self.custom:
            language, _, rest = self.name.partition("-")
            return f"{language} ({rest.upper().replace('-', '_')})" if rest else language
        return self.data["english"]

    @property
    def native_name(self) -> str:
        """The name in its own language."""
        native = NATIVE.get(self.data["name"])
        if self.custom or native is None:
            return self.english_name
        return native.split(" (")[0] if self.neutral else native

    def clone(self) -> CultureInfo:
        """A copy whose formats may be changed."""
        other = CultureInfo(self.name, self.data, neutral=self.neutral, custom=self.custom)
        other._number, other._date, other.read_only = self.number.clone(), self.date.clone(), False
        return other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CultureInfo) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __str__(self) -> str:
        return self.name


INVARIANT = CultureInfo("", _INVARIANT)
_cache: dict[str, CultureInfo] = {"": INVARIANT}
_FOLDED = {name.lower(): name for name in CULTURES}


def get_culture(name: str) -> CultureInfo:
    """The culture of that name in any case; names ICU does not know get invariant data. Raises CultureNotFoundException for names no culture can have."""
    folded = name.lower()
    found = _cache.get(folded)
    if found is None:
        found = _cache[folded] = _make(name, folded)
    return found


def _make(name: str, folded: str) -> CultureInfo:
    if folded in _FOLDED:
        own = _FOLDED[folded]
        return CultureInfo(own, {**_INVARIANT, **CULTURES[own], "name": own})
    if folded in NEUTRAL_HOME:
        home = NEUTRAL_HOME[folded]
        return CultureInfo(folded, {**_INVARIANT, **CULTURES[home], "name": home}, neutral=True)
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{1,8})*(_[a-z0-9]+)?", folded) or len(name) > 84:
        from relayshell.objects.dotnet.faults import fault
        raise fault("System.Globalization.CultureNotFoundException",
                    f"Culture is not supported. (Parameter 'name')\n{name} is an invalid culture identifier.")
    language, *rest = folded.split("-")
    shown = "-".join([language, *(part.title() if len(part) == 4 else part.upper() for part in rest)])
    home = NEUTRAL_HOME.get(language)
    data = {**_INVARIANT, **CULTURES[home], "name": home} if home else {**_INVARIANT, "name": "?", **{"infinity": "∞", "minus_infinity": "-∞"}}
    return CultureInfo(shown, data, custom=True, neutral=not rest)


_current: list[CultureInfo] = []


def current() -> CultureInfo:
    """The culture of this shell: en-US unless a script set another."""
    if not _current:
        _current.append(get_culture("en-US"))
    return _current[0]


def set_current(culture: CultureInfo) -> None:
    """Makes a culture the current one."""
    _current[:] = [culture]


def number_format(provider: object) -> NumberFormat:
    """The NumberFormat that an IFormatProvider argument means: None is the current culture's."""
    if provider is None:
        return current().number
    if isinstance(provider, NumberFormat):
        return provider
    return provider.number if isinstance(provider, CultureInfo) else current().number


def date_format(provider: object) -> DateFormat:
    """The DateFormat that an IFormatProvider argument means: None is the current culture's."""
    if provider is None:
        return current().date
    if isinstance(provider, DateFormat):
        return provider
    return provider.date if isinstance(provider, CultureInfo) else current().date
