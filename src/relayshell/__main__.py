"""python -m relayshell"""

from relayshell.main import run

if __name__ == "__main__":
    run()
