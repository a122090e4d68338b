"""python -m relayengine: the same as the relayengine command."""

import sys

from relayengine.main import main

if __name__ == "__main__":
    sys.exit(main())
