import Telephony
import Testing

@Suite("Text")
struct TextTests {
    @Test("Bytes become two lower-case digits each")
    func hexadecimal() {
        #expect([0, 9, 10, 0xA0, 255].hexadecimal == "00090aa0ff")
        #expect([UInt8]().hexadecimal.isEmpty)
    }

    @Test("Hexadecimal digits are read in either case, other bytes are not")
    func hexadecimalDigits() {
        #expect("09afAF".utf8.map(\.hexadecimalDigit) == [0, 9, 10, 15, 10, 15])
        #expect("/:@G`g".utf8.allSatisfy { $0.hexadecimalDigit == nil })
    }

    /// The test vectors of RFC 9923, appendix.
    @Test(
        "FNV-1a",
        arguments: [("", 0x811C_9DC5, 0xCBF2_9CE4_8422_2325), ("foobar", 0xBF9C_F968, 0x8594_4171_F739_67E8)])
    func fnv1a(text: String, bits32: UInt32, bits64: UInt64) {
        var (short, long) = (FNV1a<UInt32>(), FNV1a<UInt64>())
        for byte in text.utf8 {
            short.add(byte)
            long.add(byte)
        }
        #expect(short.value == bits32)
        #expect(long.value == bits64)
    }

    @Test("JSON strings")
    func jsonString() {
        var json = ""
        json.appendJSONString("Grüße")
        json.appendJSONString("\"a\\b\"\n\u{1B}\0")
        #expect(json == #""Grüße""\"a\\b\"\u000a\u001b\u0000""#)
    }

    @Test("What steers a terminal or the order of text is replaced, everything else stays")
    func printable() {
        let text = "Grüße\r\n\t\u{1B}[2J\u{7F}\u{9B}"
        #expect(text.printable == "Grüße\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}[2J\u{FFFD}\u{FFFD}")
        #expect(
            "exe.\u{202E}gpj\u{2066}\u{200F}\u{61C}\u{2028}".printable
                == "exe.\u{FFFD}gpj\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}")
        for plain in ["plain", "שלום", "مرحبا", "👩‍👩‍👧"] { #expect(plain.printable == plain) }
        #expect("a\n\u{1B}b".printable { $0 == "\n" } == "a\n\u{FFFD}b")
    }
}
