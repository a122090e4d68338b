"""What an administrator decides: the kinds of objects, every object at one moment, and the one file they live in.

May know values and the schema; knows no socket, no message and no shell. `kinds.KINDS` lists the kinds, `snapshot.Settings` is
the frozen whole, `store.Store` reads and replaces the file, `difference.difference` tells what changed between two wholes.
"""
