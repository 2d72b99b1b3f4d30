import Telephony
import Testing

@testable import MediaLibrary

@Suite("For which announcement a delivered file is")
struct DeliveredNamesTests {
    private static let known = [
        "begruessung", "closed", "closed-en", "de/closed", "en/closed", "de/menü", "cafe", "1", "2",
    ]

    @Test(
        arguments: [
            ("closed.wav", "closed"), ("CLOSED.WAV", "closed"), ("01_closed.wav", "closed"),
            ("01 - Closed.mp3", "closed"),
            ("3.closed.flac", "closed"), ("closed_EN.wav", "closed-en"), ("closedEn.wav", "closed-en"),
            ("Begrüßung.wav", "begruessung"), ("Begru\u{308}ßung.wav", "begruessung"),
            ("BEGRUESSUNG.aiff", "begruessung"),
            ("begrussung.wav", "begruessung"), ("Studio X/Café.wav", "cafe"), ("Delivery/de/closed.wav", "de/closed"),
            ("EN/02 Closed.wav", "en/closed"), ("menue.wav", "de/menü"), ("Menü.wav", "de/menü"), ("1.wav", "1"),
            ("02.wav", nil),
            ("closed (2).wav", nil), ("nothing.wav", nil), ("", nil), ("/", nil), (".wav", nil), ("🎙.wav", nil),
        ] as [(String, String?)])
    func match(_ path: String, _ name: String?) throws {
        let names = DeliveredNames(try Self.known.map { try AnnouncementName($0) })
        let expected: DeliveredNames.Match = if let name { .announcement(try AnnouncementName(name)) } else { .none }
        #expect(names.match(path) == expected)
    }

    @Test("Several are not guessed among") func several() throws {
        let names = DeliveredNames(try ["de/closed", "en/closed", "a-b", "a_b"].map { try AnnouncementName($0) })
        #expect(names.match("closed.wav") == .several(try ["de/closed", "en/closed"].map { try AnnouncementName($0) }))
        #expect(names.match("A B.wav") == .several(try ["a-b", "a_b"].map { try AnnouncementName($0) }))
    }
}
