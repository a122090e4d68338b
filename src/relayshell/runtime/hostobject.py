"""$Host as an object, and its parts; what scripts see of them is in runtime.declared.hosts."""

from __future__ import annotations

from typing import Any


class HostObject:
    """System.Management.Automation.Internal.Host.InternalHost."""

    net_name = "System.Management.Automation.Internal.Host.InternalHost"

    def __init__(self, session: Any) -> None:
        self.session = session
        self.ui = HostInterface(session)


class HostInterface:
    """$Host.UI."""

    net_name = "System.Management.Automation.Internal.Host.InternalHostUserInterface"

    def __init__(self, session: Any) -> None:
        self.session = session
        self.raw = RawInterface(session)


class RawInterface:
    """$Host.UI.RawUI."""

    net_name = "System.Management.Automation.Internal.Host.InternalHostRawUserInterface"

    def __init__(self, session: Any) -> None:
        self.session = session
        self.title = ""
        self.foreground = "White"
        self.background = "Black"


class Size:
    """System.Management.Automation.Host.Size."""

    net_name = "System.Management.Automation.Host.Size"

    def __init__(self, width: int = 0, height: int = 0) -> None:
        self.width = width
        self.height = height

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Size) and (other.width, other.height) == (self.width, self.height)

    def __hash__(self) -> int:
        return hash((self.width, self.height))


class Coordinates:
    """System.Management.Automation.Host.Coordinates."""

    net_name = "System.Management.Automation.Host.Coordinates"

    def __init__(self, x: int = 0, y: int = 0) -> None:
        self.x = x
        self.y = y

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Coordinates) and (other.x, other.y) == (self.x, self.y)

    def __hash__(self) -> int:
        return hash((self.x, self.y))


class ChoiceDescription:
    """System.Management.Automation.Host.ChoiceDescription."""

    net_name = "System.Management.Automation.Host.ChoiceDescription"

    def __init__(self, label: str, help: str = "") -> None:
        self.label = label
        self.help = help


class FieldDescription:
    """System.Management.Automation.Host.FieldDescription."""

    net_name = "System.Management.Automation.Host.FieldDescription"

    def __init__(self, name: str) -> None:
        self.name = name
        self.label = ""
        self.help = ""
        self.mandatory = True
        self.type: Any = None
        self.default: Any = None
