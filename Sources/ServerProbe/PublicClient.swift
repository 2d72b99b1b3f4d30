import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
package import Telephony

/// Asks the server through its public address, as the provider would: HTTP/1.1, certificates checked, no redirection followed.
package struct PublicClient: Sendable {
    package let url: PublicURL
    private let timeout: Duration
    private let client: HTTPClient

    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
    }

    /// A whole answer.
    package struct Answer: Sendable {
        package var status: Int
        var headers: HTTPHeaders
        package var body: [UInt8]
        /// From the request to the answer's last byte, the connection included.
        package var took: Duration

        /// The first of a name, in whatever case.
        package func header(_ name: String) -> String? { headers.first(name: name) }
    }

    /// Why there is none.
    package enum Failure: Error {
        case timedOut(after: Duration)
        case broken(String)
    }

    package init(_ target: PublicTarget, authorities: Authorities?, timeout: Duration) {
        url = target.url
        self.timeout = timeout
        var configuration = HTTPClient.Configuration()
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authorities { tls.additionalTrustRoots = [.certificates(authorities.certificates)] }
        configuration.tlsConfiguration = tls
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.decompression = .disabled
        // What refuses the connection is told, not waited for.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let address = target.address { configuration.dnsOverride = [target.url.host: address] }
        client = HTTPClient(configuration: configuration)
    }

    /// Ends its connections.
    package func close() async { try? await client.shutdown() }

    /// - Parameter path: below the public address, from the slash on.
    package func ask(
        _ method: Method, _ path: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil,
        limit: Int = 1 << 20
    ) async throws(Failure) -> Answer {
        var request = HTTPClientRequest(url: url.appending(path))
        request.method = HTTPMethod(rawValue: method.rawValue)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.headers.add(name: "User-Agent", value: "announce doctor")
        if let body { request.body = .bytes(body) }
        let (ready, timeout) = (request, timeout)
        let outcome = await withTaskGroup(of: Result<Answer, Failure>?.self) { group in
            group.addTask { await answer(to: ready, limit) }
            // The client's own deadline ends with the header fields.
            group.addTask {
                do { try await Task.sleep(for: timeout) } catch { return nil }
                return .failure(.timedOut(after: timeout))
            }
            defer { group.cancelAll() }
            for await case let outcome? in group { return outcome }
            return .failure(.timedOut(after: timeout))
        }
        return try outcome.get()
    }

    private func answer(to request: HTTPClientRequest, _ limit: Int) async -> Result<Answer, Failure> {
        let start = ContinuousClock.now
        do {
            let response = try await client.execute(request, deadline: .now() + .hours(1))
            let body = try await response.body.collect(upTo: limit)
            return .success(
                Answer(
                    status: Int(response.status.code), headers: response.headers, body: Array(body.readableBytesView),
                    took: ContinuousClock.now - start))
        } catch is NIOTooManyBytesError {
            return .failure(.broken("more than \(limit) bytes"))
        } catch {
            return .failure(.broken(NetworkWords.text(error)))
        }
    }
}
