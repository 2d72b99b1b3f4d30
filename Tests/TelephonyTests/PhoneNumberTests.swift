import Telephony
import Testing

@Suite struct PhoneNumberTests {
    @Test(
        "Every international notation is the same number",
        arguments: [
            "+49 211 1234567", "+492111234567", "492111234567", "00492111234567", "0049 211 1234567",
            "0049 (211) 123-4567",
            "+49 (0)211 1234567", "+49(0)211/1234567", "(+49) 211 1234567", "(0049) 211 1234567", "49 (0) 211 1234567",
            "+49-211-1234567", "+49.211.1234567", "  +49 211 1234567 ", "+49\u{A0}211\u{202F}123\u{2011}4567",
        ])
    func notations(text: String) throws {
        let number = try PhoneNumber(text)
        #expect(number.digits == "492111234567")
        #expect(number.description == "+492111234567")
        #expect(try PhoneNumber(number.description) == number)
    }

    @Test(
        "Other texts are refused with a reason",
        arguments: [
            ("", .empty), ("   ", .empty), ("+", .empty), ("()", .empty), ("-/-", .empty),
            ("0211 1234567", .national("02111234567")), ("(0)211 1234567", .national("02111234567")),
            ("00000", .national("000")), ("+0211 123456", .national("0211123456")), ("0", .national("0")),
            ("00", .tooShort(0)), ("4921", .tooShort(4)), ("+49 (0)1", .tooShort(3)),
            ("+1234567890123456", .tooLong(16)), ("1234567890123456", .tooLong(16)),
            ("++492111234567", .impossibleCharacter("+")), ("49 211+1234567", .impossibleCharacter("+")),
            ("123456e0", .impossibleCharacter("e")), ("anonymous", .impossibleCharacter("a")),
            ("+49 211 1234567\n", .impossibleCharacter("\n")), ("+49211\u{0}1234567", .impossibleCharacter("\0")),
            ("+49 211 123456٧", .impossibleCharacter("٧")), ("４９２１１１２３", .impossibleCharacter("４")),
            ("4921112345\u{301}", .impossibleCharacter("5\u{301}")), ("+49157*", .impossibleCharacter("*")),
            ("sip:492111234567@example.com", .impossibleCharacter("s")),
        ] as [(String, PhoneNumber.ParseError)])
    func refusals(text: String, reason: PhoneNumber.ParseError) {
        #expect(throws: reason) { try PhoneNumber(text) }
    }

    @Test("Five digits are the shortest and fifteen the longest number", arguments: ["49211", "+123456789012345"])
    func lengths(text: String) throws {
        _ = try PhoneNumber(text)
    }

    @Test("The beginning of a number has the same notations", arguments: ["+49 157", "0049157", "49157", "+49 (0)157"])
    func beginnings(text: String) throws {
        #expect(try PhoneNumber.digits(of: text, shortest: 1) == "49157")
    }
}

@Suite struct CountryCodeTests {
    @Test(
        "The country code has one to three digits",
        arguments: [
            ("+49 211 1234567", "49"), ("+1 212 5550123", "1"), ("+7 495 1234567", "7"), ("+43 1 234567", "43"),
            ("+423 234 5678", "423"), ("+353 1 234 5678", "353"), ("+86 10 12345678", "86"), ("+800 1234 5678", "800"),
        ])
    func countryCode(text: String, code: String) throws {
        #expect(try PhoneNumber(text).countryCode == code)
    }

    @Test(
        "A national number is completed without its trunk prefix, which Italy does not have",
        arguments: [
            ("0211 1234567", "49", "+49 211 1234567"), ("(0211) 1234567", "49", "+49 211 1234567"),
            ("044/1234567", "41", "+41 44/1234567"), ("06 1234567", "39", "+39 06 1234567"),
        ])
    func national(text: String, code: String, completed: String) throws {
        #expect(PhoneNumber.international(text, countryCode: code) == completed)
        #expect(try PhoneNumber(completed).countryCode == code)
    }
}

@Suite struct CallerTests {
    @Test(
        "Every text of the network is a caller",
        arguments: [
            ("4915799912345", "+4915799912345"), ("+4915799912345", "+4915799912345"), ("anonymous", "anonymous"),
            ("", ""), ("00000", "00000"), ("123456e0", "123456e0"), ("Anonymous\u{0}", "Anonymous\u{0}"),
            ("02111234567", "02111234567"),
        ])
    func words(text: String, description: String) {
        #expect(Caller(text).description == description)
    }

    @Test func kinds() throws {
        #expect(Caller("4915799912345") == .number(try PhoneNumber("+49 157 99912345")))
        #expect(Caller("anonymous") == .anonymous)
        #expect(Caller("00000") == .unknown("00000"))
        #expect(Caller("") == .unknown(""))
    }
}
