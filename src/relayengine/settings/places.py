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


def control_socket(settings_file: Path) -> Path:
    """The socket questions are asked over. It follows from the settings file alone, so that both sides find it.

    Unix socket paths are short (107 bytes); for a longer one a name in /tmp, in a directory of the user's own, is used.
    """
    settings_file = Path(os.path.realpath(settings_file))
    if settings_file == Path("/etc/relayshell/relay.toml"):
        return Path("/run/relayshell/control.sock")
    path = secrets_directory(settings_file) / "control.sock"
    if len(os.fsencode(path)) < 100:
        return path
    import hashlib

    owner = settings_file.stat().st_uid if settings_file.exists() else os.geteuid()
    return Path(f"/tmp/relayshell-{owner}") / f"{hashlib.sha256(os.fsencode(settings_file)).hexdigest()[:16]}.sock"  # noqa: S108
