import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// Whole calls over real HTTP, posted to the real program as the provider does.
struct ServeCallTests {
    static let configuration = """
        numbers:
          +49 211 1234567: reception
          +49 211 1234568: [ { play: closed }, hangup ]
          +49 211 1234569: { reject: busy }
          +49 211 1234570: { play: wrong-key }
          outgoing: { +49 211 1234567: { dial: called-number, caller-id: +49 211 1234500 } }
        flows:
          reception:
            - caller: { anonymous: voicemail, "+49 157 1*": { dial: +49 211 1234500 } }
            - menu: main
        menus:
          main:
            prompt: [ wrong-key, nothing-heard ]
            again: nothing-heard
            timeout: 4s
            choices:
              1: { dial: [ +49 157 99912345, +49 211 1234500 ] }
              3: { menu: code }
            silence: { say: enter-code, tries: 2, then: hangup }
          code:
            prompt: enter-code
            choices: { "0815": voicemail, else: hangup }
        """
    static let recordings = ["wrong-key.aiff", "nothing-heard.wav", "enter-code.au", "closed.m4a"]

    private func serve() throws -> ServedFolder {
        try ServedFolder(Self.configuration, recordings: Self.recordings)
    }

    @Test("a whole call: a menu whose joined prompt sox reads, a code, an end") func call() throws {
        let served = try serve()
        let provider = served.provider

        let menu = try provider.newCall()
        #expect(menu.action == "Gather")
        #expect(menu.maxDigits == 1 && menu.timeout == 4000)
        #expect(menu.onAnswer == Provider.publicURL + "/sipgate" && menu.onHangup == menu.onAnswer)
        #expect(menu.onData?.hasPrefix(Provider.publicURL + "/sipgate/") == true)
        let url = try #require(menu.url)
        #expect(url.hasPrefix(Provider.publicURL + "/media/") && url.hasSuffix(".wav"))

        // The prompt is two recordings in one file: its samples are the sum of theirs.
        let sound = try provider.fetch(url)
        #expect(sound.status == 200 && sound.header("content-type") == "audio/wav")
        #expect(sound.header("cache-control") == "public, max-age=31536000, immutable")
        let file = try served.folder.write(sound.body, to: "heard.wav")
        try expectAnnouncement(file, samples: (41658 * 16000 + 22050) / (2 * 22050) + 18392)

        let code = try provider.dtmf("3", after: menu)
        #expect(code.action == "Gather" && code.maxDigits == 4 && code.announcement == "enter-code")
        let voicemail = try provider.dtmf("0815", after: code)
        #expect(voicemail.action == "Dial" && voicemail.isVoicemail)
        #expect(
            try provider.dtmf("1", after: menu).numbers.map { $0.filter(\.isNumber) } == [
                "4915799912345", "492111234500",
            ])
    }

    @Test("silence in both its forms, and a caller who hung up") func silence() throws {
        let served = try serve()
        let provider = served.provider
        let menu = try provider.newCall()
        let absent = try provider.dtmf(nil, after: menu)
        let empty = try provider.dtmf("", after: menu)
        #expect(absent == empty)
        #expect(absent.action == "Gather" && absent.url != menu.url)
        // The second silence is the last.
        #expect(try provider.dtmf("", after: absent).action == "Hangup")

        let gone = try provider.dtmf("-1", after: menu)
        #expect(gone.action == nil && gone.url == nil)
        // Anything else that is not a choice is a wrong key.
        for keys in ["7", "-2", "A", "<&>\"'", "1\u{0}", "99999"] {
            #expect(try provider.dtmf(keys, after: menu).announcement == "nothing-heard", "\(keys)")
        }
    }

    @Test("what the numbers do") func numbers() throws {
        let served = try serve()
        let provider = served.provider
        #expect(try provider.newCall(from: "anonymous").isVoicemail)
        #expect(try provider.newCall(from: "4915712345").numbers.map { $0.filter(\.isNumber) } == ["492111234500"])
        #expect(try provider.newCall(from: nil).action == "Gather")

        // Play, and then something else: a Gather that waits for nothing.
        let closed = try provider.newCall(to: "492111234568")
        #expect(closed.action == "Gather" && closed.maxDigits == 1 && closed.timeout == 1)
        #expect(closed.announcement == "closed")
        #expect(try provider.dtmf(nil, after: closed).action == "Hangup")
        #expect(try provider.newCall(to: "492111234570").action == "Play")

        let busy = try provider.newCall(to: "492111234569")
        #expect(busy.action == "Reject" && busy.reason == "busy")
        #expect(try provider.newCall(to: "4930123456").action == nil)
        let outgoing = try provider.newCall(from: "492111234567", to: "4930123456", direction: "out")
        #expect(outgoing.numbers.map { $0.filter(\.isNumber) } == ["4930123456"])
        #expect(outgoing.callerID?.filter(\.isNumber) == "492111234500")
    }

    @Test("answer and hangup are logged and need no action") func notifications() throws {
        let served = try serve()
        for event in ["answer", "hangup"] {
            let form = Provider.form([
                ("event", event), ("callId", "never seen"), ("direction", "in"), ("from", "4915799912345"),
                ("to", "492111234567"), ("cause", "normalClearing"), ("answeringNumber", "492111234500"),
            ])
            #expect(try served.provider.xml(form, to: "/sipgate").action == nil)
        }
        try served.wait(for: "normalClearing")
    }

    @Test("a restart in mid-call loses no caller") func restart() throws {
        let served = try serve()
        let menu = try served.provider.newCall()
        let before = try served.provider.dtmf("3", after: menu)
        try served.restart()
        let after = try served.provider.dtmf("3", after: menu)
        #expect(after.action == "Gather" && after.announcement == "enter-code")
        #expect(after.url == before.url)
        #expect(try served.provider.dtmf("0815", after: before).isVoicemail)
        // What was handed out before is still there to be fetched.
        #expect(try served.provider.fetch(try #require(menu.url)).status == 200)
    }

    @Test("a position belongs to its call and cannot be forged") func forged() throws {
        let served = try serve()
        let provider = served.provider
        let menu = try provider.newCall(callID: "ONE")
        #expect(try provider.dtmf("1", after: menu, callID: "TWO") == XMLAnswer(Array("<Response/>".utf8)))
        let path = try Provider.path(of: try #require(menu.onData))
        let form = Provider.form([("event", "dtmf"), ("callId", "ONE"), ("dtmf", "1")])
        for forged in [
            String(path.dropLast()), path + "A", path.replacing("/sipgate/", with: "/sipgate/A"), "/sipgate/x",
        ] {
            #expect(try provider.xml(form, to: forged) == XMLAnswer(Array("<Response/>".utf8)), "\(forged)")
        }
        #expect(try provider.xml(form, to: path).action == "Dial")
    }

    @Test("10,000 calls that never hang up leave nothing behind") func memory() throws {
        let served = try serve()
        let connection = try HTTPConnection(port: served.port)
        func call(_ number: Int) throws {
            let form = Provider.form([
                ("event", "newCall"), ("direction", "in"), ("from", "49157999\(10000 + number)"),
                ("to", "492111234567"), ("callId", "CALL-\(number)"), ("user[]", "Alice"),
            ])
            try connection.send(try served.provider.request(form, to: "/sipgate"))
            #expect(try connection.receive().status == 200)
        }
        // The call log has its caches and its queue full by then.
        for number in 0..<8_000 { try call(number) }
        let before = served.program.residentMemory
        for number in 8_000..<18_000 { try call(number) }
        // Less than 1 KB per call, once the log has written those that wait for it.
        try served.program.poll("\(before) MB") { served.program.residentMemory - before < 10 }
    }
}
