import CallFlow
import Telephony
import Testing

@testable import Dashboard

/// What the log and the picture of a flow have in words, said in the language of the page.
struct LogWordsTests {
    @Test(
        arguments: [
            ("ask main-menu", "ask main-menu", "fragt mit main-menu"), ("play a+b", "play a+b", "spielt a+b"),
            ("dial +492111234500, 12", "dial +49 211 123 4500, 12", "verbindet mit +49 211 123 4500, 12"),
            ("reject busy", "reject busy", "weist als besetzt ab"), ("reject rejected", "reject rejected", "weist ab"),
            ("voicemail", "voicemail", "Anrufbeantworter"), ("hangup", "hangup", "legt auf"),
            ("connect", "connect", "klingelt wie gewohnt"),
            ("refused: outdated position", "refused: outdated position", "abgelehnt: veraltete Stelle im Anruf"),
            ("something else", "something else", "something else"), ("", "", ""),
        ])
    func answer(_ words: String, _ english: String, _ german: String) {
        #expect(Texts.LogWords.answer(words) == english)
        Language.$current.withValue(.german) { #expect(Texts.LogWords.answer(words) == german) }
    }

    @Test(
        arguments: [
            (
                "number +492111234567 > flow reception > office open (12-24) > menu main",
                "Rufnummer +49 211 123 4567 > Ablauf reception > office geöffnet (12-24) > Menü main"
            ),
            ("office closed (override until 18:00)", "office geschlossen (abweichend bis 18:00)"),
            (
                "main silence 2 > main wrong key 1 > main else",
                "main keine Taste (2) > main falsche Taste (1) > main andere Taste"
            ),
            ("caller anonymous > caller in list vip", "Anrufer anonym > Anrufer der Liste vip"),
            ("main 3", "main 3"), ("override office closed until 18:00", "Abweichung: office geschlossen bis 18:00"),
        ])
    func way(_ words: String, _ german: String) {
        #expect(Texts.LogWords.way("menu main > main 3") == "menu main > main 3")
        Language.$current.withValue(.german) { #expect(Texts.LogWords.way(words) == german) }
    }

    @Test("The words of a picture, and an edge of each kind")
    func picture() throws {
        let words: [(String, String)] = [
            ("key 3", "Taste 3"), ("other keys", "andere Tasten"), ("wrong key ×2", "falsche Taste ×2"),
            ("silence ×3", "keine Taste ×3"), ("office open", "office geöffnet"), ("“closed”", "“closed”"),
            ("from anonymous", "von anonymous"), ("after greeting", "nach greeting"), ("Weihnachten", "Weihnachten"),
        ]
        for (english, german) in words {
            #expect(Texts.LogWords.edge(english) == english)
            Language.$current.withValue(.german) { #expect(Texts.LogWords.edge(english) == german) }
        }
        for end in [
            "hangup", "voicemail", "busy", "reject", "comes back", "dial the called number", "dial +492111234500",
        ] {
            let german = Language.$current.withValue(.german) { Texts.LogWords.end(end) }
            #expect(german != Texts.LogWords.end(end), "\(end)")
        }
    }

    @Test(
        "A time is typed as people write it here",
        arguments: [
            ("24.12.2026 13:00", "2026-12-24T13:00"), ("24.12. 13:00", "2026-12-24T13:00"),
            ("24.12., 13 Uhr", "2026-12-24T13:00"), ("2026-12-24T13:00", "2026-12-24T13:00"),
            ("morgen 9:00", "2026-01-06T09:00"), ("24.12.", "2026-12-24T00:00"), ("18:00", "2026-01-05T18:00"),
            ("soon", nil), ("32.12.2026", nil), ("", nil),
        ] as [(String, String?)])
    func time(_ text: String, _ expected: String?) throws {
        let zone = try #require(Zone("Europe/Berlin"))
        let now = zone.moment(of: try #require(LocalTime("2026-01-05T12:00")))
        let time = Moment.typed(text, from: now, in: zone).map { zone.localTime(at: $0).description }
        #expect(time == expected)
        // As the end of a span, a day is included.
        if text == "24.12." {
            let end = Moment.typedEnd(text, from: now, in: zone).map { zone.localTime(at: $0).description }
            #expect(end == "2026-12-25T00:00")
        }
    }
}
