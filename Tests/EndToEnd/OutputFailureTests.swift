import CallLog
import Foundation
import Support
import SystemPackage
import Telephony
import Testing

/// Results that cannot be written: a sentence and a failure, for every command; but not if the reader closed the pipe.
struct OutputFailureTests {
    static let commands = [
        "--help", "--version", "convert --help", "--generate-completion-script bash", "convert welcome.flac",
        "convert --json welcome.flac", "inspect nothing-heard.wav", "inspect --json nothing-heard.wav", "check",
        "check --json",
        "graph", "log --csv", "log --json", "call +492111234567", "call --json +492111234567", "call --help",
    ]

    private func folder() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        for name in ["welcome.flac", "nothing-heard.wav"] {
            try folder.copy(name)
            try folder.copy(name, to: "media/\(name)")
        }
        let configuration = "numbers: { +49 211 1234567: [ { play: welcome }, hangup ] }"
        try folder.write(Array(ServedFolder.text(configuration).utf8), to: "announce.yaml")
        try folder.makeFolder("state")
        let writer = CallLogWriter(folder.file("state/calls.sqlite"), settings: CallLogSettings(keep: nil))
        writer.record { _ in .event(LoggedEvent(at: Moment(milliseconds: 0), kind: .newCall, callID: "1")) }
        #expect(await writer.flush(within: .seconds(60)))
        return folder
    }

    private func state(_ command: String) -> String {
        ["check", "log", "call", "override"].contains { command.hasPrefix($0) } ? " --state state" : ""
    }

    @Test("a full device, a closed output", arguments: commands, ["> /dev/full", ">&-"])
    func full(_ command: String, _ redirection: String) async throws {
        let folder = try await folder()
        let script = "\"$announce\" \(command)\(state(command))"
        let run = try Announce.shell("\(script) \(redirection)", in: folder)
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.output.isEmpty)
        let reason = redirection == ">&-" ? "bad file descriptor" : "no space left on device"
        #expect(run.errors.hasSuffix("Error: Standard output could not be written: \(reason).\n"), "\(run.errors)")
    }

    @Test("a log that is followed ends when it cannot be written") func followed() async throws {
        let folder = try await folder()
        let run = try Announce.shell("\"$announce\" log --follow --state state > /dev/full", in: folder)
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("Error: Standard output could not be written: "), "\(run.errors)")
    }

    @Test("the other status stays") func failing() async throws {
        let folder = try await folder()
        let run = try Announce.shell("\"$announce\" inspect welcome.flac > /dev/full; echo $?", in: folder)
        #expect(run.text == "1\n")
        let none = try Announce.shell("\"$announce\" inspect --quiet nothing-heard.wav > /dev/full", in: folder)
        #expect(none.status == 0 && none.errors.isEmpty)
        let usage = try Announce.shell("\"$announce\" inspect --bogus > /dev/full", in: folder)
        #expect(usage.status == 64)
    }

    @Test("a reader that closes the pipe causes no message", arguments: commands)
    func closedPipe(_ command: String) async throws {
        let folder = try await folder()
        let script = "\"$announce\" \(command)\(state(command)) 2> errors | true; cat errors"
        let run = try Announce.shell(script, in: folder)
        #expect(run.status == 0)
        #expect(!run.text.contains("Standard output"), "\(run.text)")
    }

    @Test("no file takes the place of a closed output") func closedOutputs() async throws {
        let folder = try await folder()
        let run = try Announce.shell("\"$announce\" convert welcome.flac nothing-heard.wav >&- 2>&- <&-", in: folder)
        #expect(run.status == 1)
        try expectAnnouncement(folder.file("welcome.wav"), samples: 32493)
        let whole = try [UInt8](
            Data(contentsOf: URL(fileURLWithPath: Media.folder.appending("welcome.flac").string)))
        #expect(try folder.bytes(of: "welcome.flac") == whole)
    }
}
