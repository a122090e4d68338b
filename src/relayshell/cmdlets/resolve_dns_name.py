"""Resolve-DnsName: what the DNS says of a name (RFC 1035), asked with dnspython."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relayshell.commands import Cmdlet, param
from relayshell.commands.validation import not_empty
from relayshell.objects.psobject import PSCustomObject
from relayshell.providers.provider import ItemError

MODULE = "DnsClient"
COMMANDS = "Microsoft.DnsClient.Commands."
TYPES = ("UNKNOWN", "A_AAAA", "A", "NS", "MD", "MF", "CNAME", "SOA", "MB", "MG", "MR", "NULL", "WKS", "PTR", "HINFO", "MINFO", "MX", "TXT", "RP", "AFSDB",
         "X25", "ISDN", "RT", "AAAA", "SRV", "DNAME", "OPT", "DS", "RRSIG", "NSEC", "DNSKEY", "DHCID", "NSEC3", "NSEC3PARAM", "ANY", "ALL", "TLSA", "CAA")
SECTIONS = ("Question", "Answer", "Authority", "Additional")
WIN32 = "System.ComponentModel.Win32Exception"


class ResolveDnsName(Cmdlet, name="Resolve-DnsName", output=("Microsoft.DnsClient.Commands.DnsRecord",), module=MODULE):
    """Asks the DNS for the records of a name: its addresses, unless another type is asked for.

    With -Type MX it shows where mail for a domain goes. An address is asked for its name.
    """

    cache_only: Any = param("Asks only what is remembered here; nothing is.", "switch")
    dns_only: Any = param("Asks the DNS alone, as is always done.", "switch")
    dnssec_cd: Any = param("Has the server leave out checking signatures.", "switch")
    dnssec_ok: Any = param("Asks for signatures too.", "switch")
    name: Any = param("The name, or an address.", "string", mandatory=True, position=0, pipeline=True, by_name=True, check=not_empty())
    no_recursion: Any = param("Asks the server for what it knows itself.", "switch")
    quick_timeout: Any = param("Waits a second rather than five.", "switch")
    server: Any = param("The servers to ask, by name or address; the system's otherwise.", "string[]", position=2, by_name=True, alias=("Servers",), check=not_empty())
    tcp_only: Any = param("Asks over TCP.", "switch")
    type: Any = param("The type of records.", "string", "A_AAAA", position=1, by_name=True, alias=("QueryType",), values=TYPES)

    def process(self) -> None:
        if self.cache_only:
            raise self._failed("DNS record does not exist", 9701)
        for kind in self._kinds():
            for record in self._ask(kind):
                self.write(record)

    def _kinds(self) -> list[str]:
        kind = str(self.type).upper()
        import ipaddress

        if not self.is_given("type"):
            try:
                ipaddress.ip_address(self.name)
                return ["PTR"]
            except ValueError:
                pass
        return {"A_AAAA": ["AAAA", "A"], "ALL": ["ANY"], "UNKNOWN": ["A"]}.get(kind, [kind])

    def _failed(self, message: str, code: int) -> ItemError:
        return ItemError(f"{self.name} : {message}", f"ERROR_{code}", "ResourceUnavailable", self.name, WIN32)

    def _ask(self, kind: str) -> Iterator[PSCustomObject]:
        import dns.exception
        import dns.flags
        import dns.message
        import dns.name
        import dns.rcode
        import dns.rdatatype
        import dns.reversename

        try:
            name: Any = dns.reversename.from_address(self.name) if kind == "PTR" and self._is_address() else dns.name.from_text(self.name)
        except dns.exception.DNSException as error:
            raise self._failed(f"this is no name the DNS can have: {error}", 123) from None
        query = dns.message.make_query(name, kind, want_dnssec=bool(self.dnssec_ok))
        if self.no_recursion:
            query.flags &= ~dns.flags.RD
        if self.dnssec_cd:
            query.flags |= dns.flags.CD
        answer = self._sent(query)
        code = answer.rcode()
        if code == dns.rcode.NXDOMAIN:
            raise self._failed("DNS name does not exist", 9003)
        if code != dns.rcode.NOERROR:
            raise self._failed(f"DNS server failure ({dns.rcode.to_text(code)})", 9002)
        for number, section in enumerate((answer.answer, answer.authority, answer.additional), 1):
            for group in section:
                for data in group:
                    if group.rdtype != dns.rdatatype.OPT:
                        yield record(group, data, SECTIONS[number])

    def _is_address(self) -> bool:
        import ipaddress

        try:
            ipaddress.ip_address(self.name)
        except ValueError:
            return False
        return True

    def _servers(self) -> list[tuple[str, int]]:
        """The servers to ask, with their ports. Raises for names that are not known."""
        import socket

        import dns.resolver

        if not self.server:
            try:
                return [(str(each), 53) for each in dns.resolver.Resolver().nameservers]
            except dns.resolver.NoResolverConfiguration:
                raise self._failed("no DNS server is set up on this machine: name one with -Server", 9852) from None
        found = []
        for each in self.server:
            host, colon, port = each.rpartition(":")
            if not (colon and port.isdigit() and host.count(":") == 0):
                host, port = each, "53"
            try:
                found.append((str(socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)[0][4][0]), int(port)))
            except OSError:
                raise self._failed(f"the DNS server '{each}' is not known", 9852) from None
        return found

    def _sent(self, query: Any) -> Any:
        import dns.exception
        import dns.query

        seconds = 1.0 if self.quick_timeout else 5.0
        problem = "no server answered"
        for server, port in self._servers():
            try:
                if self.tcp_only:
                    return dns.query.tcp(query, server, seconds, port)
                return dns.query.udp_with_fallback(query, server, seconds, port)[0]
            except (OSError, dns.exception.DNSException) as error:
                problem = f"{server} did not answer: {error or 'time is up'}"
        raise self._failed(f"This operation returned because the timeout period expired ({problem})", 1460)


def record(group: Any, data: Any, section: str) -> PSCustomObject:
    """One record as an object, its own facts by PowerShell's names."""
    import dns.rdatatype

    kind = dns.rdatatype.to_text(group.rdtype)
    props: dict[str, Any] = {"Name": text(group.name), "Type": kind, "TTL": group.ttl, "Section": section}
    match kind:
        case "A" | "AAAA":
            props["IPAddress"] = data.address
        case "CNAME" | "NS" | "PTR" | "DNAME":
            props["NameHost"] = text(data.target)
        case "MX":
            props.update(NameExchange=text(data.exchange), Preference=data.preference)
        case "TXT":
            props["Strings"] = [part.decode("utf-8", "replace") for part in data.strings]
        case "SRV":
            props.update(NameTarget=text(data.target), Priority=data.priority, Weight=data.weight, Port=data.port)
        case "SOA":
            props.update(PrimaryServer=text(data.mname), NameAdministrator=text(data.rname), SerialNumber=data.serial, TimeToZoneRefresh=data.refresh,
                         TimeToZoneFailureRetry=data.retry, TimeToExpiration=data.expire, DefaultTTL=data.minimum)
        case _:
            props["Data"] = data.to_text()
    return PSCustomObject(props, [f"{COMMANDS}DnsRecord_{kind}", f"{COMMANDS}DnsRecord", "System.Object"])


def text(name: Any) -> str:
    """A name without its last dot."""
    return str(name.to_text(omit_final_dot=True))
