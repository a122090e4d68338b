"""A snapshot without a file, for whoever tries a decision: the settings of a first start, with some tables changed."""

import tomllib
from typing import Any

from relayengine.settings.firstfile import first_file
from relayengine.settings.snapshot import Settings


def settings(*, server: str = "EXCSERVER", domain: str = "akkaya.local", data: str = "", connectors: dict[str, dict[str, Any]] | None = None, **tables: Any) -> Settings:
    """The five default connectors and one accepted domain; each table given (`SendConnector=[...]`) is added to its list, or
    its values to the one there is (`Server={...}`). `connectors` changes default connectors by their name without the server's
    ("" for all of them). ValueError with every problem."""
    content = tomllib.loads(first_file(server, f"{server}.{domain}", domain, data))
    for connector in content["ReceiveConnector"]:
        for name, values in (connectors or {}).items():
            if name in ("", connector["Name"].removesuffix(f" {server}")):
                connector.update(values)
    for name, value in tables.items():
        if isinstance(value, list):
            content[name] = content.get(name, []) + value
        else:
            content[name] = content.get(name, {}) | value
    made, problems = Settings.of(content, data)
    if made is None:
        raise ValueError("\n".join(problems))
    return made
