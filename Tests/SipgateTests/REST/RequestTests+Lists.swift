import Foundation
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
            let found = try await $0.history.entries(filter, pageSize: 5000).collect().count
            #expect(found == 3)
        },
        Exchange("entry", "GET /history/h-2") {
            let entry = try await $0.history.entry(HistoryEntry.ID("h-2"))
            #expect(entry.direction == .missedIncoming && entry.isStarred && entry.note == "call back")
            #expect(entry.details == .call(seconds: 0, outcome: "MISSED", recordings: ["https://x/1"]))
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
        Exchange("export", "GET /history/export?types=FAX&limit=5") {
            let found = try await $0.history.exportCSV(HistoryFilter(kinds: [.fax]), limit: 5)
            #expect(found == "id;type\nf-1;FAX\n")
        },
        Exchange("numbers", "GET /numbers?offset=0&limit=100") {
            let numbers = try await $0.numbers.list().collect()
            #expect(numbers.map(\.phoneNumber?.digits) == ["492111234567", "492111234568"])
            #expect(numbers.map(\.endpointAlias) == ["Reception", "Sales"])
        },
        Exchange("devices", "GET /authorization/userinfo", "GET /w0/devices") {
            let device = try #require(try await $0.devices.list().first)
            #expect(device.isOnline && device.phonelines.map(\.id) == ["p0"])
        },
        Exchange("phonelines", "GET /w0/phonelines") {
            let found = try await $0.phonelines.list(of: WebUser("w0")).map(\.alias)
            #expect(found == ["Reception"])
        },
        Exchange("voicemails", "GET /voicemails") {
            let found = try await $0.voicemails.list().map(\.endpoint?.extension)
            #expect(found == ["p0"])
        },
        Exchange("user", "GET /authorization/userinfo") {
            let found = try await $0.user.info().user.description
            #expect(found == "w0")
        },
        Exchange("users", "GET /users") {
            let found = try await $0.user.all().map(\.firstname)
            #expect(found == ["Ada"])
        },
    ]
}
