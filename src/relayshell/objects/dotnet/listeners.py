"""System.Net.Sockets.TcpListener: waits for TCP connections at an address and a port."""

from __future__ import annotations

import select
import socket
from typing import Any

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.addresses import EndPoint, IPAddress, parse_address
from relayshell.objects.dotnet.faults import operation_fault
from relayshell.objects.dotnet.names import TcpClient, socket_fault

_L = "System.Net.Sockets.TcpListener"


class TcpListener:
    """A listening socket, once Start was called."""

    __slots__ = ("point", "socket", "exclusive")

    def __init__(self, *args: Any) -> None:
        if isinstance(args[0], EndPoint):
            self.point = args[0]
        else:
            self.point = EndPoint(args[0] if isinstance(args[0], IPAddress) else parse_address("0.0.0.0"), int(args[-1]))
        self.socket: socket.socket | None = None
        self.exclusive = False

    def start(self, backlog: int = 2147483647) -> None:
        """Begins to listen. Raises SocketException when the address cannot be had."""
        if self.socket is not None:
            return
        host = str(self.point.address)
        made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((host, self.point.port))
            made.listen(min(backlog, 65535))
        except OSError as error:
            made.close()
            raise socket_fault(error) from None
        self.socket = made

    def stop(self) -> None:
        """Ends listening."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def local(self) -> EndPoint:
        """Where it listens; the port is the one given by the system when 0 was asked for."""
        if self.socket is None:
            return self.point
        host, port = self.socket.getsockname()[:2]
        return EndPoint(parse_address(host), port)

    def pending(self) -> bool:
        """Whether somebody has connected and was not accepted yet."""
        return bool(select.select([self._open()], [], [], 0)[0])

    def accept(self) -> TcpClient:
        """The next connection; waits for it, in short steps so that the pipeline can be stopped."""
        listening = self._open()
        while not select.select([listening], [], [], 0.05)[0]:
            pass
        made = TcpClient()
        made.socket = listening.accept()[0]
        return made

    def accept_later(self) -> Any:
        """AcceptTcpClientAsync: a task that accepts on a thread of its own."""
        from relayshell.objects.dotnet.threadtasks import ThreadTask

        listening = self._open()

        def wait() -> TcpClient:
            made = TcpClient()
            try:
                made.socket = listening.accept()[0]
            except OSError as error:
                raise socket_fault(error) from None
            return made

        return ThreadTask(wait)

    def _open(self) -> socket.socket:
        if self.socket is None:
            raise operation_fault("Not listening. You must call the Start() method before calling this method.")
        return self.socket


declare(
    _L, TcpListener, new={"*": TcpListener}, statics={"Create": lambda port: TcpListener(port)},
    get={"LocalEndpoint": TcpListener.local, "ExclusiveAddressUse": lambda self: self.exclusive, "Server": lambda self: None},
    set={"ExclusiveAddressUse": lambda self, value: setattr(self, "exclusive", value)},
    methods={"Start": TcpListener.start, "Stop": TcpListener.stop, "Dispose": TcpListener.stop, "Pending": TcpListener.pending, "AcceptTcpClient": TcpListener.accept,
             "AcceptTcpClientAsync": TcpListener.accept_later},
    interfaces=("System.IDisposable",),
    signatures=("(System.Net.IPEndPoint localEP)", "(ipaddress localaddr, int port)", "(int port)", f"static {_L} Create(int port)", "System.Net.EndPoint LocalEndpoint {get;}",
                "bool ExclusiveAddressUse {get;set;}", "void Start()", "void Start(int backlog)", "void Stop()", "void Dispose()", "bool Pending()",
                "System.Net.Sockets.TcpClient AcceptTcpClient()", "System.Threading.Tasks.Task[System.Net.Sockets.TcpClient] AcceptTcpClientAsync()"))
