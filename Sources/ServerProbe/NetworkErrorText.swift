import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Describes errors of connections in a few words.
enum NetworkErrorText {
    static func text(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { text($0.error) }
                ?? (error.dnsAError ?? error.dnsAAAAError).map { text($0) } ?? "no connection"
        case let error as IOError: String(cString: strerror(error.errnoCode)).lowercased()
        case let error as ChannelError:
            if case .connectTimeout = error { "nobody answers at the port" } else { "the connection ended" }
        case let error as NIOSSLError:
            switch error {
            case .handshakeFailed(let reason): "TLS failed: \(reason)"
            default: "TLS failed: \(error)"
            }
        case let error as HTTPClientError where error == .connectTimeout: "nobody answers at the port"
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            "the connection was closed without an answer"
        case let error as HTTPClientError: error.shortDescription.lowercased()
        case is HTTPParserError: "the answer is cut off, or no HTTP"
        default: "\(error)"
        }
    }
}
