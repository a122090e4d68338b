"""Live questions to a running engine, over a local socket: what can be asked (`messages`), answering (`server`), asking (`client`).

`messages` and `client` know nothing of the engine and load nothing heavy, so that a shell can ask at the cost of a socket.
"""
