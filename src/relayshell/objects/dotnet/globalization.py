"""CultureInfo, NumberFormatInfo, DateTimeFormatInfo, TextInfo, CompareInfo, calendars and ISOWeek, as scripts see them."""

from __future__ import annotations

from datetime import date
from typing import Any, Callable

from relayshell.objects.declare import declare
from relayshell.objects.dotnet import ticks as calendar
from relayshell.objects.dotnet.culture import INVARIANT, CultureInfo, DateFormat, NumberFormat, current, get_culture, set_current
from relayshell.objects.dotnet.culturedata import CULTURES, NEUTRAL_HOME
from relayshell.objects.dotnet.dateformat import RFC1123, SORTABLE, UNIVERSAL
from relayshell.objects.dotnet.datetimes import DateTime, date_ticks, time_ticks
from relayshell.objects.dotnet.faults import null_fault, operation_fault, range_fault
from relayshell.objects.dotnet.results import array, enum_of, int_array, string_array
from relayshell.objects.dotnet.ticks import DAY, HOUR, MILLISECOND, MINUTE, SECOND

_G = "System.Globalization."


def _writable(self: Any) -> None:
    if self.read_only:
        raise operation_fault("Instance is read-only.")


def _field(name: str, back: Callable[[Any], Any] = lambda value: value) -> tuple[Any, Any]:
    def get(self: Any) -> Any:
        return back(getattr(self, name))

    def put(self: Any, value: Any) -> None:
        _writable(self)
        setattr(self, name, list(value) if isinstance(value, list) else value)
    return get, put


def _fields(table: dict[str, str], back: Callable[[Any], Any] = lambda value: value) -> tuple[dict[str, Any], dict[str, Any]]:
    pairs = {shown: _field(name, back) for shown, name in table.items()}
    return {shown: pair[0] for shown, pair in pairs.items()}, {shown: pair[1] for shown, pair in pairs.items()}


_NUMBER_GET, _NUMBER_SET = _fields({
    "CurrencyDecimalDigits": "c_digits", "CurrencyDecimalSeparator": "c_decimal", "CurrencyGroupSeparator": "c_group", "CurrencySymbol": "currency", "NaNSymbol": "nan",
    "CurrencyNegativePattern": "c_negative", "NumberNegativePattern": "pattern", "PercentPositivePattern": "p_positive", "PercentNegativePattern": "p_negative",
    "NegativeInfinitySymbol": "minus_infinity", "NegativeSign": "negative", "NumberDecimalDigits": "digits", "NumberDecimalSeparator": "decimal", "NumberGroupSeparator": "group",
    "CurrencyPositivePattern": "c_positive", "PositiveInfinitySymbol": "infinity", "PositiveSign": "positive", "PercentDecimalDigits": "p_digits",
    "PercentDecimalSeparator": "p_decimal", "PercentGroupSeparator": "p_group", "PercentSymbol": "percent", "PerMilleSymbol": "permille"})
_SIZES_GET, _SIZES_SET = _fields({"CurrencyGroupSizes": "c_sizes", "NumberGroupSizes": "sizes", "PercentGroupSizes": "p_sizes"}, int_array)


def _new_number() -> NumberFormat:
    return INVARIANT.number.clone()


def _read_only(self: Any) -> Any:
    made = self.clone()
    made.read_only = True
    return made


def _instance(part: str) -> Callable[[Any], Any]:
    kinds = {"number": NumberFormat, "date": DateFormat}

    def get(provider: Any) -> Any:
        if isinstance(provider, kinds[part]):
            return provider
        return getattr(provider if isinstance(provider, CultureInfo) else current(), part)
    return get


declare(
    _G + "NumberFormatInfo", NumberFormat, new={"()": _new_number},
    get={**_SIZES_GET, **_NUMBER_GET, "IsReadOnly": lambda self: self.read_only, "NativeDigits": lambda self: string_array("0123456789"),
         "DigitSubstitution": lambda self: enum_of(_G + "DigitShapes", 1)},
    set={**_NUMBER_SET, **_SIZES_SET}, methods={"Clone": NumberFormat.clone, "GetFormat": lambda self, kind: self},
    statics={"GetInstance": _instance("number"), "ReadOnly": _read_only}, static_get={"CurrentInfo": lambda: current().number, "InvariantInfo": lambda: INVARIANT.number},
)

_DATE_GET, _DATE_SET = _fields({
    "AMDesignator": "am", "DateSeparator": "date_sep", "LongDatePattern": "long_date", "LongTimePattern": "long_time", "MonthDayPattern": "month_day", "PMDesignator": "pm",
    "ShortDatePattern": "short_date", "ShortTimePattern": "short_time", "TimeSeparator": "time_sep", "YearMonthPattern": "year_month"})


def _names(name: str, thirteen: bool) -> tuple[Any, Any]:
    def get(self: DateFormat) -> Any:
        return string_array([*getattr(self, name), *([""] if thirteen else [])])

    def put(self: DateFormat, value: Any) -> None:
        _writable(self)
        setattr(self, name, [item for item in value][:12 if thirteen else 7])
    return get, put


_NAMES = {"AbbreviatedDayNames": ("days_short", False), "ShortestDayNames": ("days_shortest", False), "DayNames": ("days", False), "AbbreviatedMonthNames": ("months_short", True),
          "MonthNames": ("months", True), "AbbreviatedMonthGenitiveNames": ("months_short_genitive", True), "MonthGenitiveNames": ("months_genitive", True)}


def _month(name: str) -> Callable[[DateFormat, int], str]:
    def get(self: DateFormat, month: int) -> str:
        if not 1 <= month <= 13:
            raise range_fault("Valid values are between 1 and 13, inclusive.", "month", month)
        return (*getattr(self, name), "")[month - 1]
    return get


def _day(name: str) -> Callable[[DateFormat, Any], str]:
    return lambda self, day: getattr(self, name)[int(day)]


def _set_full(self: DateFormat, value: str) -> None:
    _writable(self)
    self.full = value


def _patterns(self: DateFormat, letter: Any = None) -> Any:
    from relayshell.objects.dotnet.dateformat import pattern_of
    letters = [str.__str__(letter)] if letter is not None else list("dDfFgGmMoOrRstTuUyY")
    return string_array([pattern_of(one, self) for one in letters])


def _setter(name: str) -> Callable[[Any, Any], None]:
    def put(self: Any, value: Any) -> None:
        _writable(self)
        setattr(self, name, int(value))
    return put


declare(
    _G + "DateTimeFormatInfo", DateFormat, new={"()": lambda: INVARIANT.date.clone()},
    get={**_DATE_GET, "Calendar": lambda self: GREGORIAN, "FirstDayOfWeek": lambda self: enum_of("System.DayOfWeek", self.first_day),
         "CalendarWeekRule": lambda self: enum_of(_G + "CalendarWeekRule", self.week_rule), "FullDateTimePattern": lambda self: self.full_pattern, "RFC1123Pattern": lambda self: RFC1123,
         "SortableDateTimePattern": lambda self: SORTABLE, "UniversalSortableDateTimePattern": lambda self: UNIVERSAL, **{shown: _names(*how)[0] for shown, how in _NAMES.items()},
         "IsReadOnly": lambda self: self.read_only, "NativeCalendarName": lambda self: "Gregorian Calendar"},
    set={**_DATE_SET, **{shown: _names(*how)[1] for shown, how in _NAMES.items()}, "FullDateTimePattern": _set_full, "FirstDayOfWeek": _setter("first_day"),
         "CalendarWeekRule": _setter("week_rule"), "Calendar": lambda self, value: None},
    methods={"Clone": DateFormat.clone, "GetFormat": lambda self, kind: self, "GetMonthName": _month("months"), "GetAbbreviatedMonthName": _month("months_short"), "GetDayName": _day("days"),
             "GetAbbreviatedDayName": _day("days_short"), "GetShortestDayName": _day("days_shortest"), "GetEraName": lambda self, era: self.era,
             "GetAbbreviatedEraName": lambda self, era: self.era[:1], "GetEra": lambda self, name: 1 if name.lower() == self.era.lower() else -1, "GetAllDateTimePatterns": _patterns,
             "SetAllDateTimePatterns": lambda self, patterns, letter: None},
    statics={"GetInstance": _instance("date"), "ReadOnly": _read_only}, static_get={"CurrentInfo": lambda: current().date, "InvariantInfo": lambda: INVARIANT.date},
)


class TextInfo:
    """Casing by a culture."""

    __slots__ = ("culture",)

    def __init__(self, culture: CultureInfo) -> None:
        self.culture = culture

    def title(self, text: str) -> str:
        """ToTitleCase: the first letter of each word is raised, the rest lowered; words all in capitals stay."""
        from relayshell.objects.dotnet.strings import lower, upper
        if text is None:
            raise null_fault("str")
        out, at = [], 0
        while at < len(text):
            if not text[at].isalpha():
                out.append(text[at])
                at += 1
                continue
            end = at
            while end < len(text) and (text[end].isalnum() or text[end] in "'\u2019_" or (ord(text[end]) > 127 and not text[end].isspace())):
                end += 1
            word = text[at:end]
            out.append(word if word.isupper() and len(word) > 1 else upper(word[0]) + lower(word[1:]))
            at = end
        return "".join(out)


def _case(up: bool) -> Callable[[TextInfo, Any], Any]:
    def change(self: TextInfo, value: Any) -> Any:
        from relayshell.objects.dotnet.strings import lower, upper
        from relayshell.objects.numbers import Char
        made = upper(str.__str__(value), self.culture) if up else lower(str.__str__(value), self.culture)
        return Char(made) if isinstance(value, Char) else made
    return change


declare(
    _G + "TextInfo", TextInfo,
    get={"ANSICodePage": lambda self: self.culture.data["ansi"], "OEMCodePage": lambda self: 437, "MacCodePage": lambda self: 10000, "EBCDICCodePage": lambda self: 37,
         "LCID": lambda self: self.culture.lcid, "CultureName": lambda self: self.culture.name, "IsReadOnly": lambda self: True,
         "ListSeparator": lambda self: ";" if self.culture.number.decimal == "," else ",", "IsRightToLeft": lambda self: False},
    methods={"ToTitleCase": TextInfo.title, "ToUpper": _case(True), "ToLower": _case(False), "Clone": lambda self: TextInfo(self.culture),
             "ToString": lambda self: f"TextInfo - {self.culture.name}"},
    statics={"ReadOnly": lambda self: self},
)


class CompareInfo:
    """Comparing by a culture."""

    __slots__ = ("culture",)

    def __init__(self, culture: CultureInfo) -> None:
        self.culture = culture


def _compare(self: CompareInfo, a: str, b: str, options: Any = None) -> int:
    from relayshell.objects.dotnet.strings import compare
    flags = 0 if options is None else int(options)
    return compare(a, b, bool(flags & 0x10000001), bool(flags & 0x50000000), self.culture.name)


def _index(self: CompareInfo, source: str, value: str, options: Any = None) -> int:
    if options is not None and int(options) & 0x10000001:
        source, value = source.lower(), value.lower()
    return source.find(value)


declare(
    _G + "CompareInfo", CompareInfo, get={"Name": lambda self: self.culture.name, "LCID": lambda self: self.culture.lcid},
    methods={"Compare": _compare, "IndexOf": _index, "IsPrefix": lambda self, source, value, options=None: _index(self, source, value, options) == 0,
             "IsSuffix": lambda self, source, value, options=None: _compare(self, source[-len(value):] if value else "", value, options) == 0},
    signatures=("string Name {get;}", "int LCID {get;}", "int Compare(string string1, string string2)",
                "int Compare(string string1, string string2, System.Globalization.CompareOptions options)", "int IndexOf(string source, string value)",
                "int IndexOf(string source, string value, System.Globalization.CompareOptions options)", "bool IsPrefix(string source, string prefix)",
                "bool IsPrefix(string source, string prefix, System.Globalization.CompareOptions options)", "bool IsSuffix(string source, string suffix)",
                "bool IsSuffix(string source, string suffix, System.Globalization.CompareOptions options)"),
)


def _parent(self: CultureInfo) -> CultureInfo:
    return get_culture(self.name.rpartition("-")[0])


def _new_culture(key: Any, override: bool = True) -> CultureInfo:
    if isinstance(key, int):
        found = next((name for name, data in CULTURES.items() if data["lcid"] == key), None)
        if key == 127:
            return INVARIANT
        if found is None:
            from relayshell.objects.dotnet.faults import fault
            raise fault("System.Globalization.CultureNotFoundException", f"Culture is not supported. (Parameter 'culture')\n{key} (0x{key:04x}) is an invalid culture identifier.")
        key = found
    if key is None:
        raise null_fault("name")
    return get_culture(key).clone()


def _specific(name: str) -> CultureInfo:
    return get_culture(NEUTRAL_HOME.get(name.lower(), name))


def _all_cultures(kinds: Any = None) -> Any:
    flags = 7 if kinds is None else int(kinds)
    out = [get_culture(name) for name in sorted([*CULTURES, *NEUTRAL_HOME, ""])]
    return array(_G + "CultureInfo", [culture for culture in out if flags & (1 if culture.neutral or not culture.name else 2)])


def _set_format(part: str) -> Callable[[CultureInfo, Any], None]:
    def put(self: CultureInfo, value: Any) -> None:
        _writable(self)
        setattr(self, part, value)
    return put


def _format_of(self: CultureInfo, kind: Any) -> Any:
    return {"NumberFormatInfo": self.number, "DateTimeFormatInfo": self.date}.get(kind.name)


declare(
    _G + "CultureInfo", CultureInfo, new={"*": _new_culture},
    get={"Parent": _parent, "LCID": lambda self: self.lcid, "KeyboardLayoutId": lambda self: self.lcid, "Name": lambda self: self.name, "IetfLanguageTag": lambda self: self.name,
         "DisplayName": lambda self: self.english_name, "NativeName": lambda self: self.native_name, "EnglishName": lambda self: self.english_name,
         "TwoLetterISOLanguageName": lambda self: self.data["two"] if not self.custom else self.name.partition("-")[0],
         "ThreeLetterISOLanguageName": lambda self: self.data["three"] if not self.custom else "",
         "ThreeLetterWindowsLanguageName": lambda self: {"en-US": "ENU", "en-GB": "ENG", "de-DE": "DEU", "fr-FR": "FRA"}.get(self.name, self.data["three"].upper()),
         "CompareInfo": CompareInfo, "TextInfo": TextInfo, "IsNeutralCulture": lambda self: self.neutral, "CultureTypes": lambda self: enum_of(_G + "CultureTypes", 1 if self.neutral else 70),
         "NumberFormat": lambda self: self.number, "DateTimeFormat": lambda self: self.date, "Calendar": lambda self: GREGORIAN,
         "OptionalCalendars": lambda self: array(_G + "Calendar", [GREGORIAN]), "UseUserOverride": lambda self: False, "IsReadOnly": lambda self: self.read_only},
    set={"NumberFormat": _set_format("number"), "DateTimeFormat": _set_format("date")},
    methods={"ToString": str, "Clone": CultureInfo.clone, "Equals": lambda self, other: self == other, "GetHashCode": lambda self: hash(self.name) & 0x7FFFFFFF, "GetFormat": _format_of,
             "ClearCachedData": lambda self: None, "GetConsoleFallbackUICulture": lambda self: self},
    statics={"GetCultureInfo": lambda key, *rest: get_culture(key) if isinstance(key, str) else _new_culture(key), "CreateSpecificCulture": _specific,
             "GetCultureInfoByIetfLanguageTag": get_culture, "GetCultures": _all_cultures, "ReadOnly": _read_only},
    static_get={"InvariantCulture": lambda: INVARIANT, "CurrentCulture": current, "CurrentUICulture": current, "InstalledUICulture": lambda: get_culture("en-US"),
                "DefaultThreadCurrentCulture": lambda: None, "DefaultThreadCurrentUICulture": lambda: None},
    static_set={"CurrentCulture": set_current, "CurrentUICulture": lambda value: None, "DefaultThreadCurrentCulture": lambda value: None, "DefaultThreadCurrentUICulture": lambda value: None},
    parse=None, convert_from={"System.String": get_culture}, to_text=str,
)


class Gregorian:
    """The Gregorian calendar."""

    __slots__ = ()


GREGORIAN = Gregorian()


def week_of_year(value: DateTime, rule: int, first: int) -> int:
    """GetWeekOfYear: rule 0 first day, 1 first full week, 2 first four-day week."""
    year = calendar.parts(value.ticks)[0]
    day = calendar.day_of_year(value.ticks) - 1
    start = (calendar.day_of_week(value.ticks) - day) % 7
    if rule == 0:
        return (day + (start - first) % 7) // 7 + 1
    least = 7 if rule == 1 else 4
    offset = (first - start) % 7
    if offset and offset >= least:
        offset -= 7
    if day >= offset:
        week = (day - offset) // 7 + 1
        if rule == 2 and week == 53 and year < 9999:
            following = (start + (366 if calendar.is_leap(year) else 365) - first) % 7
            if following <= 3 and 0 <= following:
                days_left = (366 if calendar.is_leap(year) else 365) - day
                if days_left <= following:
                    return 1
        return week
    if year == 1:
        return 53
    return week_of_year(DateTime(calendar.date_ticks(year - 1, 12, 31)), rule, first)


def _iso(value: DateTime) -> tuple[int, int, int]:
    found = date.fromordinal(value.ticks // DAY + 1).isocalendar()
    return found[0], found[1], found[2]


def _part(function: Callable[[int], int]) -> Callable[[Any, DateTime], int]:
    return lambda self, value: function(value.ticks)


def _adder(unit: int) -> Callable[[Any, DateTime, Any], DateTime]:
    return lambda self, value, amount: value.shifted(int(amount * unit))


def _to_date(self: Any, *args: int) -> DateTime:
    return DateTime(date_ticks(*args[:3]) + time_ticks(*args[3:7]))


_CALENDAR = dict(
    get={"AlgorithmType": lambda self: enum_of(_G + "CalendarAlgorithmType", 1), "Eras": lambda self: int_array([1]), "IsReadOnly": lambda self: False,
         "MinSupportedDateTime": lambda self: DateTime(0), "MaxSupportedDateTime": lambda self: DateTime(calendar.MAX_TICKS), "TwoDigitYearMax": lambda self: 2049},
    methods={
        "GetYear": _part(lambda t: calendar.parts(t)[0]), "GetMonth": _part(lambda t: calendar.parts(t)[1]), "GetDayOfMonth": _part(lambda t: calendar.parts(t)[2]),
        "GetDayOfYear": _part(calendar.day_of_year), "GetHour": _part(lambda t: t // HOUR % 24), "GetMinute": _part(lambda t: t // MINUTE % 60), "GetSecond": _part(lambda t: t // SECOND % 60),
        "GetMilliseconds": lambda self, value: float(value.ticks // MILLISECOND % 1000), "GetDayOfWeek": lambda self, value: enum_of("System.DayOfWeek", calendar.day_of_week(value.ticks)),
        "GetWeekOfYear": lambda self, value, rule, first: week_of_year(value, int(rule), int(first)), "GetDaysInMonth": lambda self, year, month, *era: calendar.days_in_month(year, month),
        "GetDaysInYear": lambda self, year, *era: 366 if calendar.is_leap(year) else 365, "GetMonthsInYear": lambda self, year, *era: 12, "GetEra": lambda self, value: 1,
        "IsLeapYear": lambda self, year, *era: calendar.is_leap(year), "IsLeapMonth": lambda self, *args: False, "IsLeapDay": lambda self, year, month, day, *era: month == 2 and day == 29,
        "GetLeapMonth": lambda self, *args: 0, "AddDays": _adder(DAY), "AddHours": _adder(HOUR), "AddMinutes": _adder(MINUTE), "AddSeconds": _adder(SECOND), "AddMilliseconds": _adder(MILLISECOND),
        "AddWeeks": _adder(7 * DAY), "AddMonths": lambda self, value, months: value.add_months(months), "AddYears": lambda self, value, years: value.add_years(years),
        "ToDateTime": _to_date, "ToFourDigitYear": lambda self, year: year if year > 99 else year + (2000 if year <= 49 else 1900), "Clone": lambda self: self,
    },
)
declare(_G + "Calendar", **_CALENDAR, static_get={"CurrentEra": lambda: 0}, statics={"ReadOnly": lambda self: self})
declare(_G + "GregorianCalendar", Gregorian, new={"*": lambda *args: GREGORIAN}, base=_G + "Calendar", signatures=("()",))
declare(
    _G + "ISOWeek",
    statics={"GetWeekOfYear": lambda value: _iso(value)[1], "GetYear": lambda value: _iso(value)[0], "GetWeeksInYear": lambda year: date(year, 12, 28).isocalendar()[1],
             "GetYearStart": lambda year: DateTime((date.fromisocalendar(year, 1, 1).toordinal() - 1) * DAY),
             "GetYearEnd": lambda year: DateTime((date.fromisocalendar(year + 1, 1, 1).toordinal() - 2) * DAY),
             "ToDateTime": lambda year, week, day: DateTime((date.fromisocalendar(year, week, 1).toordinal() - 1 + (int(day) or 7) - 1) * DAY)},
    signatures=("static int GetWeekOfYear(datetime date)", "static int GetYear(datetime date)", "static int GetWeeksInYear(int year)", "static datetime GetYearStart(int year)",
                "static datetime GetYearEnd(int year)", "static datetime ToDateTime(int year, int week, System.DayOfWeek dayOfWeek)"),
)
