import AsyncHTTPClient
package import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOSSL
import Sipgate

/// An authority's answer over HTTP.
package struct AuthorityAnswer: Sendable {
    package var status: Int
    package var body: Data
    package var nonce: String?
    package var location: String?
    package var retryAfter: Duration?
}

/// One HTTP exchange with an authority, limited in time and size.
struct AuthorityTransport: Sendable {
    private let client: HTTPClient
    private static let limit = 1 << 20

    /// - Parameter authorities: a PEM file of certificates that vouch for the authority's server beside the system's.
    init(trusting authorities: String?) throws(ACMEError) {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(10)
        configuration.httpVersion = .http1Only
        var tls = TLSConfiguration.makeClientConfiguration()
        // The end of the server must not wait for an authority that does not answer the end of a connection.
        tls.shutdownTimeout = .milliseconds(500)
        if let authorities {
            do {
                tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(authorities))]
            } catch {
                throw .noTrust(path: authorities)
            }
        }
        configuration.tlsConfiguration = tls
        client = HTTPClient(configuration: configuration)
    }

    func send(_ method: HTTPMethod, _ url: String, body: Data? = nil) async throws(ACMEError) -> AuthorityAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers.add(name: "User-Agent", value: "announce (Swift)")
        if let body {
            request.headers.add(name: "Content-Type", value: "application/jose+json")
            request.body = .bytes(body)
        }
        do {
            let response = try await client.execute(request, timeout: .seconds(30))
            let content = method == .HEAD ? ByteBuffer() : try await response.body.collect(upTo: Self.limit)
            let headers = response.headers
            return AuthorityAnswer(
                status: Int(response.status.code), body: Data(content.readableBytesView),
                nonce: headers.first(name: "Replay-Nonce"), location: headers.first(name: "Location"),
                retryAfter: headers.first(name: "Retry-After").flatMap { Int($0) }.map { .seconds($0) })
        } catch {
            throw .unreachable(ConnectionFailure(error))
        }
    }

    /// Closes the connections.
    func close() async { try? await client.shutdown() }
}
