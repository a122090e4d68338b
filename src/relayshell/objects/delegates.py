"""Delegates made from script blocks: Func, Action, Predicate, Comparison and their kin."""

from __future__ import annotations

from typing import Any

from .invoke import call_for_value
from .nettype import NetType, get_type


class NetDelegate:
    """A delegate of a .NET type whose body is a script block, or a Python function of ours."""

    __slots__ = ("net_type", "target")
    net_home = ".builtin"

    def __init__(self, net_type: NetType, target: Any) -> None:
        self.net_type = net_type
        self.target = target

    def __call__(self, *args: Any) -> Any:
        """Invokes it; the result is converted to the delegate's return type."""
        if callable(self.target):
            return self.target(*args)
        first = {"underscore": args[0]} if args else {}
        result = call_for_value(self.target, args, **first)
        returns = return_type(self.net_type)
        if returns is None:
            return None
        from .convert import convert

        return convert(result, returns)


def return_type(net_type: NetType) -> NetType | None:
    """What a delegate gives; None for void."""
    name = (net_type.generic_definition or net_type).text
    short = name.partition("`")[0]
    if short == "System.Func" and net_type.generic_arguments:
        return net_type.generic_arguments[-1]
    if short == "System.Predicate":
        return get_type("System.Boolean")
    if short == "System.Comparison":
        return get_type("System.Int32")
    if short == "System.Converter" and net_type.generic_arguments:
        return net_type.generic_arguments[1]
    if short == "System.Text.RegularExpressions.MatchEvaluator":
        return get_type("System.String")
    if short == "System.Net.Security.RemoteCertificateValidationCallback":
        return get_type("System.Boolean")
    return None
