"""Where the settings file is and where data lies, unless someone says otherwise."""

import os
from pathlib import Path


def settings_path(given: str | None = None) -> Path:
    """The settings file: the one given, RELAYSHELL_CONFIG, /etc/relayshell/relay.toml for root, else the user's own."""
    chosen = given or os.environ.get("RELAYSHELL_CONFIG")
    if chosen:
        return Path(chosen).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/etc/relayshell/relay.toml")
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "relayshell" / "relay.toml"


def data_directory(settings_file: Path) -> Path:
    """Where queue, mailboxes and logs lie for a settings file that does not say: beside it unless it is in its usual place."""
    if settings_file == Path("/etc/relayshell/relay.toml"):
        return Path("/var/lib/relayshell")
    usual = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "relayshell" / "relay.toml"
    if settings_file == usual:
        return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "relayshell"
    return settings_file.parent / "data"


def secrets_directory(settings_file: Path) -> Path:
    """Where password hashes and private keys lie: beside the settings, readable by their owner alone."""
    return settings_file.parent / f"{settings_file.stem}.secrets"


def control_socket(data: Path) -> Path:
    """The socket questions are asked over. Unix socket paths are short (107 bytes), so a long data path is hashed."""
    path = data / "control.sock"
    if len(os.fsencode(path)) < 100:
        return path
    import hashlib

    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/tmp/relayshell-{os.getuid()}")
    return base / f"relayshell-{name}.sock"
