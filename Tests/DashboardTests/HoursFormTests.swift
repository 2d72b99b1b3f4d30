import CallFlow
import Foundation
import ServerFixtures
import Support
import SystemPackage
import Testing
import Webhook

@testable import Dashboard

@Suite("Opening hours as a form")
struct HoursFormTests {
    private static let text = """
        # A joinery.
        public-url: https://phone.example.com/ann
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 1234567:
            - check: office
              open: { menu: main }
              closed: [ { play: closed }, hangup ]
        menus:
          main: { prompt: main-menu, choices: { 1: voicemail, 2: hangup } }
        schedules:
          office:
            hours:
              mon-thu: 09:00-12:30, 13:30-17:00   # lunch
              fri: 09:00-14:00
            holidays: DE-NW
            days:
              12-28..01-01: closed                # between the years

        """

    private let site: FormSite
    private let path = "/schedules/office/hours"

    init() async throws {
        site = try await FormSite(Self.text, recordings: ["main-menu", "closed"])
    }

    /// What a browser would send of a page: the values of its fields, without buttons.
    private func fields(_ page: String) -> [String: String] {
        var fields: [String: String] = [:]
        for match in page.matches(of: /<input [^>]*name="([^"]+)"[^>]*>/) {
            let tag = String(match.0)
            let value = tag.firstMatch(of: /value="([^"]*)"/).map { String($0.1) } ?? ""
            if tag.contains("type=\"checkbox\"") {
                if tag.contains(" checked") { fields[String(match.1), default: ""] = value.isEmpty ? "on" : value }
            } else {
                fields[String(match.1)] = value
            }
        }
        let regions = page.firstMatch(of: /<select id="region".*?<\/select>/)?.0 ?? ""
        if let region = regions.firstMatch(of: /value="([^"]+)" selected/) { fields["region"] = String(region.1) }
        // Names of holidays are a list, of which a dictionary holds one; none is shown, so none is decided about.
        fields["shown"] = nil
        fields["holiday"] = nil
        return fields
    }

    private func opened(_ language: String = "en") async throws -> [String: String] {
        fields(try await site.visitor.get(path, "Accept-Language: \(language)").text)
    }

    @Test("Without a script the first click shows the changes in words, and the second one saves the lines they are in")
    func twoSteps() async throws {
        var form = try await opened()
        #expect(
            form["week-thu"] == "9–12:30, 13:30–17" && form["day0-days"] == "28 Dec – 1 Jan"
                && form["region"] == "DE-NW")
        form["week-thu"] = "9–12:30, 13:30–18"
        form["day1-days"] = "24.12."
        form["day1-yearly"] = "on"
        form["day1-hours"] = "9–12"
        let first = try await site.visitor.post(path, form)
        #expect(first.status == 200)
        for words in ["Thursday: 9–12:30, 13:30–17 → 9–12:30, 13:30–18", "24 Dec every year: 9–12:30, 13:30–17 → 9–12"]
        {
            #expect(first.text.contains(words), "\(words)")
        }
        #expect(try site.text == Self.text)
        let second = try await site.visitor.post(path, fields(first.text))
        #expect(second.status == 303 && second.fields["location"] == path + "?saved=1")
        #expect(
            try site.text
                == Self.text.replacing(
                    "mon-thu: 09:00-12:30, 13:30-17:00   # lunch",
                    with: "mon-wed: 09:00-12:30, 13:30-17:00   # lunch\n      thu: 09:00-12:30, 13:30-18:00"
                )
                .replacing("      12-28..", with: "      12-24: 09:00-12:00\n      12-28.."))
        #expect(try await site.visitor.get(path + "?saved=1").text.contains("Calls follow it from now on"))
        try await site.server.stop()
    }

    @Test("What callers hear on a special day is chosen from the announcements, and taken away again")
    func announcement() async throws {
        var form = try await opened("de")
        form["day1-days"] = "24.12."
        form["day1-yearly"] = "on"
        form["day1-hours"] = "9–12"
        form["day1-play"] = "main-menu"
        let first = try await site.visitor.post(path, form, "Accept-Language: de")
        #expect(first.text.contains("24.12. jedes Jahr: 9–12:30 und 13:30–17 Uhr → 9–12 Uhr, Anrufer hören main-menu"))
        #expect(first.text.contains("<option value=\"main-menu\" selected>"))
        form = fields(first.text).merging(["day1-play": "main-menu"]) { $1 }
        #expect(try await site.visitor.post(path, form).status == 303)
        let line = "      12-24: { hours: 09:00-12:00, play: main-menu }\n"
        #expect(try site.text == Self.text.replacing("      12-28..", with: line + "      12-28.."))
        #expect(try await site.visitor.get(path).text.contains("<option value=\"main-menu\" selected>"))
        // As usual again.
        form = try await opened()
        form["day0-play"] = ""
        let second = try await site.visitor.post(path, form)
        #expect(second.text.contains("9–12, callers hear main-menu → 9–12"))
        form = fields(second.text).merging(["day0-play": ""]) { $1 }
        #expect(try await site.visitor.post(path, form).status == 303)
        #expect(try site.text.contains("      12-24: 09:00-12:00\n"))
        try await site.server.stop()
    }

    @Test("In German, with dates and hours as they are typed there; the script's check says the same")
    func german() async throws {
        var form = try await opened("de-DE, en;q=0.5")
        #expect(form["day0-days"] == "28.12.–1.1.")
        form["day0-days"] = "27.12.–2.1."
        form["week-fri"] = "geschlossen"
        form["region"] = "DE-BY"
        let query = String(decoding: FormText.bytes(of: form), as: UTF8.self)
        let checked = try await site.visitor.send(
            path + "/check", query, "text/plain; charset=utf-8",
            ["X-Token: \(site.visitor.token)", "Accept-Language: de"])
        for words in [
            "Das ändert sich:", "Freitag: 9–14 Uhr → geschlossen", "27.12.–2.1. jedes Jahr:",
            "Feiertage: Nordrhein-Westfalen → Bayern", "Heilige Drei Könige: wird Feiertag",
        ] {
            #expect(checked.text.contains(words), "\(words) in \(checked.text)")
        }
        form["confirmed"] = String(try #require(checked.text.firstMatch(of: /name="confirmed" value="([^"]+)"/)).1)
        #expect(try await site.visitor.post(path, form).status == 303)
        #expect(
            try site.text
                == Self.text.replacing("      fri: 09:00-14:00\n", with: "      fri: closed\n")
                .replacing("DE-NW", with: "DE-BY").replacing("12-28..01-01", with: "12-27..01-02"))
        try await site.server.stop()
    }

    @Test("What cannot be read stays in its field with a sentence below it, and nothing is saved")
    func mistakes() async throws {
        let table: [([String: String], String)] = [
            (["week-mon": "<b>morning"], "“&lt;b&gt;morning” cannot be read as hours"),
            (["day1-days": "30.2.", "day1-hours": "9–12"], "“30.2.” is not a day"),
            (
                ["day1-days": "28.12.–1.1.", "day1-yearly": "on", "day1-hours": "9–12"],
                "There is already a row for 28 Dec – 1 Jan"
            ),
            (["name": "Chrismas"], "No holiday is called “Chrismas”"),
            (["day0-key": "12-28..01-01", "day0-days": "", "day0-hours": "x"], "“x” cannot be read as hours"),
        ]
        for (changes, words) in table {
            let form = try await opened().merging(changes) { $1 }
            let answer = try await site.visitor.post(path, form)
            #expect(answer.status == 422, "\(changes)")
            #expect(answer.text.contains(words), "\(changes)")
            #expect(answer.text.contains("aria-invalid=\"true\""))
        }
        #expect(try await site.visitor.get("/schedules/%3Cscript%3E/hours").status == 404)
        #expect(try site.text == Self.text)
        try await site.server.stop()
    }

    @Test("A colleague's change is never undone unseen: what the form would change now is shown first")
    func conflict() async throws {
        var form = try await opened()
        form["week-fri"] = "9–15"
        let other = Self.text.replacing("13:30-17:00", with: "13:30-16:00")
        try site.folder.write(Array(other.utf8), to: "announce.yaml")
        let answer = try await site.visitor.post(path, form)
        #expect(answer.status == 409)
        #expect(answer.text.contains("Somebody else has changed these hours"))
        #expect(
            answer.text.contains("Thursday: 9–12:30, 13:30–16 → 9–12:30, 13:30–17")
                && answer.text.contains("Friday: 9–14 → 9–15"))
        #expect(try site.text == other)
        // A change elsewhere in the file is no conflict, but what was confirmed is shown again.
        let elsewhere = other.replacing("joinery", with: "carpenter")
        var confirmed = fields(answer.text)
        try site.folder.write(Array(elsewhere.utf8), to: "announce.yaml")
        let again = try await site.visitor.post(path, confirmed)
        #expect(again.status == 200 && again.text.contains("Please look once more"))
        confirmed = fields(again.text)
        #expect(try await site.visitor.post(path, confirmed).status == 303)
        #expect(try site.text.contains("carpenter") && site.text.contains("fri: 09:00-15:00"))
        try await site.server.stop()
    }

    @Test("A file with errors, or with values that are used twice, is left alone")
    func leftAlone() async throws {
        let shared = Self.text.replacing("    hours:\n", with: "    hours: &week\n")
            .replacing("schedules:\n", with: "schedules:\n  shop: { hours: { mon: 09:00-10:00 } }\n")
        for (text, words) in [
            (Self.text.replacing("{ menu: main }", with: "{ menu: mian }"), "has errors at the moment"),
            (shared, "in a way that forms leave alone"),
        ] {
            var form = try await opened()
            form["week-mon"] = "9–10"
            try site.folder.write(Array(text.utf8), to: "announce.yaml")
            #expect(try await site.visitor.post(path, form).text.contains(words))
            #expect(try site.text == text)
            try site.folder.write(Array(Self.text.utf8), to: "announce.yaml")
        }
        try await site.server.stop()
    }

    @Test("Hours are copied from the day above without a script, and golden calls that go otherwise are named")
    func copyAndCalls() async throws {
        let calls = """
            - name: Friday afternoon
              call: +49 211 1234567
              at: 2026-01-09 13:30
              steps: [ { hear: main-menu } ]
            """
        try site.folder.write(Array(calls.utf8), to: "calls.yaml")
        var form = try await opened()
        form["week-mon"] = "8–10"
        form["copy"] = "tue"
        let copied = fields(try await site.visitor.post(path, form).text)
        #expect(copied["week-tue"] == "8–10" && copied["week-wed"] == "9–12:30, 13:30–17")
        form = try await opened()
        form["week-fri"] = "9–13"
        let answer = try await site.visitor.post(path, form)
        #expect(answer.text.contains("This test call goes differently then: calls.yaml:1: Friday afternoon."))
        try await site.server.stop()
    }
}
