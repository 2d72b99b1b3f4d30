public import FoundationEssentials
import Glibc
import Telephony

extension ConnectionFailure: LocalizedError, CustomStringConvertible {
    /// The failure in a few words, to follow a colon: "connection refused".
    public var description: String { words }

    /// The failure as a sentence.
    public var errorDescription: String? { words.asSentence }

    /// A sentence that says what to check.
    public var recoverySuggestion: String? { remedy }

    /// The failure in a few words, to follow a colon.
    package var words: String {
        switch self {
        case .unknownHost: "the name does not resolve"
        case .refused: "connection refused"
        case .timedOut: "no answer in time"
        case .noRoute: "no route to the address"
        case .reset: "the server reset the connection"
        case .closed: "the server closed the connection before the answer was complete"
        case .tls: "the TLS handshake failed"
        case .untrustedCertificate: "the server's certificate is not trusted"
        case .certificateName: "the server's certificate is for another name"
        case .notHTTP: "the answer is not HTTP"
        case .system(let code):
            // The C library's description, as part of a sentence.
            String(cString: strerror(code)).prefix(1).lowercased() + String(cString: strerror(code)).dropFirst()
        case .unexpected(let type): "unexpected network error (\(type))"
        }
    }

    /// A sentence that says what to check.
    package var remedy: String {
        switch self {
        case .unknownHost: "Check the internet connection and the DNS servers of this machine."
        case .refused: "Check the address and the port."
        case .timedOut, .noRoute, .system, .unexpected: "Check the internet connection and the firewall."
        case .reset, .closed: "Try again; if it happens again, check the firewall and any proxy in between."
        case .tls, .notHTTP: "Check that the address is right and that no proxy intercepts the connection."
        case .untrustedCertificate:
            "Check this machine's clock and CA certificates (`apt-get install ca-certificates`), and that no proxy "
                + "intercepts the connection."
        case .certificateName: "Check the host in the address."
        }
    }
}
