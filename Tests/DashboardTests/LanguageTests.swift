import CallFlow
import HTTPTypes
import Testing

@testable import Dashboard

@Suite("The languages of the dashboard")
struct LanguageTests {
    @Test(
        "The choice on the dashboard counts first, then the browser's preference",
        arguments: [
            (nil, nil, "en"), (nil, "de", "de"), (nil, "de-AT,de;q=0.9,en;q=0.8", "de"), (nil, "en-GB, de;q=0.9", "en"),
            (nil, "fr, de;q=0.3, en;q=0.2", "de"), (nil, "fr;q=1, *;q=0.5", "en"), (nil, "en;q=0, de;q=0.1", "de"),
            (nil, "de;q=0", "en"), (nil, "de;q=words", "en"), (nil, "DE-de", "de"), (nil, ";;,,q=1", "en"),
            (nil, "en;q=0.5, de;q=0.5", "en"), ("language=de", nil, "de"), ("language=en", "de", "en"),
            ("announce=x; language=de", "en", "de"), ("language=fr", "de", "de"), ("xlanguage=de", nil, "en"),
        ] as [(String?, String?, String)])
    func choice(cookie: String?, preference: String?, expected: String) {
        var head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/")
        if let cookie { head.headerFields[.cookie] = cookie }
        if let preference { head.headerFields[.acceptLanguage] = preference }
        #expect(Language(for: head).rawValue == expected)
    }

    @Test("Days and times are written as people write them")
    func times() throws {
        let now = try #require(LocalTime("2026-12-23T18:00"))
        func words(_ time: String) -> [String] {
            Language.allCases.map { language in
                Language.$current.withValue(language) { LocalTime(time).map { Texts.time($0, relativeTo: now) } ?? "" }
            }
        }
        #expect(words("2026-12-23T09:05") == ["9:05", "9:05 Uhr"])
        #expect(words("2026-12-24T09:00") == ["tomorrow 9:00", "morgen 9 Uhr"])
        #expect(words("2026-12-22T00:00") == ["yesterday 0:00", "gestern 0 Uhr"])
        #expect(words("2026-12-31T13:30") == ["Thu 31 Dec 13:30", "Do., 31.12., 13:30 Uhr"])
        #expect(words("2027-01-01T24:00") == ["", ""])
        #expect(words("2027-01-02T12:00") == ["Sat 2 Jan 2027 12:00", "Sa., 2.1.2027, 12 Uhr"])
    }

    @Test(
        "Opening hours are written as people write them",
        arguments: [
            ([], "closed", "geschlossen"), ([0..<1440], "all day", "ganztägig"),
            ([540..<720, 810..<1080], "9–12, 13:30–18", "9–12 und 13:30–18 Uhr"), ([1320..<1800], "22–6", "22–6 Uhr"),
            ([1080..<1440], "18–24", "18–24 Uhr"),
        ])
    func hours(spans: [Range<Int>], english: String, german: String) {
        let hours = DayHours(spans: spans)
        #expect(Texts.hours(hours) == english)
        #expect(Language.$current.withValue(.german) { Texts.hours(hours) } == german)
    }
}
