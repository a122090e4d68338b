"""Which module of this folder declares which type: module name to full type names."""

from __future__ import annotations

_S, _C, _G = "System.", "System.Collections.", "System.Collections.Generic."

HOMES: dict[str, tuple[str, ...]] = {
    ".dotnet.strings": (_S + "String",),
    ".dotnet.chars": (_S + "Char", _S + "Boolean"),
    ".dotnet.tuples": (_S + "Tuple", _S + "ValueTuple", *(f"{_S}{family}`{count}" for family in ("Tuple", "ValueTuple") for count in range(1, 9))),
    ".dotnet.integertypes": tuple(_S + name for name in ("SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Int128")),
    ".dotnet.floattypes": (_S + "Double", _S + "Single", _S + "Half"),
    ".dotnet.maths": (_S + "Math",),
    ".dotnet.decimals": (_S + "Decimal",),
    ".dotnet.bigintegers": (_S + "Numerics.BigInteger",),
    ".dotnet.timespantype": (_S + "TimeSpan",),
    ".dotnet.datetimetype": (_S + "DateTime",),
    ".dotnet.enumerators": (_C + "IEnumerator",),
    ".dotnet.comparing": (_S + "StringComparer", _C + "Comparer", _C + "CaseInsensitiveComparer", _G + "Comparer`1", _G + "EqualityComparer`1"),
    ".dotnet.lists": (_G + "List`1", _C + "ObjectModel.Collection`1", _C + "ObjectModel.ReadOnlyCollection`1",
                      _C + "ArrayList", _C + "Specialized.StringCollection"),
    ".dotnet.observables": (_C + "ObjectModel.ObservableCollection`1", _C + "Specialized.NotifyCollectionChangedEventArgs"),
    ".dotnet.dictionaries": (_G + "Dictionary`2", _G + "SortedDictionary`2", _G + "SortedList`2", _G + "OrderedDictionary`2", _G + "KeyValuePair`2", _G + "KeyValuePair",
                             _C + "Concurrent.ConcurrentDictionary`2", *(f"{_G}{family}+{part}Collection" for family in ("Dictionary`2", "SortedDictionary`2")
                                                                         for part in ("Key", "Value"))),
    ".dotnet.dictionarykinds": (_C + "ObjectModel.ReadOnlyDictionary`2", _C + "Concurrent.BlockingCollection`1",
                                *(f"{_C}Specialized.{kind}Dictionary" for kind in ("Hybrid", "List", "String"))),
    ".dotnet.specialdictionaries": (
        *(_C + "Specialized." + name for name in ("ListDictionary", "HybridDictionary", "StringDictionary")),
        "System.Management.Automation.DefaultParameterDictionary",
    ),
    ".dotnet.regextype": tuple(_S + "Text.RegularExpressions." + name for name in (
        "Regex", "Match", "Group", "Capture", "MatchCollection", "GroupCollection", "CaptureCollection")),
    ".dotnet.guids": (_S + "Guid",),
    ".dotnet.versions": (_S + "Version", _S + "Management.Automation.SemanticVersion"),
    ".dotnet.stringbuilders": (_S + "Text.StringBuilder",),
    ".dotnet.stopwatches": (_S + "Diagnostics.Stopwatch",),
    ".dotnet.queues": (_G + "Queue`1", _G + "Stack`1", _G + "PriorityQueue`2", _G + "LinkedList`1", _G + "LinkedListNode`1", _C + "Queue", _C + "Stack",
                       _C + "Concurrent.ConcurrentQueue`1", _C + "Concurrent.ConcurrentStack`1", _C + "Concurrent.ConcurrentBag`1"),
    ".dotnet.sets": (_G + "HashSet`1", _G + "SortedSet`1"),
    ".dotnet.encodings": tuple(_S + "Text." + name for name in ("Encoding", "UTF8Encoding", "UnicodeEncoding", "UTF32Encoding", "ASCIIEncoding", "Latin1Encoding",
                                                               "UTF7Encoding", "SBCSCodePageEncoding", "DBCSCodePageEncoding", "EncodingInfo")),
    ".dotnet.textcoders": tuple(f"{_S}Text.{way}{kind}" for way in ("Encoder", "Decoder") for kind in ("", "Fallback", "ExceptionFallback", "ReplacementFallback")),
    ".dotnet.textelements": (_S + "Globalization.StringInfo", _S + "Text.Rune"),
    ".dotnet.folderoptions": (_S + "IO.EnumerationOptions",),
    ".dotnet.references": (_S + "WeakReference", _S + "WeakReference`1", _S + "HashCode", _S + "Runtime.CompilerServices.RuntimeHelpers", _S + "ArraySegment`1", _S + "AppContext",
                           _S + "Diagnostics.Debug", _S + "Diagnostics.Trace", _S + "Diagnostics.Debugger"),
    ".dotnet.waiting": tuple(_S + "Threading." + name for name in ("EventWaitHandle", "CountdownEvent", "ReaderWriterLockSlim", "ThreadLocal`1", "AsyncLocal`1")),
    ".dotnet.converts": (_S + "Convert",),
    ".dotnet.bits": (_S + "BitConverter", _S + "Buffer", _C + "BitArray"),
    ".dotnet.randoms": (_S + "Random",),
    ".dotnet.paths": (_S + "IO.Path",),
    ".dotnet.streams": (_S + "IO.Stream", _S + "IO.MemoryStream", _S + "IO.FileStream", *(f"{_S}IO.Compression.{kind}Stream" for kind in ("GZip", "Deflate", "ZLib", "Brotli")), _S + "IO.BufferedStream", "Microsoft.Win32.SafeHandles.SafeFileHandle"),
    ".dotnet.textfiles": tuple(_S + "IO." + name for name in ("TextReader", "TextWriter", "StreamReader", "StreamWriter", "StringReader", "StringWriter")),
    ".dotnet.fileitems": (_S + "IO.FileInfo", _S + "IO.DirectoryInfo"),
    ".dotnet.filestatics": (_S + "IO.File", _S + "IO.Directory", _S + "IO.DriveInfo"),
    ".dotnet.dateoffsets": (_S + "DateTimeOffset",),
    ".dotnet.dateparts": (_S + "DateOnly", _S + "TimeOnly"),
    ".dotnet.timezones": (_S + "TimeZoneInfo",),
    ".dotnet.globalization": tuple(_S + "Globalization." + name for name in (
        "CultureInfo", "NumberFormatInfo", "DateTimeFormatInfo", "TextInfo", "CompareInfo", "Calendar", "GregorianCalendar", "ISOWeek")),
    ".dotnet.environments": (_S + "Environment", _S + "Environment+ProcessCpuUsage", _S + "OperatingSystem", _S + "GC", _S + "AppDomain",
                             _S + "Runtime.InteropServices.OSPlatform", _S + "Runtime.InteropServices.RuntimeInformation"),
    ".dotnet.threads": tuple(_S + "Threading." + name for name in (
        "Thread", "Monitor", "WaitHandle", "Mutex", "AutoResetEvent", "ManualResetEvent", "ManualResetEventSlim", "Semaphore", "SemaphoreSlim", "Interlocked",
        "CancellationTokenSource", "CancellationToken", "ThreadPool")),
    ".dotnet.consoles": (_S + "Console",), ".dotnet.consolekeys": (_S + "ConsoleKeyInfo",),
    ".dotnet.addresses": (_S + "Net.IPAddress", _S + "Net.IPEndPoint", _S + "Net.IPNetwork", _S + "Net.NetworkInformation.PhysicalAddress"),
    ".dotnet.credentials": (_S + "Security.SecureString", "System.Management.Automation.PSCredential", _S + "Net.NetworkCredential", _S + "IntPtr",
                            _S + "Runtime.InteropServices.Marshal"),
    ".dotnet.uris": (_S + "Uri", _S + "UriBuilder"),
    ".dotnet.xmltype": tuple(_S + "Xml." + name for name in (
        "XmlNode", "XmlDocument", "XmlElement", "XmlAttribute", "XmlNodeList", "XmlAttributeCollection", "XmlNamespaceManager", "NameTable", "XmlText", "XmlCDataSection",
        "XmlComment", "XmlProcessingInstruction", "XmlWhitespace", "XmlSignificantWhitespace", "XmlDocumentType", "XmlDocumentFragment", "XmlDeclaration")),
    ".dotnet.credentials": (_S + "Security.SecureString", _S + "Net.NetworkCredential", _S + "Management.Automation.PSCredential", _S + "IntPtr",
                            _S + "Runtime.InteropServices.Marshal"),
    ".dotnet.digests": tuple(_S + "Security.Cryptography." + name for name in (
        "HashAlgorithm", "RandomNumberGenerator", "RNGCryptoServiceProvider",
        *(form.format(name) for name in ("MD5", "SHA1", "SHA256", "SHA384", "SHA512") for form in ("{}", "{}CryptoServiceProvider", "{}Managed", "HMAC{}")))),
    ".dotnet.ciphers": tuple(_S + "Security.Cryptography." + name for name in (
        "SymmetricAlgorithm", "Aes", "AesManaged", "AesCryptoServiceProvider", "RijndaelManaged", "TripleDES", "TripleDESCryptoServiceProvider", "AesGcm", "ChaCha20Poly1305",
        "KeySizes", "ICryptoTransform", "CryptoTransform")),
    ".dotnet.cryptostreams": (_S + "Security.Cryptography.CryptoStream",),
    ".dotnet.derivations": tuple(_S + "Security.Cryptography." + name for name in (
        "HashAlgorithmName", "IncrementalHash", "DeriveBytes", "Rfc2898DeriveBytes", "HKDF", "CryptographicOperations")),
    ".dotnet.keypairs": (*(_S + "Security.Cryptography." + name for name in (
        "RSA", "RSACryptoServiceProvider", "RSAOpenSsl", "RSAParameters", "RSAEncryptionPadding", "RSASignaturePadding")),
        _S + "Security.Cryptography.X509Certificates.RSACertificateExtensions"),
    ".dotnet.ellipticcurves": (*(_S + "Security.Cryptography." + name for name in ("ECDsa", "ECCurve", "ECCurve+NamedCurves")),
                               _S + "Security.Cryptography.X509Certificates.ECDsaCertificateExtensions"),
    ".dotnet.certificaterequests": tuple(_S + "Security.Cryptography.X509Certificates." + name for name in (
        "CertificateRequest", "SubjectAlternativeNameBuilder", "X509BasicConstraintsExtension", "X509KeyUsageExtension", "X509EnhancedKeyUsageExtension",
        "X509SubjectKeyIdentifierExtension")) + (_S + "Security.Cryptography.OidCollection",),
    ".dotnet.certificatechains": tuple(_S + "Security.Cryptography.X509Certificates." + name for name in (
        "X509CertificateLoader", "X509Store", "X509Chain", "X509ChainPolicy", "X509ChainStatus", "X509ChainElement")),
    ".dotnet.certificates": (_S + "Security.Cryptography.Oid", _S + "Security.Cryptography.AsymmetricAlgorithm", *(_S + "Security.Cryptography.X509Certificates." + name for name in (
        "X509Certificate", "X509Certificate2", "X509Certificate2Collection", "X500DistinguishedName", "X509Extension", "PublicKey"))),
    ".dotnet.mailaddresses": tuple(_S + "Net.Mail." + name for name in (
        "MailAddress", "MailMessage", "MailAddressCollection", "AttachmentCollection", "AlternateViewCollection", "SmtpClient", "Attachment")),
    ".dotnet.namevalues": (_C + "Specialized.NameValueCollection", _S + "Net.WebUtility", _S + "Web.HttpUtility"),
    ".dotnet.names": (_S + "Net.Dns", _S + "Net.IPHostEntry", _S + "Net.Sockets.TcpClient", _S + "Net.Sockets.NetworkStream", _S + "Net.ServicePointManager",
                      _S + "Net.NetworkInformation.IPGlobalProperties", _S + "Net.NetworkInformation.Ping", _S + "Net.NetworkInformation.PingReply",
                      _S + "Net.NetworkInformation.PingOptions"),
    ".dotnet.listeners": (_S + "Net.Sockets.TcpListener",),
    ".dotnet.fileversions": (_S + "Diagnostics.FileVersionInfo",),
    ".dotnet.lazies": (_S + "Lazy`1", _S + "Index", _S + "Range"),
    ".dotnet.enumerables": (_S + "Linq.Enumerable", _S + "Linq.Grouping"),
    ".dotnet.sortedlists": (_C + "SortedList",),
    ".dotnet.binaryfiles": (_S + "IO.BinaryReader", _S + "IO.BinaryWriter"),
    ".dotnet.datatables": (_S + "Data.DataTable", _S + "Data.DataRow", _S + "Data.DataColumn", _S + "Data.DataRowCollection", _S + "Data.DataColumnCollection"),
    ".dotnet.tasks": (_S + "Threading.Tasks.Task", _S + "Threading.Tasks.Task`1", _S + "Runtime.CompilerServices.TaskAwaiter"),
    ".dotnet.drawings": tuple(_S + "Drawing." + name for name in ("Point", "Size", "PointF", "SizeF", "Rectangle")),
    ".dotnet.complexes": (_S + "Numerics.Complex",),
    ".dotnet.xmlpull": tuple(_S + "Xml." + name for name in ("XmlReader", "XmlReaderSettings", "XmlTextReader", "XmlNodeReader")),
    ".dotnet.xmlconverts": (_S + "Xml.XmlConvert", _S + "Security.SecurityElement"),
    ".dotnet.xlinqmembers": tuple(_S + "Xml.Linq." + name for name in (
        "XObject", "XNode", "XContainer", "XElement", "XDocument", "XAttribute", "XText", "XCData", "XComment", "XProcessingInstruction", "XDocumentType")) + (
        _S + "Xml.XPath.Extensions",),
    ".dotnet.xlinq": (_S + "Xml.Linq.XDeclaration",),
    ".dotnet.xlinqnames": (_S + "Xml.Linq.XName", _S + "Xml.Linq.XNamespace"),
    ".dotnet.xpathnavigator": (_S + "Xml.XPath.XPathNavigator", _S + "Xml.XPath.XPathNodeIterator", _S + "Xml.XPath.XPathDocument"),
    ".dotnet.xmlwriting": (_S + "Xml.XmlWriter", _S + "Xml.XmlTextWriter", _S + "Xml.XmlWriterSettings"),
}
