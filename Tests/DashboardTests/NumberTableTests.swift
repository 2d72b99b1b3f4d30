import Foundation
import ServerFixtures
import Support
import SystemPackage
import Testing

@testable import Dashboard

@Suite("Tables of numbers on the dashboard")
struct NumberTableTests {
    private static let text = """
        public-url: https://phone.example.com/ann
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers: { file: numbers.csv }
        flows: { day: voicemail, night: hangup }

        """
    private static let table = "number;flow\r\n+49 211 1234567;day\r\n+49 211 1234568;day\r\n"

    @Test("A table is downloaded, replaced after a look at what changes, and one with errors is refused")
    func replacing() async throws {
        let site = try await FormSite(Self.text, files: ["numbers.csv": Self.table], isLive: false)
        let visitor = site.visitor
        #expect(try await visitor.get("/tables").text.contains("<a href=\"/tables/0\">numbers.csv</a>"))
        let file = try await visitor.get("/tables/0/csv")
        #expect(file.text == Self.table && file.fields["content-type"] == "text/csv; charset=utf-8")
        let all = try await visitor.get("/tables/all/csv").text
        #expect(all.contains("\"+492111234567\",\"in\",\"day: voicemail\",\"\"\r\n"))
        #expect(try await visitor.get("/tables/7").status == 404)

        let page = try await visitor.get("/tables/0", "Accept-Language: de")
        #expect(page.text.contains("Durch eine Datei ersetzen"))
        let opened = String(try #require(page.text.firstMatch(of: /name="opened" value="([^"]*)"/)).1)
        func post(_ text: String, _ more: [String: String] = [:]) async throws -> RawClient.Answer {
            try await visitor.post("/tables/0", ["text": text, "opened": opened].merging(more) { $1 })
        }
        let wrong = try await post("number;flow\n+49 211 1234567;dya\n")
        #expect(wrong.status == 422 && wrong.text.contains("dya"))
        let new = "number;flow\n+49 211 1234568;night\n+49 211 1234569;day\n"
        let shown = try await post(new)
        for words in [
            "1 number is added: +49 211 123 4569", "1 number changes: +49 211 123 4568",
            "1 number is removed: +49 211 123 4567",
        ] {
            #expect(shown.text.contains(words), "\(words)")
        }
        #expect(try site.text(of: "numbers.csv") == Self.table)
        let mark = String(try #require(shown.text.firstMatch(of: /name="confirmed" value="([^"]+)"/)).1)
        #expect(try await post(new, ["confirmed": mark]).status == 303)
        // With the line breaks that it had.
        #expect(
            try site.text(of: "numbers.csv") == new.replacing("\n", with: "\r\n"))
        #expect(try await post(new + "#", ["confirmed": mark]).status == 409)
        try await site.server.stop()
    }
}
