import Telephony
import Testing

@testable import Dashboard

/// The text of a table of blocked callers.
struct BlockListTests {
    @Test(
        arguments: [
            ("", "+4930123456\n"),
            ("+49 211 1234567", "+49 211 1234567\n+4930123456\n"),
            ("number\r\n", "number\r\n+4930123456\r\n"),
            (
                "name;number;since\nx;+49 211 1234567;2026\n",
                "name;number;since\nx;+49 211 1234567;2026\n;+4930123456;\n"
            ),
            ("\u{FEFF}number,\"a, b\"\n", "\u{FEFF}number,\"a, b\"\n+4930123456,\n"),
            ("\"+49 211 1234567\n", nil), ("0049 30 123456\n", nil), ("x,number\ny,\"+49 (30) 123456\"\n", nil),
        ] as [(String, String?)])
    func adding(text: String, expected: String?) throws {
        let number = try PhoneNumber("+4930123456")
        #expect(NumberTableText(text).flatMap { $0.adding(number) } == expected)
        // Taken back, only a line end that was missing remains.
        guard let expected else { return }
        let back = NumberTableText(expected).flatMap { $0.removing(number) }
        #expect(back == text || back == text + "\n")
    }

    @Test(
        arguments: [
            ("+49 30 123456\n+49 30 1234567\n", "+49 30 1234567\n"), ("+49 30 12*\n", nil), ("", nil),
            ("a\n\n+49 30 123456\r\nb\n0049-30-123456", "a\n\nb\n"),
        ] as [(String, String?)])
    func removing(text: String, expected: String?) throws {
        let number = try PhoneNumber("+4930123456")
        #expect(NumberTableText(text).flatMap { $0.removing(number) } == expected)
    }
}
