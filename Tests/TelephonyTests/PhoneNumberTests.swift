import Telephony
import Testing

@Suite struct PhoneNumberTests {
    @Test(
        "Every international notation is the same number",
        arguments: [
            "+49 211 1234567", "+492111234567", "492111234567", "00492111234567", "0049 211 1234567",
            "0049 (211) 123-4567",
            "+49 (0)211 1234567", "+49(0)211/1234567", "(+49) 211 1234567", "(0049) 211 1234567", "49 (0) 211 1234567",
            "+49-211-1234567", "+49.211.1234567", "+49 (0211) 1234567", "+49 0211 1234567", "0049 0211 1234567",
            "+49 ( 0 ) 211 1234567", "(0049) (0)211 1234567", "4902111234567", "+49 (0) 0211 1234567",
            "(+49)(0211)1234567", "  +49 211 1234567 ", "+49\u{A0}211\u{202F}123\u{2011}4567",
        ])
    func notations(text: String) throws {
        let number = try PhoneNumber(text)
        #expect(number.digits == "492111234567")
        #expect(number.description == "+492111234567")
        #expect(try PhoneNumber(number.description) == number)
    }

    @Test(
        "A trunk prefix is dropped, and a 0 that belongs to the number is kept",
        arguments: [
            ("+43 (01) 2345678", "4312345678"), ("+41 (044) 123 45 67", "41441234567"),
            ("+44 (0)20 7946 0018", "442079460018"),
            ("+353 01 234 5678", "35312345678"), ("+39 06 1234567", "39061234567"), ("+39 (06) 1234567", "39061234567"),
            ("+39 (0)6 1234567", "39061234567"), ("0039 06 1234567", "39061234567"), ("39061234567", "39061234567"),
            ("+378 0549 123456", "3780549123456"), ("+379 06 698 12345", "3790669812345"),
            ("+225 07 12 34 56 78", "2250712345678"), ("+45 (0)33 12 34 56", "4533123456"),
            ("+1 (0)212 5550123", "12125550123"),
            ("+34 012345678", "34012345678"),
        ])
    func trunkPrefix(text: String, digits: String) throws {
        let number = try PhoneNumber(text)
        #expect(number.digits == digits)
        #expect(try PhoneNumber(number.digits) == number)
    }

    @Test(
        "Other texts are refused with a reason",
        arguments: [
            ("", .empty), ("   ", .empty), ("+", .empty), ("()", .empty), ("-/-", .empty),
            ("0211 1234567", .national("02111234567")), ("(0)211 1234567", .national("02111234567")),
            ("0(0)211 12345", .national("021112345")), ("00(0)211 12345", .national("0021112345")),
            ("(00)(0)", .national("00")), ("0(0)", .national("0")),
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

    @Test(
        "The beginning of a number has the same notations",
        arguments: ["+49 157", "0049157", "49157", "+49 (0)157", "+49 0157", "+49 (0157"])
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
            ("0549 123456", "378", "+378 0549 123456"),
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

    @Test(
        "Anonymous in any spelling of the network is anonymous, and nothing else is",
        arguments: [
            ("Anonymous", true), ("ANONYMOUS", true), ("anonymous@anonymous.invalid", true),
            ("sip:anonymous@anonymous.invalid", true),
            ("\"Anonymous\" <sip:anonymous@anonymous.invalid;user=phone>", true),
            ("sips:Anonymous@192.0.2.1", true), (" anonymous ", true), ("anonymously", false), ("not anonymous", false),
            ("anonymous.invalid", false), ("anonymous\u{0}", false), ("@anonymous", false), ("<anonymous", false),
            ("", false),
        ])
    func anonymous(text: String, isAnonymous: Bool) { #expect((Caller(text) == .anonymous) == isAnonymous) }

    @Test(
        "Two to five digits, the first not 0, are an extension",
        arguments: [
            ("12", true), ("99999", true), ("1", false), ("123456", false), ("02", false), ("00000", false),
            ("+12", false),
            ("1 2", false), ("１２", false), ("", false),
        ])
    func extensions(text: String, isExtension: Bool) throws {
        #expect((ExtensionNumber(text) != nil) == isExtension)
        #expect((Caller(text).internalExtension != nil) == isExtension)
        if isExtension {
            #expect(try DialTarget(text).description == text)
            #expect(try DialTarget(text).digits == text)
        }
    }

    @Test func targets() throws {
        #expect(try DialTarget("+49 0211 1234567") == .number(try PhoneNumber("+492111234567")))
        #expect(throws: PhoneNumber.ParseError.national("0815")) { try DialTarget("0815") }
        #expect(throws: PhoneNumber.ParseError.tooShort(1)) { try DialTarget("5") }
    }

    @Test func kinds() throws {
        #expect(Caller("4915799912345") == .number(try PhoneNumber("+49 157 99912345")))
        #expect(Caller("anonymous") == .anonymous)
        #expect(Caller("00000") == .unknown("00000"))
        #expect(Caller("") == .unknown(""))
    }
}

@Suite("Numbers as people read them")
struct SpacedNumberTests {
    @Test(
        "in groups",
        arguments: [
            ("+492114001100", "+49 211 400 1100"), ("+4921112345", "+49 211 12 345"),
            ("+493012345678", "+49 30 1234 5678"),
            ("+4915799912345", "+49 157 9991 2345"), ("+496151123456", "+49 6151 123 456"),
            ("+498001234567", "+49 800 123 4567"),
            ("+41441234567", "+41 44 123 4567"), ("+4312345678", "+43 1 234 5678"),
            ("+436641234567", "+43 664 123 4567"),
            ("+12125550123", "+1 212 555 0123"), ("+35312345678", "+353 12 345 678"), ("+4912345", "+49 123 45"),
            ("+49301", "+49 30 1"), ("+3531234", "+353 1234"),
        ])
    func spaced(_ number: String, _ text: String) throws {
        let number = try PhoneNumber(parsing: number)
        #expect(number.spaced == text)
        #expect(try PhoneNumber(parsing: number.spaced) == number)
    }
}
