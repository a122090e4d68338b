"""What can go wrong when arguments meet parameters, each with PowerShell's id and words."""

from __future__ import annotations

from typing import Any

from relayshell.errors import ShellError

_NAMESPACE = "System.Management.Automation."


class BindingError(ShellError):
    """An argument that a command does not take. Its kinds matter to the binder, which passes some over."""

    exception_type = "ParameterBindingException"
    default_category = "InvalidArgument"

    def __init__(
        self, message: str, id: str, *, extent: Any = None, inner: Any = None, parameter: str | None = None, category: str = ""
    ) -> None:
        super().__init__(message, id, category or self.default_category, inner=inner, span=extent)
        self.parameter = parameter
        from relayshell.objects.exceptions import NetException

        self.exception = NetException(
            _NAMESPACE + self.exception_type, message, self.inner_exception(inner), ParameterName=parameter, ErrorId=id
        )

    def inner_exception(self, inner: Any) -> Any:
        """The .NET exception behind this one."""
        return _inner_exception(inner)


class TransformationError(BindingError):
    """A value that a transformation or a script's type did not take."""

    exception_type = "ParameterBindingArgumentTransformationException"
    default_category = "InvalidData"

    def inner_exception(self, inner: Any) -> Any:
        """The exception of the attribute or type before the parameter, and its own cause."""
        return _of_metadata("ArgumentTransformationMetadataException", inner)


class ValidationError(BindingError):
    """A value that a check did not allow, or null or nothing for a parameter that must have something."""

    exception_type = "ParameterBindingValidationException"
    default_category = "InvalidData"
    swallow = False

    def inner_exception(self, inner: Any) -> Any:
        """The exception of the attribute that checked."""
        return _of_metadata("ValidationMetadataException", inner)


def _of_metadata(kind: str, inner: Any) -> Any:
    if inner is None:
        return None
    from relayshell.objects.exceptions import NetException

    cause = _inner_exception(inner) if getattr(inner, "exception", None) is not None or not isinstance(inner, ShellError) else None
    if cause is None and kind == "ArgumentTransformationMetadataException":
        cause = _inner_exception(inner)
    if cause is not None and cause.type_name.endswith("MetadataException"):
        return cause
    return NetException(_NAMESPACE + kind, str(getattr(inner, "message", inner)), cause, ErrorId=getattr(inner, "id", None) or "RuntimeException")


def _inner_exception(inner: Any) -> Any:
    """The .NET exception of an error behind this one."""
    if isinstance(inner, ShellError):
        if inner.exception is not None:
            return inner.exception
        from relayshell.objects.exceptions import NetException

        return NetException(_NAMESPACE + "PSInvalidCastException", inner.message)
    return inner


def named_not_found(name: str, extent: Any) -> BindingError:
    """A name that no parameter has."""
    return BindingError(
        f"A parameter cannot be found that matches parameter name '{name}'.",
        "NamedParameterNotFound",
        extent=extent,
        parameter=name,
    )


def positional_not_found(text: str) -> BindingError:
    """A value for which there is no place."""
    return BindingError(
        f"A positional parameter cannot be found that accepts argument '{text}'.", "PositionalParameterNotFound", parameter=text
    )


def ambiguous_name(name: str, matches: list[str], extent: Any = None) -> BindingError:
    """A shortened name that fits several parameters."""
    possible = "".join(f" -{match}" for match in matches)
    return BindingError(
        f"Parameter cannot be processed because the parameter name '{name}' is ambiguous. Possible matches include:{possible}.",
        "AmbiguousParameter",
        extent=extent,
        parameter=name,
    )


def name_is_alias(name: str, owner: str) -> ShellError:
    """A command that declares a parameter whose name is another's alias: it cannot be called."""
    from relayshell.objects.exceptions import NetException

    message = f"The parameter '{name}' cannot be specified because it conflicts with the parameter alias of the same name for parameter '{owner}'."
    exception = NetException(_NAMESPACE + "MetadataException", message)
    return ShellError(message, "ParameterNameConflictsWithAlias", "MetadataError", exception=exception)


def missing_argument(parameter: Any, extent: Any) -> BindingError:
    """A name without the value it needs."""
    return BindingError(
        f"Missing an argument for parameter '{parameter.name}'. Specify a parameter of type '{_type_text(parameter)}' and try again.",
        "MissingArgument",
        extent=extent,
        parameter=parameter.name,
    )


def reserved_action(name: str, extent: Any) -> BindingError:
    """-ErrorAction Suspend and its kin: a value that workflows alone had."""
    from relayshell.objects.exceptions import NetException

    inner = NetException(_NAMESPACE + "PSNotSupportedException", RESERVED_ACTION)
    return BindingError(
        f"Cannot bind parameter '{name}' to the target. {RESERVED_ACTION}", "ParameterBindingFailed", extent=extent, inner=inner, parameter=name,
        category="WriteError",
    )


RESERVED_ACTION = "The value Suspend is not supported for an ActionPreference variable: only workflows had it."


def already_bound(name: str, extent: Any) -> BindingError:
    """A parameter given twice."""
    return BindingError(
        f"Cannot bind parameter because parameter '{name}' is specified more than once. To provide multiple values to parameters "
        'that can accept multiple values, use the array syntax. For example, "-parameter value1,value2,value3".',
        "ParameterAlreadyBound",
        extent=extent,
        parameter=name,
    )


def ambiguous_set() -> BindingError:
    """Parameters that do not stand in one set, or too few to tell which set is meant."""
    return BindingError(
        "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used "
        "together or an insufficient number of parameters were provided.",
        "AmbiguousParameterSet",
    )


def missing_mandatory(names: list[str]) -> BindingError:
    """Parameters that must be given, where nobody can be asked."""
    shown = "".join(f" {name}" for name in names)
    return BindingError(
        f"Cannot process command because of one or more missing mandatory parameters:{shown}.",
        "MissingMandatoryParameter",
        parameter=shown,
    )


def transformation(name: str, message: str, extent: Any, inner: Any) -> TransformationError:
    """A value that cannot be made into what the parameter takes."""
    return TransformationError(
        f"Cannot process argument transformation on parameter '{name}'. {message}",
        "ParameterArgumentTransformationError",
        extent=extent,
        inner=inner,
        parameter=name,
    )


def cannot_convert(name: str, message: str, extent: Any, inner: Any) -> BindingError:
    """A value that has no conversion to the parameter's type."""
    return BindingError(
        f"Cannot bind parameter '{name}'. {message}", "CannotConvertArgumentNoMessage", extent=extent, inner=inner, parameter=name
    )


def cannot_convert_to(name: str, value: str, type_name: str, message: str, extent: Any) -> BindingError:
    """A value that can never be one of the parameter's type, such as many for one."""
    return BindingError(
        f"Cannot convert '{value}' to the type '{type_name}' required by parameter '{name}'. {message}",
        "CannotConvertArgument",
        extent=extent,
        parameter=name,
    )


def invalid(name: str, message: str, extent: Any, inner: Any) -> ValidationError:
    """A value that a check did not allow."""
    return ValidationError(
        f"Cannot validate argument on parameter '{name}'. {message}",
        "ParameterArgumentValidationError",
        extent=extent,
        inner=inner,
        parameter=name,
    )


_EMPTY_WORDS = {
    "Null": "it is null",
    "EmptyString": "it is an empty string",
    "EmptyArray": "it is an empty array",
    "EmptyCollection": "it is an empty collection",
}


def nothing_given(name: str, kind: str, extent: Any) -> ValidationError:
    """Null, an empty text or an empty collection for a mandatory parameter; kind is Null, EmptyString, EmptyArray, EmptyCollection."""
    return ValidationError(
        f"Cannot bind argument to parameter '{name}' because {_EMPTY_WORDS[kind]}.",
        f"ParameterArgumentValidationError{kind}NotAllowed",
        extent=extent,
        parameter=name,
    )


def wrong_type_name(name: str, value: str, wanted: str, extent: Any, swallow: bool) -> ValidationError:
    """An object without the type name that [PSTypeName()] asks for."""
    error = ValidationError(
        f"Cannot bind argument to parameter '{name}', because PSTypeNames of the argument do not match the PSTypeName required by "
        f"the parameter: {wanted}.",
        "MismatchedPSTypeName",
        extent=extent,
        parameter=name,
        category="InvalidArgument",
    )
    error.swallow = swallow
    return error


def block_without_input(name: str, extent: Any) -> BindingError:
    """A script block to be run for each object, and no objects."""
    return BindingError(
        f"Cannot evaluate parameter '{name}' because its argument is specified as a script block and there is no input. "
        "A script block cannot be evaluated without input.",
        "ScriptBlockArgumentNoInput",
        extent=extent,
        parameter=name,
        category="MetadataError",
    )


def block_failed(name: str, message: str, extent: Any, inner: Any) -> BindingError:
    """A script block for a parameter's value that ended in an error."""
    return BindingError(
        f"Cannot evaluate parameter '{name}' because its argument input failed. {message}",
        "ScriptBlockArgumentInvocationFailed",
        extent=extent,
        inner=inner,
        parameter=name,
    )


def block_gave_nothing(name: str, extent: Any) -> BindingError:
    """A script block for a parameter's value that gave none."""
    return BindingError(
        f"Cannot evaluate parameter '{name}' because its argument input did not produce any output.",
        "ScriptBlockArgumentNoOutput",
        extent=extent,
        parameter=name,
    )


def input_not_bound(target: Any) -> BindingError:
    """A piped object that no parameter takes."""
    error = BindingError(
        "The input object cannot be bound to any parameters for the command either because the command does not take pipeline "
        "input or the input and its properties do not match any of the parameters that take pipeline input.",
        "InputObjectNotBound",
    )
    error.target = target
    return error


def input_lacks_mandatory(names: list[str], target: Any) -> BindingError:
    """A piped object that leaves mandatory parameters without a value."""
    shown = "".join(f" {name}" for name in names)
    error = BindingError(
        "The input object cannot be bound because it did not contain the information required to bind all mandatory "
        f"parameters: {shown}",
        "InputObjectMissingMandatory",
    )
    error.target = target
    return error


def _type_text(parameter: Any) -> str:
    return str(parameter.net_type.full_name)
