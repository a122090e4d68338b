"""The parameters that Invoke-WebRequest and Invoke-RestMethod share, and what may not be given together."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from relayshell.commands import Cmdlet, inset, param
from relayshell.commands.ranges import between
from relayshell.commands.validation import not_empty, not_null
from relayshell.objects.text import to_text
from relayshell.providers.provider import ItemError

MODULE = "Microsoft.PowerShell.Utility"
CONFLICT = "The cmdlet cannot run because the following conflicting parameters are specified: {0} and {1}. Specify either {0} or {1}, then retry."
MISSING = "The cmdlet cannot run because the following parameter is not specified: {0}. The supplied Authentication type requires a {0}. Specify {0}, then retry."
PLAIN = ("The cmdlet cannot protect plain text secrets sent over unencrypted connections. To suppress this warning and send plain text secrets over "
         "unencrypted networks, reissue the command specifying the AllowUnencryptedAuthentication parameter.")


def refused(message: str, id: str) -> ItemError:
    """The error of parameters that do not go together."""
    return ItemError(message, f"WebCmdlet{id}Exception", "InvalidArgument", None, "System.Management.Automation.ValidationMetadataException")


class WebCmdlet(Cmdlet):
    """A cmdlet that asks a web server."""

    allow_insecure_redirect: Any = param("Follows a redirection from https to http.", "switch")
    allow_unencrypted_authentication: Any = param("Sends secrets without encryption too.", "switch")
    authentication: Any = param("How to say who asks: Basic, Bearer or OAuth.", "Microsoft.PowerShell.Commands.WebAuthenticationType")
    body: Any = param("What to send: a text, bytes, or a dictionary of fields.", "System.Object", pipeline=True)
    certificate: Any = param("The certificate to say who asks.", "X509Certificate", check=not_null())
    certificate_thumbprint: Any = param("A certificate of a store, which this platform has not.", "string", check=not_empty())
    connection_timeout_seconds: Any = param("How long connecting may take; 0 for ever.", "int", 0, alias="TimeoutSec", check=between(0, 2147483647))
    content_type: Any = param("What the body is.", "string")
    credential: Any = param("Who asks, for -Authentication or when the server wants to know.", "pscredential")
    custom_method: Any = param("A method with a name of its own.", "string", mandatory=True, sets=("CustomMethod", "CustomMethodNoProxy",), alias="CM", check=not_empty())
    disable_keep_alive: Any = param("Asks the server to close the connection.", "switch")
    form: Any = param("Fields to send as multipart/form-data; files are sent as such.", "System.Collections.IDictionary")
    headers: Any = param("More headers.", "System.Collections.IDictionary")
    http_version: Any = param("The version of HTTP to ask with; above 1.1 the server is asked with 1.1.", "version")
    in_file: Any = param("A file whose content to send.", "string", check=not_empty())
    maximum_redirection: Any = param("How many redirections to follow.", "int", -1, check=between(0, 2147483647))
    maximum_retry_count: Any = param("How often to try again after an error.", "int", 0, check=between(0, 2147483647))
    method: Any = param("What to do: Get, Post and so on.", "Microsoft.PowerShell.Commands.WebRequestMethod", sets=("StandardMethod", "StandardMethodNoProxy",))
    no_proxy: Any = param("Asks the server itself, whatever the environment says.", "switch", mandatory=True, sets=("CustomMethodNoProxy", "StandardMethodNoProxy",))
    operation_timeout_seconds: Any = param("How long the server may be silent; 0 for ever.", "int", 0, check=between(0, 2147483647))
    out_file: Any = param("The file that gets the content.", "string", check=not_empty())
    pass_thru: Any = param("Also gives the answer, with -OutFile.", "switch")
    preserve_authorization_on_redirect: Any = param("Says who asks to those redirected to as well.", "switch")
    preserve_http_method_on_redirect: Any = param("Keeps the method when redirected.", "switch")
    proxy: Any = param("The proxy to ask by way of.", "uri", sets=("CustomMethod", "StandardMethod",))
    proxy_credential: Any = param("Who asks the proxy.", "pscredential", sets=("CustomMethod", "StandardMethod",))
    proxy_use_default_credentials: Any = param("Asks the proxy as the current user, for whom this platform keeps no credentials.", "switch", sets=("CustomMethod", "StandardMethod",))
    resume: Any = param("Goes on with a file that came in part.", "switch")
    retry_interval_sec: Any = param("How many seconds between tries.", "int", 5, check=between(1, 2147483647))
    session_variable: Any = param("The variable that gets a web session.", "string", alias="SV")
    skip_certificate_check: Any = param("Believes any certificate.", "switch")
    skip_header_validation: Any = param("Sends headers as they are, however odd.", "switch")
    skip_http_error_check: Any = param("Gives answers that are errors as any other.", "switch")
    ssl_protocol: Any = param("The versions of TLS to offer.", "Microsoft.PowerShell.Commands.WebSslProtocol")
    token: Any = param("The token of Bearer and OAuth.", "securestring")
    transfer_encoding: Any = param("How the body is sent: chunked or identity.", "string", values=("chunked", "compress", "deflate", "gzip", "identity",))
    unix_socket: Any = param("The socket to ask at.", "System.Net.Sockets.UnixDomainSocketEndPoint", check=not_empty())
    uri: Any = param("What to ask for.", "uri", mandatory=True, position=0, check=not_empty())
    use_basic_parsing: Any = param("Reads pages in the simple way, as is always done now.", "switch")
    use_default_credentials: Any = param("Asks as the current user, for whom this platform keeps no credentials.", "switch")
    user_agent: Any = param("How the request names its sender.", "string")
    web_session: Any = param("A web session.", "Microsoft.PowerShell.Commands.WebRequestSession")

    @property
    def kind(self) -> str:
        """The kind of authentication asked for."""
        return to_text(self.authentication) if self.authentication is not None else "None"

    def check(self, url: str) -> None:
        """Refuses what does not go together."""
        given = self.is_given
        if given("web_session") and given("session_variable"):
            raise refused(CONFLICT.format("WebSession", "SessionVariable"), "SessionConflict")
        if self.kind != "None" and self.use_default_credentials:
            raise refused(CONFLICT.format("Authentication", "UseDefaultCredentials"), "AuthenticationConflict")
        if self.kind != "None" and self.token is not None and self.credential is not None:
            raise refused(CONFLICT.format("Credential", "Token"), "AuthenticationTokenConflict")
        if self.kind == "Basic" and self.credential is None:
            raise refused(MISSING.format("Credential"), "AuthenticationCredentialNotSupplied")
        if self.kind in ("Bearer", "OAuth") and self.token is None:
            raise refused(MISSING.format("Token"), "AuthenticationTokenNotSupplied")
        if urlsplit(url).scheme != "https" and not self.allow_unencrypted_authentication:
            secret = self.kind != "None" or self.credential is not None or self.use_default_credentials
            if secret:
                raise refused(PLAIN, "AllowUnencryptedAuthenticationRequired")
        if self.credential is not None and self.use_default_credentials:
            raise refused(CONFLICT.format("Credential", "UseDefaultCredentials"), "CredentialConflict")
        if self.proxy_credential is not None and self.proxy_use_default_credentials:
            raise refused(CONFLICT.format("ProxyCredential", "ProxyUseDefaultCredentials"), "ProxyCredentialConflict")
        if self.proxy is None and (self.proxy_credential is not None or self.proxy_use_default_credentials):
            raise refused("The cmdlet cannot run because the following parameter is missing: Proxy. Provide a valid proxy URI for the Proxy parameter "
                          "when using the ProxyCredential or ProxyUseDefaultCredentials parameters, then retry.", "ProxyUriNotSupplied")
        for one, other, id in (("Body", "InFile", "BodyConflict"), ("Body", "Form", "BodyFormConflict"), ("InFile", "Form", "FormInFileConflict")):
            if given(one) and getattr(self, {"Body": "body", "InFile": "in_file"}[one]) is not None and given(other):
                raise refused(CONFLICT.format(one, other), id)
        if (self.pass_thru or self.resume) and self.out_file is None:
            word = "PassThru" if self.pass_thru else "Resume"
            raise refused("The cmdlet cannot run because the following parameter is missing: OutFile. Provide a valid OutFile parameter value when using "
                          f"the {word} parameter, then retry.", "OutFileMissing")
        if given("certificate_thumbprint"):
            raise refused("CertificateThumbprint is not supported on this platform, which has no certificate stores: use -Certificate.", "ThumbprintNotFound")
