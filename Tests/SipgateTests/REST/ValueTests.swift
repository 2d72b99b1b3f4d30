import Foundation
import Sipgate
import Testing

/// Values that are validated.
@Suite struct ValueTests {
    @Test(
        "An extension is a letter and a number",
        arguments: [
            ("w0", nil), ("e10", nil), ("p123456", nil), ("", .form("")), ("w", .form("w")), ("0", .form("0")),
            ("w01", .form("w01")), ("W0", .form("W0")), ("z0", .form("z0")), ("w-1", .form("w-1")),
            ("w1 ", .form("w1 ")),
            ("w٣", .form("w٣")), ("w0/../x", .form("w0/../x")),
        ] as [(String, Extension.ParseError?)])
    func extensions(text: String, reason: Extension.ParseError?) {
        do throws(SipgateError) {
            #expect(try Extension(text).text == text)
            #expect(reason == nil)
        } catch {
            #expect(error == reason.map { .invalid(.extension($0)) })
        }
    }

    @Test("Each use accepts its own kinds of extension")
    func kinds() throws {
        for kind in Extension.Kind.allCases {
            let text = kind.rawValue + "1"
            #expect(((try? WebUser(text)) != nil) == (kind == .user))
            #expect(((try? SMSLine(text)) != nil) == (kind == .sms))
            #expect(((try? FaxLine(text)) != nil) == (kind == .fax))
            #expect(((try? Phoneline(text)) != nil) == (kind == .phoneline))
            #expect(((try? WebhookSource(text)) != nil) == [.phoneline, .group].contains(kind))
            #expect(
                ((try? CallingExtension(text)) != nil) == [.register, .phoneline, .external, .mobile].contains(kind))
        }
        #expect(throws: SipgateError.invalid(.extension(.kind("w1", expected: [.sms])))) { try SMSLine("w1") }
    }

    @Test("An ID never changes the path of a URL")
    func identifiers() {
        #expect(throws: SipgateError.invalid(.identifier(.empty))) { try Contact.ID("") }
        #expect(throws: SipgateError.invalid(.identifier(.dots("..")))) { try Contact.ID("..") }
        #expect(throws: SipgateError.invalid(.identifier(.dots(".")))) { try Contact.ID(".") }
        #expect(throws: SipgateError.invalid(.identifier(.controlCharacter("a\n")))) { try Contact.ID("a\n") }
        #expect(throws: SipgateError.invalid(.identifier(.tooLong(513)))) {
            try Contact.ID(String(repeating: "a", count: 513))
        }
    }

    @Test("Only telephone keys are accepted")
    func keys() {
        #expect(throws: SipgateError.invalid(.keys(.empty))) { try DTMFKeys("") }
        #expect(throws: SipgateError.invalid(.keys(.notAKey("E")))) { try DTMFKeys("1e") }
        #expect(throws: SipgateError.invalid(.keys(.notAKey(" ")))) { try DTMFKeys("1 2") }
        #expect(throws: SipgateError.invalid(.keys(.notAKey("３")))) { try DTMFKeys("３") }
    }

    private static let now = Date(timeIntervalSince1970: 1_795_273_200.5)

    @Test(
        "SMS can be scheduled up to 30 days ahead",
        arguments: [
            (0.1, 1_795_273_201), (0.5, 1_795_273_201), (0.6, 1_795_273_202),
            (30 * 86_400, 1_795_273_201 + 30 * 86_400),
            (0, nil), (-1, nil), (30 * 86_400 + 0.1, nil), (1e300, nil), (.nan, nil), (.infinity, nil),
            (-.infinity, nil),
        ] as [(Double, Int?)])
    func times(ahead: Double, seconds: Int?) throws {
        let time = try? SMSTime(Self.now.addingTimeInterval(ahead), now: Self.now)
        #expect(time?.unixSeconds == seconds)
    }

    @Test("An SMS cannot be empty")
    func texts() throws {
        #expect(throws: SipgateError.invalid(.smsText(.empty))) { try SMSText("") }
        #expect(throws: SipgateError.invalid(.smsText(.empty))) { try SMSText(" \n") }
        #expect(try SMSText(" a ").text == " a ")
    }

    @Test(
        "A PDF needs its header and its end",
        arguments: [
            ("", .empty), ("%PDF", .noHeader), (" %PDF-1.4 %%EOF", .noHeader), ("%PDF-1.4", .noEnd),
            ("%PDF-%%EOF", nil),
            ("%PDF-1.4\n%PDF-\n%%EOF\n", nil), ("<html>", .noHeader),
        ] as [(String, PDF.ParseError?)])
    func documents(text: String, reason: PDF.ParseError?) {
        do throws(SipgateError) {
            #expect(try PDF(text.utf8).bytes == Array(text.utf8))
            #expect(reason == nil)
        } catch {
            #expect(error == reason.map { .invalid(.pdf($0)) })
        }
    }

    @Test("The size limit of PDFs is the API's")
    func largestDocument() throws {
        let bytes = Array("%PDF-%%EOF".utf8) + [UInt8](repeating: 0, count: PDF.largest - 10)
        #expect(Data(try PDF(bytes).bytes).base64EncodedString().utf8.count == 28_330_000)
        #expect(throws: SipgateError.invalid(.pdf(.tooLarge(PDF.largest + 1)))) { try PDF(bytes + [0]) }
    }

    @Test("Fax names with separators or control characters are refused")
    func faxNames() throws {
        #expect(FaxName.stamped(Date(timeIntervalSince1970: 0)).text == "Fax_19700101_0000")
        #expect(throws: SipgateError.invalid(.faxName(.empty))) { try FaxName("") }
        #expect(throws: SipgateError.invalid(.faxName(.impossibleCharacter("/")))) { try FaxName("../x") }
        #expect(throws: SipgateError.invalid(.faxName(.impossibleCharacter("\n")))) { try FaxName("a\n") }
        #expect(throws: SipgateError.invalid(.faxName(.tooLong(201)))) {
            try FaxName(String(repeating: "a", count: 201))
        }
    }
}
