import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import Telephony

/// Asks the server through its public address, as the provider would: HTTP/1.1, certificates checked, no redirection followed.
struct PublicClient: Sendable {
    let url: PublicURL
    private let timeout: Duration
    private let client: HTTPClient

    /// A whole answer.
    struct Answer: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var body: [UInt8]
        /// From the request to the answer's last byte, the connection included.
        var took: Duration

        func header(_ name: String) -> String? { headers.first(name: name) }

        /// What was answered instead of 200, for people.
        var words: String {
            if (300..<400).contains(status) {
                return "it leads elsewhere: \(status) to \(header("location") ?? "nowhere")"
            }
            let text = String(decoding: body.prefix(200), as: UTF8.self).split(separator: "\n").first ?? ""
            let isText = header("content-type")?.hasPrefix("text/plain") == true && !text.isEmpty
            return "status \(status)" + (isText ? ": \(text)" : "")
        }
    }

    /// Why there is none.
    enum Failure: Error {
        case timedOut(after: Duration)
        case broken(String)

        var words: String {
            switch self {
            case .timedOut(let limit): "no whole answer within \(limit.components.seconds) seconds"
            case .broken(let reason): reason
            }
        }
    }

    init(_ target: PublicTarget, authorities: [NIOSSLCertificate], timeout: Duration) {
        url = target.url
        self.timeout = timeout
        var configuration = HTTPClient.Configuration()
        var tls = TLSConfiguration.makeClientConfiguration()
        if !authorities.isEmpty { tls.additionalTrustRoots = [.certificates(authorities)] }
        configuration.tlsConfiguration = tls
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.decompression = .disabled
        // What refuses the connection is told, not waited for.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let address = target.address { configuration.dnsOverride = [target.url.host: address] }
        client = HTTPClient(configuration: configuration)
    }

    func close() async { try? await client.shutdown() }

    /// - Parameter path: below the public address, from the slash on.
    func ask(
        _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil,
        limit: Int = 1 << 20
    ) async throws(Failure) -> Answer {
        var request = HTTPClientRequest(url: url.appending(path))
        request.method = method
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
