import CallFlow
import Foundation
import Glibc
import Logging
import ServerFixtures
import Sipgate
import Telephony
import Testing

@testable import AnnounceServer
@testable import Webhook

@Suite("Logs")
struct LogTests {
    static let nasty = "a\nb\u{1b}[2J\u{7f}\u{9b}\u{202e}\u{2066}\u{2028}\0\"\\\r]]>ü😀"

    @Test("Text of clients cannot move the cursor, break a line or reverse the writing direction")
    func escaping() {
        #expect(
            LogText.safe(Self.nasty)
                == #"a\u{a}b\u{1b}[2J\u{7f}\u{9b}\u{202e}\u{2066}\u{2028}\u{0}"\\\u{d}]]>ü😀"#)
        let long = LogText.safe(String(repeating: "A", count: 20_000))
        #expect(long == String(repeating: "A", count: 300) + "… (20000 bytes)")
        // As one character, this is endless.
        #expect(LogText.safe("e" + String(repeating: "\u{301}", count: 10_000)).utf8.count < 1000)
    }

    @Test("Both formats write one line per event, and the JSON is valid", arguments: LogFormat.allCases)
    func formats(_ format: LogFormat) throws {
        let lines = try Self.written { output in
            let logger = format.logger(output)
            logger.info("\(Self.nasty)", metadata: ["call": .string(Self.nasty), "list": ["a", .string("b\n")]])
            logger.debug("not written")
            logger.warning("second", metadata: ["empty": "", "call": "a b"])
        }
        #expect(lines.count == 2)
        for line in lines { #expect(!line.unicodeScalars.contains { $0.isControl || $0 == "\u{202e}" }) }
        guard format == .json else {
            #expect(lines[1].hasSuffix(#" warn  second call="a b" empty="""#))
            return
        }
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String] }
        #expect(objects[0]?["call"] == LogText.safe(Self.nasty))
        #expect(objects[1]?["level"] == "warning")
        #expect(objects[1]?["message"] == "second")
    }

    @Test("A reader that does not read blocks no one; lost lines are counted")
    func stuckPipe() throws {
        var ends: [CInt] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let output = LogOutput(descriptor: ends[1], bound: 10_000)
        let line = String(repeating: "x", count: 99)
        for _ in 0..<5000 { output.write(line) }
        var text = ""
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while !text.contains("last") {
            let count = read(ends[0], &bytes, bytes.count)
            text += String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
            output.write("last")
        }
        #expect(text.contains(" lines were dropped: the output was not read)\n"))
        #expect(text.utf8.count < 5000 * 100)
    }

    private static func event(_ form: String) throws -> CallEvent { try CallEvent(form: form.utf8) }

    @Test("One line says who called whom, who answered, which keys, and how it ended")
    func lines() throws {
        let responder = try Example.responder()
        func line(_ form: String, masks: Bool = false) throws -> EventLine {
            let event = try Self.event(form)
            return EventLine(
                event, responder.respond(to: event, token: nil, at: Example.noon),
                numbers: LoggedNumbers(isMasking: masks))
        }
        let call = "callId=1&direction=in&from=4915799912345&to=492111234567"
        let new = try line("event=newCall&\(call)")
        #expect(new.message == "+4915799912345 calls +492111234567: ask main-menu")
        #expect(new.fields["way"] == "number +492111234567 > menu main")
        #expect(
            try line("event=answer&\(call)&answeringNumber=492111234500").message
                == "+492111234500 answers the call from +4915799912345 to +492111234567")
        #expect(
            try line("event=hangup&\(call)&cause=normalClearing").message
                == "The call from +4915799912345 to +492111234567 ends: normalClearing")
        #expect(try line("event=dtmf&callId=1&dtmf=3").message == "The caller presses 3: not handled, no position")
        let masked = try line("event=newCall&\(call)", masks: true)
        #expect(masked.message == "+491579991xxxx calls +49211123xxxx: ask main-menu")
        #expect(!"\(masked.fields)".contains("2345") && !"\(masked.fields)".contains("4567"))
        #expect(
            try line("event=newCall&callId=1&from=anonymous&to=492111234567", masks: true).message.hasPrefix(
                "anonymous calls"))
    }

    /// What is written to a log, by lines.
    private static func written(_ write: (LogOutput) -> Void) throws -> [Substring] {
        var ends: [CInt] = [0, 0]
        #expect(pipe(&ends) == 0)
        let output = LogOutput(descriptor: ends[1])
        write(output)
        output.flush(within: .seconds(10))
        close(ends[1])
        var text: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(ends[0], &bytes, bytes.count), count > 0 { text += bytes.prefix(count) }
        close(ends[0])
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
    }
}
