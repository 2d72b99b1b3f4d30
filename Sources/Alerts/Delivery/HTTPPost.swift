import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Sipgate

/// A request that posts a message, and expects no more than a status.
struct HTTPPost: Sendable {
    let url: String
    /// Sent as `Authorization: Bearer`.
    let token: String?

    func send(_ body: [UInt8], type: String, _ fields: [(String, String)]) async throws(DeliveryError) {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(10)
        configuration.httpVersion = .http1Only
        let client = HTTPClient(configuration: configuration)
        let outcome = await status(client, body, type, fields)
        // The rest of the answer, however long, ends with the connection.
        try? await client.shutdown()
        let status = try outcome.get()
        switch status {
        case 200..<300: return
        case 300..<400: throw .redirected(status: status)
        default: throw .status(status)
        }
    }

    private func status(
        _ client: HTTPClient, _ body: [UInt8], _ type: String, _ fields: [(String, String)]
    ) async -> Result<Int, DeliveryError> {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "User-Agent", value: "announce (Swift)")
        request.headers.add(name: "Content-Type", value: type)
        for (name, value) in fields { request.headers.add(name: name, value: value) }
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        request.body = .bytes(body)
        do {
            return .success(Int(try await client.execute(request, timeout: .seconds(30)).status.code))
        } catch {
            return .failure(.connection(ConnectionFailure(error), host: host))
        }
    }

    /// Without the path, which may be a secret.
    private var host: String {
        String(url.drop { $0 != "/" }.drop { $0 == "/" }.prefix { !"/?#".contains($0) })
    }
}
