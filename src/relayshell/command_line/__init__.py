"""The program's command line: its arguments, and running a command, a file, or what comes on standard input."""
