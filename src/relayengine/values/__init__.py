"""Scalars of the settings and of mail, with one rule: parse reads what str writes.

Knows nothing of settings, files, sockets or messages. Every `parse` raises `BadValue`, whose text names the value that was
wrong and what would have been right. Import the modules themselves, so that nothing is loaded that is not needed.
"""
