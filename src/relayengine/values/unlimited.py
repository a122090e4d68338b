"""Unlimited[T]: a T, or the word Unlimited. UNLIMITED is larger than anything it is compared with."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, Union

from relayengine.values.problem import BadValue, quoted


class UnlimitedOf:
    """What `Unlimited[int]` stands for: reads an int, or the word."""

    def __init__(self, inner: type) -> None:
        self.inner = inner
        self.shown_type = f"Unlimited`1[{getattr(inner, 'shown_type', 'Int32')}]"
        self.example = f"{getattr(inner, 'example', '20')} or Unlimited"

    def parse(self, text: Any, inner: Callable[[Any], Any] | None = None) -> Any:
        """Reads the word in any case, else what the inner type reads."""
        if text is UNLIMITED or isinstance(text, str) and text.strip().lower() == "unlimited":
            return UNLIMITED
        try:
            if inner is not None:
                return inner(text)
            return self.inner.parse(text) if hasattr(self.inner, "parse") else self.inner(text)
        except ValueError:
            what = "a size such as 36MB" if self.inner.__name__ == "ByteSize" else "a whole number"
            raise BadValue(f"{quoted(text)} is neither {what} nor Unlimited") from None

    def __repr__(self) -> str:
        return f"Unlimited[{self.inner.__name__}]"


class Infinite:
    """The value that stands for no limit. There is one, UNLIMITED."""

    __slots__ = ()

    def __str__(self) -> str:
        return "Unlimited"

    __repr__ = __str__

    def __lt__(self, other: object) -> bool:
        return False

    def __le__(self, other: object) -> bool:
        return other is self

    def __gt__(self, other: object) -> bool:
        return other is not self

    def __ge__(self, other: object) -> bool:
        return True

    def __reduce__(self) -> str:
        return "UNLIMITED"


UNLIMITED = Infinite()

if TYPE_CHECKING:
    T = TypeVar("T")
    Unlimited = Union[T, Infinite]
else:
    class Unlimited:
        """Written as `Unlimited[int]`: what reads an int, or the word."""

        def __class_getitem__(cls, inner: type) -> UnlimitedOf:
            return UnlimitedOf(inner)
