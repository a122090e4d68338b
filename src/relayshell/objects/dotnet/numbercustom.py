"""Custom numeric formats of .NET: 0 # . , % ‰ E+0, sections, quotes and escapes.

Works on a number already taken apart into digits (`numberformat.Digits`); the scanning and the writing follow the rules of
https://learn.microsoft.com/dotnet/standard/base-types/custom-numeric-format-strings. It knows nothing of number types.
"""

from __future__ import annotations

from relayshell.objects.dotnet.culture import NumberFormat


class _Section:
    """What one section of a format asks for."""

    __slots__ = ("count", "point", "first", "last", "scientific", "thousands", "adjust")


def format_custom(number, spec: str, info: NumberFormat) -> str:
    """The digits laid out by a custom format string; it never fails."""
    start = _find_section(spec, 2 if not number.digits else 1 if number.negative else 0)
    while True:
        section = _scan(spec, start)
        if number.digits:
            number.scale += section.adjust
            negative = number.negative
            number.round_to(section.count if section.scientific else number.scale + section.count - section.point)
            if not number.digits:
                number.negative = negative and number.floating
                other = _find_section(spec, 2)
                if other != start:
                    start = other
                    continue
        else:
            if not number.floating:
                number.negative = False
            number.scale = 0
        break
    return _write(number, spec, start, section, info)


def _find_section(spec: str, wanted: int) -> int:
    """Where a section begins; 0 when it is absent or empty."""
    if wanted == 0:
        return 0
    at = 0
    while at < len(spec):
        char = spec[at]
        at += 1
        if char in "'\"":
            end = spec.find(char, at)
            at = len(spec) if end < 0 else end + 1
        elif char == "\\":
            at += 1
        elif char == ";":
            wanted -= 1
            if wanted == 0:
                return at if at < len(spec) and spec[at] != ";" else 0
    return 0


def _scan(spec: str, at: int) -> _Section:
    section = _Section()
    count, point, first, last, scientific, adjust = 0, -1, None, 0, False, 0
    comma_at, comma_count, thousands = -1, 0, False
    size = len(spec)
    while at < size:
        char = spec[at]
        at += 1
        if char == ";":
            break
        if char == "#":
            count += 1
        elif char == "0":
            if first is None:
                first = count
            count += 1
            last = count
        elif char == ".":
            if point < 0:
                point = count
        elif char == ",":
            if count > 0 and point < 0:
                if comma_at == count:
                    comma_count += 1
                else:
                    if comma_at >= 0:
                        thousands = True
                    comma_at, comma_count = count, 1
        elif char == "%":
            adjust += 2
        elif char == "‰":
            adjust += 3
        elif char in "'\"":
            end = spec.find(char, at)
            at = size if end < 0 else end + 1
        elif char == "\\":
            at += 1
        elif char in "Ee":
            zeros = at + 1 if at < size and spec[at] in "+-" else at
            if zeros < size and spec[zeros] == "0":
                while zeros < size and spec[zeros] == "0":
                    zeros += 1
                at, scientific = zeros, True
    if point < 0:
        point = count
    if comma_at >= 0:
        if comma_at == point:
            adjust -= comma_count * 3
        else:
            thousands = True
    section.count, section.point, section.scientific, section.thousands, section.adjust = count, point, scientific, thousands, adjust
    first = count if first is None else first
    section.first = point - first if first < point else 0
    section.last = point - last if last > point else 0
    return section


def _separator_places(section: _Section, place: int, adjust: int, info: NumberFormat) -> set[int]:
    """The places (digits left of the point) after which a group separator goes."""
    places: set[int] = set()
    if not (section.thousands and info.group):
        return places
    total = place + min(adjust, 0)
    digits = max(section.first, total)
    index, size, upto = 0, info.sizes[0] if info.sizes else 0, info.sizes[0] if info.sizes else 0
    while digits > upto and size:
        places.add(upto)
        if index < len(info.sizes) - 1:
            index += 1
            size = info.sizes[index]
        upto += size
    return places


def _write(number, spec: str, at: int, section: _Section, info: NumberFormat) -> str:
    start, digits, taken = at, number.digits, 0
    if section.scientific:
        place, adjust = section.point, 0
    else:
        place, adjust = max(number.scale, section.point), number.scale - section.point
    groups = _separator_places(section, place, adjust, info)
    out: list[str] = []
    if number.negative and start == 0 and number.scale != 0:
        out.append(info.negative)
    pointed, scientific, size = False, section.scientific, len(spec)
    while at < size:
        char = spec[at]
        at += 1
        if char == ";":
            break
        if adjust > 0 and char in "#0.":
            while adjust > 0:
                out.append(digits[taken] if taken < len(digits) else "0")
                taken += 1
                if place > 1 and place - 1 in groups:
                    out.append(info.group)
                place -= 1
                adjust -= 1
        if char in "#0":
            if adjust < 0:
                adjust += 1
                digit = "0" if place <= section.first else ""
            elif taken < len(digits):
                digit = digits[taken]
                taken += 1
            else:
                digit = "0" if place > section.last else ""
            if digit:
                out.append(digit)
                if place > 1 and place - 1 in groups:
                    out.append(info.group)
            place -= 1
        elif char == ".":
            if place == 0 and not pointed and (section.last < 0 or (section.point < section.count and taken < len(digits))):
                out.append(info.decimal)
                pointed = True
        elif char == ",":
            pass
        elif char == "%":
            out.append(info.percent)
        elif char == "‰":
            out.append(info.permille)
        elif char in "'\"":
            end = spec.find(char, at)
            end = size if end < 0 else end
            out.append(spec[at:end])
            at = end + 1
        elif char == "\\":
            if at < size:
                out.append(spec[at])
                at += 1
        elif char in "Ee":
            at, scientific = _write_exponent(number, spec, at, char, scientific, section.point, out, info)
        else:
            out.append(char)
    if number.negative and start == 0 and number.scale == 0 and out:
        out.insert(0, info.negative)
    return "".join(out)


def _write_exponent(number, spec: str, at: int, letter: str, scientific: bool, point: int, out: list[str], info: NumberFormat) -> tuple[int, bool]:
    from relayshell.objects.dotnet.numberformat import exponent_text
    sign = spec[at] if at < len(spec) and spec[at] in "+-" else ""
    zeros = at + len(sign)
    end = zeros
    while end < len(spec) and spec[end] == "0":
        end += 1
    if scientific and end > zeros:
        exponent = number.scale - point if number.digits else 0
        out.append(exponent_text(letter, exponent, min(end - zeros, 10), info, sign == "+"))
        return end, False
    if scientific:
        out.append(letter)
        return at, True
    out.append(letter + spec[at:end])
    return end, False
