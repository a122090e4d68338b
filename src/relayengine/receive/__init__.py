"""From a socket to the spool: listening, choosing the connector, deciding what a client may do, reading its message.

May know settings, TLS, spool and logs; knows no route, no queue and no courier: whoever puts the engine together hands in what
takes an accepted message. `decide` and `permissions` are pure; `session` is the one that lives on a socket.
"""
