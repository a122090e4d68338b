"""The usage text."""

USAGE = """\

Usage: relayshell [-Login] [[-File] <filePath> [args]]
                  [-Command { - | <command-string> } [args...]] [-CommandWithArgs <string> [args...]]
                  [-EncodedCommand <Base64EncodedCommand>]
                  [-ExecutionPolicy <ExecutionPolicy>] [-InputFormat {Text | XML}] [-OutputFormat {Text | XML}]
                  [-Interactive] [-NonInteractive] [-NoExit] [-NoLogo] [-NoProfile]
                  [-WorkingDirectory <directoryPath>] [-Version] [-Help] [--config <settings file>]

  -Command           Runs a command, then ends. '-' reads commands from standard input.
  -File              Runs a script with the arguments that follow, then ends.
  -EncodedCommand    Runs a command given as Base64 of UTF-16.
  -CommandWithArgs   Runs a command; the arguments that follow are its $args.
  -InputFormat       How standard input reads to $input: Text or XML.
  -OutputFormat      How output is written: Text or XML.
  -NonInteractive    Asks nothing; a command that must ask fails.
  -NoExit            Goes on at the prompt.
  -NoLogo            Shows no greeting.
  -NoProfile         Runs no profile script.
  -WorkingDirectory  Where to begin.
  --config           The relay's settings file; RELAYSHELL_CONFIG names one too.
                     Without either: /etc/relayshell/relay.toml for root, else the user's configuration folder.

All parameters may be written with /, - or --, in any case, and shortened as long as they stay unambiguous.
Without a command or file the prompt opens, with the relay running behind it.
"""
