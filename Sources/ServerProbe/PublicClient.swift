import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
package import Sipgate
package import Telephony

/// Sends requests to the server's public address as the provider does: HTTP/1.1, certificates verified, redirects not
/// followed.
package struct PublicClient: Sendable {
    package let url: PublicURL
    private let timeout: Duration
    private let userAgent: String
    private let client: HTTPClient

    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
    }

    /// A complete answer.
    package struct Answer: Sendable {
        package var status: Int
        var headers: HTTPHeaders
        package var body: [UInt8]
        /// The time from the request to the last byte of the answer, including the connection.
        package var took: Duration

        /// Returns the first header field with a name; case does not matter.
        package func header(_ name: String) -> String? { headers.first(name: name) }
    }

    /// Reasons a request has no answer.
    package enum RequestError: Error {
        case timedOut(after: Duration)
        /// The answer is larger than the limit, in bytes.
        case tooLarge(limit: Int)
        case failed(ConnectionFailure)
    }

    /// - Parameters:
    ///   - authorities: Certificates to trust in addition to the system's.
    ///   - timeout: The timeout for one answer, including connection and body.
    ///   - userAgent: How it calls itself.
    package init(
        _ target: PublicTarget, authorities: Authorities?, timeout: Duration, userAgent: String = "announce doctor"
    ) {
        url = target.url
        self.timeout = timeout
        self.userAgent = userAgent
        var configuration = HTTPClient.Configuration()
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authorities { tls.additionalTrustRoots = [.certificates(authorities.certificates)] }
        configuration.tlsConfiguration = tls
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.decompression = .disabled
        // A refused connection is an error to report, not to retry.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let address = target.address { configuration.dnsOverride = [target.url.host: address] }
        client = HTTPClient(configuration: configuration)
    }

    /// Closes all connections.
    package func close() async { try? await client.shutdown() }

    /// Sends a request and waits for the complete answer.
    ///
    /// - Parameters:
    ///   - path: The path below the public address, with a leading slash.
    ///   - limit: The maximum size of the body in bytes.
    package func send(
        _ method: Method, _ path: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil,
        limit: Int = 1 << 20
    ) async throws(RequestError) -> Answer {
        var request = HTTPClientRequest(url: url.appending(path))
        request.method = HTTPMethod(rawValue: method.rawValue)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.headers.add(name: "User-Agent", value: userAgent)
        if let body { request.body = .bytes(body) }
        let ready = request
        return try await within(timeout, otherwise: .timedOut(after: timeout)) { await answer(to: ready, limit) }
    }

    private func answer(to request: HTTPClientRequest, _ limit: Int) async -> Result<Answer, RequestError> {
        let start = ContinuousClock.now
        do {
            let response = try await client.execute(request, deadline: .now() + .hours(1))
            let body = try await response.body.collect(upTo: limit)
            return .success(
                Answer(
                    status: Int(response.status.code), headers: response.headers, body: Array(body.readableBytesView),
                    took: ContinuousClock.now - start))
        } catch is NIOTooManyBytesError {
            return .failure(.tooLarge(limit: limit))
        } catch {
            return .failure(.failed(ConnectionFailure(error)))
        }
    }
}
