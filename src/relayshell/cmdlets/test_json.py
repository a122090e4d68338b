"""Test-Json: whether a text is JSON, and whether it is what a schema asks for. Schemas are judged by jsonschema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.validation import not_empty
from relayshell.errors import ShellError
from relayshell.objects.exceptions import NetException
from relayshell.providers.provider import ItemError

TEXT = ("JsonString", "JsonStringWithSchemaString", "JsonStringWithSchemaFile")
PATH = ("JsonPath", "JsonPathWithSchemaString", "JsonPathWithSchemaFile")
LITERAL = ("JsonLiteralPath", "JsonLiteralPathWithSchemaString", "JsonLiteralPathWithSchemaFile")
KINDS = {"dict": "object", "list": "array", "str": "string", "int": "integer", "float": "number", "bool": "boolean", "NoneType": "null"}


class TestJson(Cmdlet, name="Test-Json", default_set="JsonString", output=("System.Boolean",), module="Microsoft.PowerShell.Utility"):
    """Tells whether a text is JSON, and with a schema whether it holds what the schema asks for.

    Example: a text that is JSON

        PS> Test-Json '[1, 2]'
        True

    Example: a number where a schema wants a text

        PS> Test-Json '{"name":1}' -Schema '{"properties":{"name":{"type":"string"}}}' -ErrorAction Ignore
        False
    """

    json: Any = param("The text.", "string", mandatory=True, position=0, pipeline=True, sets=TEXT, allow_empty_string=True)
    path: Any = param("A file that holds the text.", "string", mandatory=True, position=0, sets=PATH, by_name=True)
    literal_path: Any = param("A file, its path taken as it is.", "string", mandatory=True, sets=LITERAL, by_name=True, alias=("PSPath", "LP"))
    schema: Any = param("The schema, as a text.", "string", check=not_empty(),
                        sets={each: inset(mandatory=True, position=1) for each in (TEXT[1], PATH[1], LITERAL[1])})
    schema_file: Any = param("A file that holds the schema.", "string", mandatory=True, sets=(TEXT[2], PATH[2], LITERAL[2]), check=not_empty())
    options: Any = param("What may stand in the text beside JSON.", "string[]", check=not_empty(), values=("IgnoreComments", "AllowTrailingCommas"))

    def begin(self) -> None:
        self.judge: Any = None
        if self.schema is not None:
            self.judge = self._judge(self.schema, "")
        elif self.schema_file is not None:
            self.judge = self._schema_of_file()

    def _schema_of_file(self) -> Any:
        places = self.session.places
        try:
            path = str(places.resolve(self.schema_file)[0].inner)
            with open(path, encoding="utf-8-sig") as file:
                text = file.read()
        except Exception as error:
            raise ItemError(f"Cannot open JSON schema file: {self.schema_file}: {getattr(error, 'strerror', None) or error}", "JsonSchemaFileOpenFailure", "OpenError",
                            self.schema_file, "System.IO.FileNotFoundException") from None
        return self._judge(text, path)

    def _judge(self, text: str, path: str) -> Any:
        from pathlib import Path

        try:
            schema = strict(text)
            return validator(schema, Path(path).absolute().as_uri() if path else "")
        except Exception as error:
            raise failure("Cannot parse the JSON schema.", "InvalidJsonSchema", text, error) from None

    def process(self) -> None:
        text = self.json
        if text is None:
            from relayshell.providers import filecontent

            target = self.session.places.resolve(self.path or self.literal_path, literal=self.path is None)[0]
            text = filecontent.read_all(target.inner, None)
        try:
            value = self._value(text)
        except (ValueError, RecursionError) as error:
            self.write_error(failure("Cannot parse the JSON.", "InvalidJson", text, error))
            self.write(False)
            return
        self.write(self.judge is None or self._fits(value))

    def _value(self, text: str) -> Any:
        allowed = {str(each).lower() for each in self.options or ()}
        if not allowed:
            return strict(text)
        return strict(without(text, "ignorecomments" in allowed, "allowtrailingcommas" in allowed))

    def _fits(self, value: Any) -> bool:
        """Whether the schema is content with a value; says what it is not content with."""
        good, said = True, set()
        try:
            for error in self.judge.iter_errors(value):
                good = False
                for message, place in told(error):
                    if (message, place) in said:
                        continue
                    said.add((message, place))
                    self.write_error(ItemError(f"The JSON is not valid with the schema: {message} at '{place}'", "InvalidJsonAgainstSchemaDetailed", "InvalidData",
                                               None, "System.Exception"))
        except Exception as error:
            if isinstance(error, ShellError) or not type(error).__module__.startswith(("referencing", "jsonschema")):
                raise
            self.write_error(failure("Cannot parse the JSON schema.", "InvalidJsonSchema", self.schema, ValueError(f"A reference leads nowhere: {error}")))
            return False
        return good


def failure(message: str, id: str, target: Any, cause: BaseException) -> ShellError:
    """An error whose inner exception tells what is wrong with the text."""
    word = str(getattr(cause, "message", None) or cause)
    return ShellError(message, id, "InvalidData", target, exception=NetException("System.Exception", message, inner=NetException("System.Text.Json.JsonReaderException", word)))


def strict(text: str) -> Any:
    """The value of a JSON text (RFC 8259). Raises ValueError."""

    def refuse(word: str) -> Any:
        raise ValueError(f"'{word}' is an invalid start of a value.")

    return json.loads(text, parse_constant=refuse)


def without(text: str, comments: bool, commas: bool) -> str:
    """The text with blanks in the place of what is allowed: comments, commas before a closing bracket. Texts stay as they are."""
    import re

    pattern = r'("(?:[^"\\]|\\.)*")' + (r"|//[^\n]*|/\*.*?\*/" if comments else "")
    text = re.sub(pattern, lambda found: found[1] or " ", text, flags=re.S)
    if commas:
        text = re.sub(r'("(?:[^"\\]|\\.)*")|(?<=[^\s\[{,:]),(?=\s*[\]}])|(?<=\s),(?=\s*[\]}])', lambda found: found[1] or " ", text, flags=re.S)
    return text


def validator(schema: Any, base: str = "") -> Any:
    """What judges values by a schema. Raises what jsonschema raises for a schema that is none.

    A schema that names no draft may use the words of all of them.
    """
    import jsonschema
    from referencing import Registry
    from referencing.jsonschema import DRAFT201909, DRAFT202012

    tuples = "prefixItems" not in json.dumps(schema)
    plain = jsonschema.Draft201909Validator if tuples else jsonschema.Draft202012Validator
    plain = jsonschema.validators.extend(plain, {"dependencies": jsonschema.Draft7Validator.VALIDATORS["dependencies"]})
    kind = jsonschema.validators.validator_for(schema, default=plain)
    kind.check_schema(schema)
    registry: Any = Registry(retrieve=_file)
    if base:
        from referencing import Resource

        specification = DRAFT201909 if tuples else DRAFT202012
        registry = registry.with_resource(base, Resource.from_contents(schema, default_specification=specification))
        schema = {"$ref": base}
    return kind(schema, registry=registry)


def _file(uri: str) -> Any:
    """Another schema, beside the one that refers to it. Only files are read: a schema from the net would say what is right today alone."""
    from urllib.parse import unquote, urlsplit

    from referencing import Resource
    from referencing.exceptions import NoSuchResource
    from referencing.jsonschema import DRAFT202012

    parts = urlsplit(uri)
    if parts.scheme != "file":
        raise NoSuchResource(uri)
    try:
        with open(unquote(parts.path), encoding="utf-8-sig") as file:
            return Resource.from_contents(json.loads(file.read()), default_specification=DRAFT202012)
    except (OSError, ValueError):
        raise NoSuchResource(uri) from None


def told(error: Any) -> Iterator[tuple[str, str]]:
    """What is wrong, each with its place in the text (RFC 6901): the error itself, or those of the alternatives that it joins."""
    place = "".join(map(_step, error.absolute_path))
    if error.context:
        for inner in error.context:
            yield from told(inner)
        if error.validator == "oneOf":
            yield "Expected 1 matching subschema but found 0", place
    elif error.validator == "additionalProperties" and error.validator_value is False:
        for name in _extra(error.instance, error.schema):
            yield "All values fail against the false schema", place + _step(name)
    else:
        yield _words(error), place


def _step(name: str | int) -> str:
    return "/" + str(name).replace("~", "~0").replace("/", "~1")


def _extra(value: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """The names of an object that a schema does not speak of."""
    import re

    patterns = schema.get("patternProperties", {})
    return [name for name in value if name not in schema.get("properties", {}) and not any(re.search(pattern, name) for pattern in patterns)]


def _words(error: Any) -> str:
    """An error in the words of PowerShell's judge of schemas."""
    value, wanted = error.instance, error.validator_value
    shown = json.dumps(value, ensure_ascii=False)
    kinds = [wanted] if isinstance(wanted, str) else wanted
    forms: dict[str, Any] = {
        "type": lambda: f'Value is "{KINDS.get(type(value).__name__, "?")}" but should be ' + (f'"{kinds[0]}"' if len(kinds) == 1 else json.dumps(kinds)),
        "required": lambda: "Required properties " + json.dumps([each for each in wanted if each not in value], separators=(",", ":")) + " are not present",
        "minimum": lambda: f"{shown} should be at least {wanted}", "maximum": lambda: f"{shown} should be at most {wanted}",
        "exclusiveMinimum": lambda: f"{shown} should be greater than {wanted}", "exclusiveMaximum": lambda: f"{shown} should be less than {wanted}",
        "multipleOf": lambda: f"{shown} should be a multiple of {wanted}", "enum": lambda: "Value should match one of the values specified by the enum",
        "const": lambda: f"Expected {json.dumps(wanted, ensure_ascii=False)}",
        "pattern": lambda: "The string value is not a match for the indicated regular expression",
        "minLength": lambda: f"Value should be at least {wanted} characters", "maxLength": lambda: f"Value should be at most {wanted} characters",
        "minItems": lambda: f"Value has less than {wanted} items", "maxItems": lambda: f"Value has more than {wanted} items",
        "minProperties": lambda: f"Value has fewer than {wanted} properties", "maxProperties": lambda: f"Value has more than {wanted} properties",
        "oneOf": lambda: "Expected 1 matching subschema but found more",
    }
    if error.validator is None:
        return "All values fail against the false schema"
    return str(forms[error.validator]()) if error.validator in forms else str(error.message)
