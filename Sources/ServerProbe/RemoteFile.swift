import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
package import Sipgate

/// A file on the web, fetched as the telephone network fetches sounds: without credentials, certificates verified.
///
/// Promises: no more than `Limits` allow in bytes, time and redirects; a redirect leads neither from another host to this machine
/// or its local network, nor from https to http. Does not protect against a name that resolves to a local address: the person at
/// the command line named it, and nothing of the answer but a verdict about its sound is shown.
package struct RemoteFile: Sendable {
    /// What a fetch may cost.
    package struct Limits: Hashable, Sendable {
        package var bytes: Int
        /// For everything: connections, redirects and the body.
        package var time: Duration
        package var redirects: Int

        package init(bytes: Int = 256 << 20, time: Duration = .seconds(60), redirects: Int = 5) {
            (self.bytes, self.time, self.redirects) = (bytes, time, redirects)
        }
    }

    /// Reasons a file was not fetched.
    package enum FetchError: Error {
        case timedOut(after: Duration)
        /// More than this many bytes.
        case tooLarge(limit: Int)
        case failed(ConnectionFailure)
        /// Another status than 200.
        case status(Int)
        case tooManyRedirects(limit: Int)
        /// A redirect without a usable address.
        case badRedirect(to: String?)
        /// A redirect to this machine or its local network.
        case localRedirect(to: String)
        /// A redirect from https to http.
        case unencryptedRedirect(to: String)
        /// What was fetched could not be stored.
        case notStored(any Error)
    }

    /// A file that was fetched.
    package struct Fetched: Hashable, Sendable {
        /// Where it was found in the end.
        package var url: String
        package var bytes: Int
    }

    private let limits: Limits

    package init(limits: Limits = Limits()) { self.limits = limits }

    /// Fetches a file and hands over its bytes in order.
    package func fetch(
        _ url: AbsoluteURL, store: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws(FetchError) -> Fetched {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.timeout.connect = .seconds(10)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(configuration: configuration)
        let outcome: Result<Fetched, FetchError>
        do throws(FetchError) {
            outcome = .success(
                try await within(limits.time, otherwise: .timedOut(after: limits.time)) {
                    await follow(url.text, client, store)
                })
        } catch {
            outcome = .failure(error)
        }
        try? await client.shutdown()
        return try outcome.get()
    }

    private func follow(
        _ first: String, _ client: HTTPClient, _ store: @Sendable ([UInt8]) throws -> Void
    ) async -> Result<Fetched, FetchError> {
        var url = first
        for _ in 0...limits.redirects {
            do {
                var request = HTTPClientRequest(url: url)
                request.headers.add(name: "User-Agent", value: "announce")
                request.headers.add(name: "Accept", value: "*/*")
                let answer = try await client.execute(request, deadline: .now() + .hours(1))
                switch answer.status.code {
                case 200: return await read(answer.body, from: url, store)
                case 301, 302, 303, 307, 308:
                    url = try next(answer.headers.first(name: "Location"), from: url)
                default: return .failure(.status(Int(answer.status.code)))
                }
            } catch let error as FetchError {
                return .failure(error)
            } catch {
                return .failure(.failed(ConnectionFailure(error)))
            }
        }
        return .failure(.tooManyRedirects(limit: limits.redirects))
    }

    private func read(
        _ body: HTTPClientResponse.Body, from url: String, _ store: @Sendable ([UInt8]) throws -> Void
    ) async -> Result<Fetched, FetchError> {
        var count = 0
        do {
            for try await part in body {
                count += part.readableBytes
                guard count <= limits.bytes else { return .failure(.tooLarge(limit: limits.bytes)) }
                do {
                    try store(Array(part.readableBytesView))
                } catch {
                    return .failure(.notStored(error))
                }
            }
        } catch {
            return .failure(.failed(ConnectionFailure(error)))
        }
        return .success(Fetched(url: url, bytes: count))
    }

    /// The address that a redirect leads to.
    func next(_ location: String?, from url: String) throws(FetchError) -> String {
        guard let location, let base = URL(string: url),
            let target = URL(string: location, relativeTo: base)?.absoluteURL,
            let host = target.host(percentEncoded: false),
            let scheme = target.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { throw .badRedirect(to: location) }
        if base.scheme?.lowercased() == "https", scheme == "http" {
            throw .unencryptedRedirect(to: target.absoluteString)
        }
        let isFromLocal = base.host(percentEncoded: false).map(LocalHost.isLocal) ?? false
        if LocalHost.isLocal(host), !isFromLocal { throw .localRedirect(to: host) }
        return target.absoluteString
    }
}

/// Names and addresses of this machine and its local network.
package enum LocalHost {
    /// Whether the host of a URL is certainly local.
    package static func isLocal(_ url: AbsoluteURL) -> Bool {
        URL(string: url.text)?.host(percentEncoded: false).map(isLocal) ?? false
    }

    /// Whether a host of a URL is certainly local. A name that only resolves to a local address is not noticed.
    static func isLocal(_ host: String) -> Bool {
        var name = host.lowercased()
        if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
        while name.last == "." { name.removeLast() }
        if let address = IPAddress(name) { return address.isPrivate }
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        // Old ways to write an IPv4 address (`2130706433`, `0x7f.1`), which resolvers accept: no public host is called so.
        let last = name.split(separator: ".").last ?? ""
        return !last.isEmpty && (last.allSatisfy(\.isNumber) || last.hasPrefix("0x"))
    }
}
