"""relayengine: an SMTP relay ruled by connectors, permissions and accepted domains.

It listens, decides who may send what to whom, keeps what it accepted on disk, routes and delivers it, and records what
happened. It has never heard of a shell: whoever rules it edits one settings file and asks questions over one local socket.
"""

__version__ = "0.1.0"
