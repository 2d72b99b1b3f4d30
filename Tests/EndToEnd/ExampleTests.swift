import Foundation
import Glibc
import ProviderSimulator
import Support
import SystemPackage
import Testing

/// The example programs of the library, run as a user runs them, with a provider that signs with a key of its own.
@Suite struct ExampleTests {
    /// An example that accepts calls.
    private struct Example {
        let program: RunningProgram
        let provider: Provider

        /// - Parameter name: its product, beside the tests in the build folder.
        init(_ name: String, in folder: TemporaryFolder) throws {
            let signer = try PushSigner()
            // Its output line by line, though it is no terminal.
            let command = ["stdbuf", "-oL", FilePath(Announce.path).removingLastComponent().appending(name).string]
            program = try RunningProgram(
                command, in: folder.path,
                environment: [
                    "SIPGATE_WEBHOOK_SERVER_ADDRESS": Provider.publicURL + "/", "WEBHOOK_KEY": signer.publicKey,
                    "PORT": "0",
                ], input: .nothing)
            var port: Int?
            try program.poll("port") { [program] in
                port = try program.outputSoFar().firstMatch(of: /port (\d+)\./).flatMap { Int($0.1) }
                return port != nil
            }
            provider = Provider(port: try #require(port), signer: signer)
        }

        /// Posts an event where an answer said.
        func post(_ form: String, to address: String?) throws -> XMLAnswer {
            try provider.xml(form, to: try Provider.path(of: try #require(address)))
        }

        /// Its lines after the first one.
        func lines(_ count: Int) throws -> [String] {
            var lines: [String] = []
            try program.poll("\(count) lines") {
                lines = try program.outputSoFar().split(separator: "\n").dropFirst().map(String.init)
                return lines.count >= count
            }
            return lines
        }
    }

    @Test("the events of a call are printed, and an unsigned one is refused")
    func callEvents() throws {
        let folder = try TemporaryFolder()
        let example = try Example("call-events", in: folder)
        let call = try example.provider.newCall(callID: "C1")
        #expect(call.action == nil)
        _ = try example.post("event=answer&callId=C1&user=Ada+Lovelace", to: call.onAnswer)
        _ = try example.post("event=hangup&callId=C1&cause=normalClearing", to: call.onHangup)
        let stranger = Provider(port: example.provider.port)
        #expect(try stranger.post("event=hangup&callId=C1&cause=busy", to: "/ann/").status == 403)
        #expect(
            try example.lines(4) == [
                "New call from +4915799912345 to +492111234567", "The call was answered by Ada Lovelace",
                "The call was hung up with cause normalClearing", "Not answered: The event is not signed.",
            ])
    }

    @Test("the menu is heard again, connects, and hangs up as it was asked to")
    func menu() throws {
        let folder = try TemporaryFolder()
        let example = try Example("ivr", in: folder)
        func pressed(_ keys: String, after answer: XMLAnswer, callID: String = "C1") throws -> XMLAnswer {
            try example.post("event=dtmf&callId=\(callID)&dtmf=\(keys)", to: answer.onData)
        }
        let menu = try example.provider.newCall(callID: "C1")
        #expect(
            menu.action == "Gather" && menu.maxDigits == 1 && menu.timeout == 5000
                && menu.url?.hasSuffix(".wav") == true)
        let again = try pressed("0", after: menu)
        #expect(again.action == "Gather" && again.url == menu.url && again.onData != menu.onData)
        #expect(try pressed("1", after: again).isVoicemail)
        let dialled = try pressed("2", after: again)
        #expect(dialled.action == "Dial" && dialled.numbers == ["12"] && dialled.callerID == "49123456789")
        #expect(try pressed("3", after: again).action == "Hangup")
        #expect(try pressed("", after: again).action == nil)
        // Another call with the same URL is refused.
        let path = try Provider.path(of: try #require(again.onData))
        #expect(try example.provider.post("event=dtmf&callId=C2&dtmf=3", to: path).status == 403)
        _ = try example.post("event=answer&callId=C1&user=Ada", to: dialled.onAnswer)
        _ = try example.post("event=hangup&callId=C1&cause=busy", to: dialled.onHangup)
        let voicemail = Provider.form([
            ("event", "newCall"), ("direction", "in"), ("to", "492111234567"), ("callId", "C3"),
            ("user[]", "voicemail"),
        ])
        #expect(try example.provider.xml(voicemail, to: "/ann/").action == nil)
        #expect(
            try example.lines(9) == [
                "New call from +4915799912345 to +492111234567", #"+4915799912345 pressed keys("0") in menu 1"#,
                #"+4915799912345 pressed keys("1") in menu 2"#, #"+4915799912345 pressed keys("2") in menu 2"#,
                #"+4915799912345 pressed keys("3") in menu 2"#, "+4915799912345 pressed none in menu 2",
                "Not answered: This URL was not made for this event.", "+4915799912345 was answered by Ada",
                "+4915799912345 was hung up with cause busy",
            ])
    }
}
