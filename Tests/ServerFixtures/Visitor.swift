package import Support
import Testing
import Webhook

/// What a browser is to the admin listener, without its cleverness.
package final class Visitor {
    package let client: RawClient
    package var cookie: String?
    package private(set) var token = ""

    package init(_ server: RunningServer) throws {
        client = try RawClient(port: server.adminPort)
    }

    package func get(_ path: String, _ fields: String...) async throws -> RawClient.Answer {
        let lines = fields.map { $0 + "\r\n" }.joined() + (cookie.map { "Cookie: other=1; \($0)\r\n" } ?? "")
        await client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(lines)\r\n")
        return taken(try await client.readAnswer())
    }

    package func post(
        _ path: String, _ form: [String: String], _ fields: String..., withToken: Bool = true
    ) async throws -> RawClient.Answer {
        let all = withToken ? form.merging(["token": token]) { mine, _ in mine } : form
        let body = String(decoding: FormText.bytes(of: all), as: UTF8.self)
        return try await send(path, body, "application/x-www-form-urlencoded", fields)
    }

    package func send(_ path: String, _ body: String, _ type: String, _ fields: [String]) async throws
        -> RawClient.Answer
    {
        let lines = fields.map { $0 + "\r\n" }.joined() + (cookie.map { "Cookie: \($0)\r\n" } ?? "")
        await client.send(
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\n\(lines)Content-Type: \(type)\r\nContent-Length: "
                + "\(body.utf8.count)\r\n\r\n\(body)")
        return taken(try await client.readAnswer())
    }

    private func taken(_ answer: RawClient.Answer) -> RawClient.Answer {
        if let field = answer.fields["set-cookie"] { cookie = String(field.prefix { $0 != ";" }) }
        if let match = answer.text.firstMatch(of: /name="token" content="([^"]+)"/) { token = String(match.1) }
        return answer
    }
}
