import Foundation
import Support
import SystemPackage
import Testing

/// Announcements that calls fetch from another server, as from a CDN; a second instance is in its place.
struct ElsewhereTests {
    private static let numbers = "numbers: { +49 211 1234567: [{ play: welcome }, hangup] }"

    @Test("answers name the other server, and nothing claims that they were not fetched")
    func elsewhere() throws {
        let other = try ServedFolder(Self.numbers, recordings: ["welcome.flac"])
        let place = "http://127.0.0.1:\(other.port)/ann/media"
        let settings = "webhook: { signature: off }\nrecordings: { url: \"\(place)\" }"
        let served = try ServedFolder(Self.numbers, recordings: ["welcome.flac"], settings: settings)
        let url = try #require(try served.provider.newCall().url)
        let own = try #require(try other.provider.newCall().url)
        #expect(url == place + "/" + own.suffix(28), "\(url)")

        struct Timeline: Decodable {
            struct Event: Decodable { var fetch: Fetch? }
            struct Fetch: Decodable {
                var file: String
                var known: Bool?
            }
            var events: [Event]
        }
        func log(_ options: String...) throws -> RunningProgram.Result {
            let arguments = ["log", "--state", "state", "--call", "E7C2A9D04B15F388"] + options
            return try RunningProgram([Announce.path] + arguments, in: served.folder.path, input: .nothing).wait()
        }
        try served.program.poll("the call") { try log().text.contains("\(url): not known") }
        let timeline = try JSONDecoder().decode(Timeline.self, from: Data(log("--json").output))
        #expect(timeline.events.compactMap(\.fetch).map(\.known) == [false])
        #expect(timeline.events.compactMap(\.fetch).map(\.file) == [url])
        let page = try DashboardClient(port: served.adminPort).get("/calls").text
        #expect(!page.contains(">never fetched</span>"))
        #expect(try DashboardClient(port: served.adminPort).get("/calls?heard=unknown").text.contains("play welcome"))

        // The doctor looks there, and finds what is not there.
        let text = ServedFolder.text(Self.numbers, settings: settings)
            .replacing(Provider.publicURL, with: "http://phone.example.test:\(served.port)/ann")
        try served.folder.write(Array(text.utf8), to: "doctor.yaml")
        var row = try Consultation(in: served.folder)["announcements"]
        #expect(
            row?.seen == "1 announcement at \(place): status 200, audio/wav, ranges, playable",
            "\(String(describing: row))")
        try served.folder.write(Array(text.replacing("/ann/media", with: "/ann/sounds").utf8), to: "doctor.yaml")
        row = try Consultation(in: served.folder)["announcements"]
        #expect(row?.status == "failed" && row?.remedy?.contains("`url` in `recordings`") == true)

        // Simulated calls hear them all the same.
        let day = try Announce.run(
            "simulate", "--server", "http://127.0.0.1:\(served.port)", "--calls", "2", in: served.folder)
        #expect(day.status == 0 && !day.text.contains("SKIPPED") && day.text.contains("welcome"), "\(day)")
    }

    @Test("what has not arrived in the bucket is named on the own server", arguments: DepotKind.available)
    func late(_ kind: DepotKind) throws {
        let store = try kind.server(isDown: true)
        let url = "https://cdn.example.com/telephone"
        let settings = store.settings.replacing("recordings: { ", with: "recordings: { url: \(url), ")
        let served = try ServedFolder(
            Self.numbers, recordings: ["welcome.flac"], settings: settings, environment: store.environment)
        let own = try #require(try served.provider.newCall().url)
        #expect(own.hasPrefix(Provider.publicURL + "/media/welcome-"))
        try store.start()
        try served.program.poll("the announcement elsewhere") {
            let there = try #require(try served.provider.newCall().url)
            guard there != own else { return false }
            #expect(there == url + "/" + own.suffix(kind == .bucket ? 20 : 28))
            return true
        }
        #expect(try store.names() == [String(own.suffix(20))])
    }
}
