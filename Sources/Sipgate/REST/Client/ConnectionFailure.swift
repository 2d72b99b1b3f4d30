import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Reasons a connection to a server fails, independent of the HTTP library in use.
public enum ConnectionFailure: Error, Hashable, Sendable {
    /// The name does not resolve (DNS).
    case unknownHost
    /// Nothing accepts connections at the port.
    case refused
    /// No connection, or no answer, in time.
    case timedOut
    /// There is no route to the address, for example without an internet connection.
    case noRoute
    /// The server reset the connection.
    case reset
    /// The server closed the connection before the answer was complete.
    case closed
    /// The TLS handshake failed: the server does not speak TLS, or no version that is safe.
    case tls
    /// The server's certificate has expired, or its authority is unknown.
    case untrustedCertificate
    /// The server's certificate is valid for other names only.
    case certificateName
    /// The answer is not HTTP.
    case notHTTP
    /// Any other error of the operating system, an `errno` value.
    case system(errno: CInt)
    /// An error of the HTTP library that has no meaning here; the name of its type.
    case unexpected(type: String)

    /// Classifies an error of AsyncHTTPClient, SwiftNIO or NIOSSL.
    package init(_ error: any Error) {
        switch error {
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first {
                self.init(first.error)
            } else {
                self = error.dnsAError == nil && error.dnsAAAAError == nil ? .timedOut : .unknownHost
            }
        case let error as IOError: self = .system(error.errnoCode)
        case let error as ChannelError: self = if case .connectTimeout = error { .timedOut } else { .closed }
        case let error as NIOSSLError: self = .tls(error)
        case let error as NIOSSLExtraError:
            self = error == .failedToValidateHostname ? .certificateName : .tls
        case let error as HTTPClientError: self = .client(error)
        case HTTPParserError.invalidEOFState: self = .closed
        case is HTTPParserError: self = .notHTTP
        default: self = .unexpected(type: "\(type(of: error))")
        }
    }

    private static func system(_ code: CInt) -> ConnectionFailure {
        switch code {
        case ECONNREFUSED: .refused
        case ETIMEDOUT: .timedOut
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN: .noRoute
        case ECONNRESET, EPIPE: .reset
        default: .system(errno: code)
        }
    }

    private static func tls(_ error: NIOSSLError) -> ConnectionFailure {
        switch error {
        case .uncleanShutdown: .closed
        // BoringSSL names its reasons in text only.
        case .handshakeFailed(let reason):
            "\(reason)".contains("CERTIFICATE_VERIFY_FAILED") ? .untrustedCertificate : .tls
        default: .tls
        }
    }

    private static func client(_ error: HTTPClientError) -> ConnectionFailure {
        switch error {
        case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
            .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            .timedOut
        case .remoteConnectionClosed, .uncleanShutdown, .bodyLengthMismatch, .cancelled: .closed
        default: .unexpected(type: "HTTPClientError")
        }
    }
}
