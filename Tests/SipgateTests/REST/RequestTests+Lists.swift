import Foundation
import ProviderFixtures
import Sipgate
import Testing

extension RequestTests {
    static let others = [
        Exchange(
            "history",
            "GET /history?connectionIds=p0&types=CALL&types=FAX&directions=INCOMING&archived=false&starred=STARRED"
                + "&from=2026-11-21T15%3A00%3A00Z&phonenumber=%2B4915799912345&offset=0&limit=1000"
        ) {
            let filter = HistoryFilter(
                kinds: [.call, .fax], directions: [.incoming], connections: [try Extension("p0")], isArchived: false,
                isStarred: true, from: Date(timeIntervalSince1970: 1_795_273_200), number: try Sample.number())
            let found = try await $0.history.entries(filter, pageSize: 5000).collect().map(\.id.text)
            #expect(found == ["h-1"])
        },
        Exchange("entry", "GET /history/h-2") {
            let entry = try await $0.history.entry(HistoryEntry.ID("h-2"))
            #expect(entry.direction == .missedIncoming && entry.isStarred && entry.note == "call back")
            guard case .call(let call) = entry.details else {
                Issue.record("no call")
                return
            }
            #expect(call.callID?.text == "A-1" && call.seconds == 0 && call.outcome == "MISSED")
            #expect(call.recordings.map(\.id) == ["1"] && call.recordings.map(\.url) == ["https://x/1"])
            #expect(entry.isIncoming)
            let endpoint = try #require(entry.endpoints.first)
            #expect(endpoint.type == "ROUTED" && endpoint.extension == "p0" && endpoint.endpointType == "PHONELINE")
            #expect(abs(try #require(entry.created).timeIntervalSince1970 - 1_795_161_600.123) < 0.000_1)
            #expect(try #require(entry.lastModified).timeIntervalSince1970 == 1_795_158_060)
        },
        Exchange("delete entry", "DELETE /history/h-2") { try await $0.history.delete(HistoryEntry.ID("h-2")) },
        Exchange("delete entries", "DELETE /history?id=h-2&id=a%26id%3Db") {
            try await $0.history.delete(NonEmpty(HistoryEntry.ID("h-2"), HistoryEntry.ID("a&id=b")))
        },
        Exchange("change entry", #"PUT /history/h-2 {"note":"","starred":false}"#) {
            try await $0.history.change(HistoryEntry.ID("h-2"), HistoryChange(isStarred: false, note: ""))
        },
        Exchange("change entries", #"PUT /history [{"id":"a","read":true},{"id":"b","read":true}]"#) {
            try await $0.history.change(
                NonEmpty(HistoryEntry.ID("a"), HistoryEntry.ID("b")), HistoryChange(isRead: true))
        },
        Exchange("notes", #"PUT /history/a {"note":"x"}"#, #"PUT /history/b {"note":"x"}"#) {
            try await $0.history.change(
                NonEmpty(HistoryEntry.ID("a"), HistoryEntry.ID("b")), HistoryChange(note: "x"))
        },
        Exchange("fax entry", "GET /history/f-1") {
            guard case .fax(let fax) = try await $0.history.entry(HistoryEntry.ID("f-1")).details else {
                Issue.record("no fax")
                return
            }
            #expect(fax.status == .sent && fax.pages == 2)
            #expect(fax.scheduled == Date(timeIntervalSince1970: 1_795_165_200))
            #expect([fax.documentURL, fax.previewURL, fax.reportURL] == ["https://x/d", "https://x/p", "https://x/r"])
        },
        Exchange("count", "GET /history?types=FAX&offset=0&limit=1") {
            let found = try await $0.history.count(HistoryFilter(kinds: [.fax]))
            #expect(found == 1)
        },
        Exchange(
            "changes by entry", #"PUT /history/b {"archived":true,"note":"x"}"#,
            #"PUT /history [{"archived":true,"id":"a"},{"id":"d","read":true}]"#
        ) {
            let entries = try ["a", "b", "c", "d", "e"].map {
                try JSONDecoder().decode(HistoryEntry.self, from: Data(#"{"id":"\#($0)"}"#.utf8))
            }
            try await $0.history.change(entries) { entry in
                switch entry.id.text {
                case "a": HistoryChange(isArchived: true)
                case "b": HistoryChange(isArchived: true, note: "x")
                case "c": HistoryChange()
                case "d": HistoryChange(isRead: true)
                default: nil
                }
            }
        },
        Exchange("nothing to change in the history") {
            try await $0.history.change([HistoryEntry]()) { _ in HistoryChange(isRead: true) }
        },
        Exchange(
            "export", "GET /history/export?types=FAX&limit=5", "GET /history/export?types=FAX&offset=1&limit=5"
        ) {
            let found = try await $0.history.exportCSV(HistoryFilter(kinds: [.fax]), limit: 5)
            let header = "id;type;direction;source;target;created\n"
            #expect(found == header + "f-1;FAX;OUTGOING;+492111234567;+49302222;2026-11-20T09:00:00Z\n")
            let next = try await $0.history.exportCSV(HistoryFilter(kinds: [.fax]), offset: 1, limit: 5)
            #expect(next == header)
        },
        Exchange("numbers", "GET /numbers?offset=0&limit=100") {
            let numbers = try await $0.numbers.list().collect()
            #expect(numbers.map(\.phoneNumber?.digits) == ["492111234567", "492111234568"])
            #expect(numbers.map(\.endpointAlias) == ["Reception", "Sales"])
            #expect(numbers.map(\.endpointURL) == ["https://api.example/p0", ""])
            #expect(numbers.map(\.portID) == [7, nil])
            #expect(numbers.map(\.portability?.isReleased) == [true, nil])
            #expect(numbers[0].portability?.releasedUntil == Date(timeIntervalSince1970: 1_798_070_400))
        },
        Exchange("devices", "GET /authorization/userinfo", "GET /w0/devices") {
            let device = try #require(try await $0.devices.list().first)
            #expect(device.isOnline && device.phonelines.map(\.id) == ["p0"])
            #expect(device.callerID == "+492111234567" && device.owner == "w0")
        },
        Exchange("phonelines", "GET /w0/phonelines") {
            let found = try await $0.phonelines.list(of: WebUser("w0")).map(\.alias)
            #expect(found == ["Reception"])
        },
        Exchange("voicemails", "GET /voicemails") {
            let found = try #require(try await $0.voicemails.list().first)
            #expect(found.endpoint?.extension == "p0" && found.phoneline?.description == "p0")
            #expect(found.box?.description == "v0" && found.isTranscribed && !found.canTranscribe)
            #expect(
                found.activeGreetingID == "1" && found.activeGreetingAlias == "Old" && found.accessNumber == "50000")
        },
        Exchange("voicemail box", "GET /voicemails/v0") {
            let found = try await $0.voicemails.box(VoicemailBox("v0")).alias
            #expect(found == "Box")
        },
        Exchange("count of contacts", "GET /contacts?phonenumbers=%2B4915799912345&limit=1&offset=0") {
            let found = try await $0.contacts.count(numbers: [Sample.number()])
            #expect(found == 1)
        },
        Exchange(
            "greeting", "GET /w0/phonelines/p0/voicemails/v0/greetings",
            #"POST /w0/phonelines/p0/voicemails/v0/greetings {"base64Content":"\#(Data(Wave.tone(milliseconds: 2)).base64EncodedString())","filename":"a.wav"}"#,
            #"PUT /w0/phonelines/p0/voicemails/v0/greetings/g-4 {"active":true}"#,
            "GET /w0/phonelines/p0/voicemails/v0/greetings", "DELETE /w0/phonelines/p0/voicemails/v0/greetings/1"
        ) {
            let (user, line, box) = (try WebUser("w0"), try Phoneline("p0"), try VoicemailBox("v0"))
            let sound = try GreetingSound(Wave.tone(milliseconds: 2), name: "a.wav")
            let new = try await $0.voicemails.addGreeting(sound, to: box, on: line, user: user)
            #expect(new.id.text == "g-4" && new.alias == "a.wav" && !new.isActive)
            try await $0.voicemails.activate(new.id, of: box, on: line, user: user)
            let all = try await $0.voicemails.greetings(of: box, on: line, user: user)
            #expect(all.map(\.isActive) == [false, true] && all.map { $0.url.hasSuffix("/\($0.id)") } == [true, true])
            try await $0.voicemails.delete(all[0].id, of: box, on: line, user: user)
        },
        Exchange("user", "GET /authorization/userinfo") {
            let found = try await $0.user.info().user.description
            #expect(found == "w0")
        },
        Exchange("users", "GET /users") {
            let users = try await $0.user.all()
            #expect(users.map(\.name) == ["Ada L", ""] && users.map(\.email) == ["a@example.com", ""])
            #expect(users.map(\.defaultDevice?.text) == ["e0", nil] && users.map(\.isBusyOnBusy) == [true, false])
            #expect(users.map(\.addressID) == ["13", ""] && users.map(\.directDialIDs) == [["101", "102"], []])
            #expect(users.map(\.timeZone) == ["Europe/Berlin", ""] && users.map(\.isAdmin) == [true, false])
        },
    ]
}
