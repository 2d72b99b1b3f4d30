import Foundation
import Testing

/// A browser without scripts: pages, forms with their tokens, uploads.
struct DashboardClient {
    let port: Int

    func get(_ path: String, headers: [(name: String, value: String)] = []) throws -> HTTPAnswer {
        let connection = try HTTPConnection(port: port)
        try connection.send(HTTPRequest(path: path, headers: headers))
        return try connection.receive()
    }

    /// Posts a form with the token of a page.
    func post(_ path: String, _ fields: [(name: String, value: String?)], token: String? = nil) throws -> HTTPAnswer {
        let form = Provider.form([("token", try token ?? self.token())] + fields)
        let connection = try HTTPConnection(port: port)
        try connection.send(
            HTTPRequest(
                method: "POST", path: path, headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(form.utf8)))
        return try connection.receive()
    }

    /// Posts a file as the form for uploads does.
    func upload(
        _ bytes: [UInt8], named file: String, name: String = "", replacing: String? = nil
    ) throws -> HTTPAnswer {
        let fields = [("token", try token()), replacing.map { ("replace", $0) } ?? ("name", name)]
        let connection = try HTTPConnection(port: port, timeout: .seconds(60))
        try connection.send(
            HTTPRequest(
                method: "POST", path: "/announcements/upload",
                headers: [("Content-Type", "multipart/form-data; boundary=\(Self.boundary)")],
                body: Self.multipart(fields, file: file, bytes)))
        return try connection.receive()
    }

    func token() throws -> String {
        let page = try get("/announcements")
        #expect(page.status == 200)
        return try #require(page.text.firstMatch(of: /<meta name="token" content="([^"]+)">/)).1.description
    }

    /// The page that an answer redirects to.
    func follow(_ answer: HTTPAnswer) throws -> HTTPAnswer {
        #expect(answer.status == 303, "\(answer.text.suffix(400))")
        return try get(try #require(answer.header("location")))
    }

    /// Follows pages that refresh themselves, without a browser's delay.
    func settled(_ answer: HTTPAnswer) throws -> HTTPAnswer {
        var page = try follow(answer)
        let deadline = ContinuousClock.now + .seconds(60)
        while let refresh = page.header("refresh"), ContinuousClock.now < deadline {
            let place = refresh.firstRange(of: "url=").map { String(refresh[$0.upperBound...]) }
            page = try get(try #require(place ?? answer.header("location")))
            usleep(50_000)
        }
        // A browser listens for events; here the page is reloaded.
        let place = try #require(answer.header("location"))
        while page.text.contains("data-publishing="), ContinuousClock.now < deadline {
            usleep(50_000)
            page = try get(place)
        }
        return page
    }

    static let boundary = "--------------x0815"

    static func multipart(_ fields: [(String, String)], file: String, _ bytes: [UInt8]) -> [UInt8] {
        multipart(fields, files: [(file, bytes)])
    }

    static func multipart(_ fields: [(String, String)], files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            let name = file.name.replacing("\"", with: "%22")
            body += Array(
                ("--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
                    + "Content-Type: application/octet-stream\r\n\r\n").utf8)
            body += file.bytes + Array("\r\n".utf8)
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }
}
