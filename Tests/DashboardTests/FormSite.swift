import Foundation
import ServerFixtures
import Support
import SystemPackage
import Testing

@testable import Dashboard

/// A dashboard whose forms edit a configuration in a folder of its own.
struct FormSite {
    let folder: TemporaryFolder
    let server: RunningServer
    let visitor: Visitor

    /// - Parameters:
    ///   - recordings: names of files that are there, without sound.
    ///   - files: texts beside the configuration, by name.
    ///   - isLive: whether calls are answered by the configuration, too.
    init(
        _ text: String, recordings: [String] = [], files: [String: String] = [:], isLive: Bool = true
    ) async throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("media").string, withIntermediateDirectories: false)
        for name in recordings { try folder.write([], to: "media/\(name).wav") }
        for (name, text) in files { try folder.write(Array(text.utf8), to: name) }
        try folder.write(Array(text.utf8), to: "announce.yaml")
        var dashboard = DashboardContent()
        dashboard.configuration = EditedFile(
            folder.file("announce.yaml"), media: nil, backups: folder.file("versions"))
        server =
            isLive ? try await RunningServer(text, dashboard: dashboard) : try await RunningServer(dashboard: dashboard)
        visitor = try Visitor(server)
    }

    var text: String {
        get throws { try text(of: "announce.yaml") }
    }

    func text(of file: String) throws -> String { String(decoding: try folder.bytes(of: file), as: UTF8.self) }

    /// The digest that a form carries of what it was made from.
    func opened(_ path: String) async throws -> String {
        let page = try await visitor.get(path).text
        return String(try #require(page.firstMatch(of: /name="opened" value="([^"]*)"/)).1)
    }

    /// Opens a form, fills it in, looks at the changes, and saves them.
    ///
    /// - Returns: the page with the changes.
    func save(_ path: String, _ fields: [String: String]) async throws -> String {
        let form = fields.merging(["opened": try await opened(path)]) { $1 }
        let shown = try await visitor.post(path, form)
        #expect(shown.status == 200)
        let mark = try #require(shown.text.firstMatch(of: /name="confirmed" value="([^"]+)"/), "\(shown.text)").1
        #expect(try await visitor.post(path, form.merging(["confirmed": String(mark)]) { $1 }).status == 303)
        return shown.text
    }
}
