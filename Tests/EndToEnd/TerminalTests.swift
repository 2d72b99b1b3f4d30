import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// Colour and progress on a terminal, which `script` provides.
@Suite(.enabled(if: Tool.isInstalled("script")))
struct TerminalTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.copy("antiphase.wav")
        return folder
    }

    private func terminal(_ command: String, environment: String = "", in folder: TemporaryFolder) throws -> String {
        let script = "env -u NO_COLOR TERM=xterm \(environment) script -qec \"\(command)\" /dev/null < /dev/null"
        return try Announce.shell(script, in: folder).text
    }

    @Test(
        "colour: on terminals, unless NO_COLOR, --color or a dumb terminal is against it",
        arguments: [
            ("", "", true), ("NO_COLOR=1", "", false), ("NO_COLOR=", "", true), ("TERM=dumb", "", false),
            ("", "--color never", false), ("", "--color=auto", true), ("NO_COLOR=1", "--color=always", true),
        ])
    func color(_ environment: String, _ option: String, _ isColored: Bool) throws {
        let folder = try folder()
        let report = try terminal("'$announce' convert antiphase.wav \(option)", environment: environment, in: folder)
        #expect(report.contains("\u{1B}[33mwarning:\u{1B}[0m") == isColored, "\(report)")
        let failure = try terminal("'$announce' \(option) convert missing.wav", environment: environment, in: folder)
        #expect(failure.contains("\u{1B}[31mError:\u{1B}[0m missing.wav") == isColored, "\(failure)")
        let usage = try terminal("'$announce' inspect \(option) --bogus", environment: environment, in: folder)
        #expect(usage.contains("\u{1B}[31mError:\u{1B}[0m") == isColored, "\(usage)")
        #expect([report, failure, usage].allSatisfy { $0.contains(/\x1B\[[0-9]+m/) == isColored })
    }

    @Test("no colour in pipes unless asked for, and never in JSON", arguments: ["", "--color auto", "--color always"])
    func pipes(_ option: String) throws {
        let folder = try folder()
        let run = try Announce.shell("\"$announce\" convert --force antiphase.wav \(option)", in: folder)
        #expect(run.text.contains("\u{1B}[") == (option == "--color always"))
        let json = try Announce.shell("\"$announce\" convert --json --force antiphase.wav \(option)", in: folder)
        #expect(try json.json(ConvertedObject.self).first?.findings?.first?.code == "anti-phase")
    }

    /// What a terminal shows of a command until a text is on it and Ctrl-C is pressed: it prints ^C and sends the signal.
    private func screen(_ command: String, until text: String, in folder: TemporaryFolder) throws -> String {
        try Announce.shell(
            """
            (until grep -q '\(text)' screen; do sleep 0.02; done; printf '\\003') 2> /dev/null |
            env TERM=xterm NO_COLOR=1 script -qfec "\(command)" screen > /dev/null; cat screen
            """, in: folder
        ).text
    }

    @Test("at 60 columns, progress shows percentage and time left of one long name and of many", arguments: [1, 3])
    func progress(_ count: Int) throws {
        let folder = try TemporaryFolder()
        let names = (1...count).map { "\(String(repeating: "a very long name ", count: 8))\($0).wav" }
        for name in names { try WaveFile.writeLong(seconds: 14_000, to: folder.file(name)) }
        let text = try screen(
            "stty cols 60; exec '$announce' convert -j 1 --level *.wav -o out/", until: " left", in: folder)
        let lines = text.split(separator: "\r\u{1B}[K").dropFirst().filter { $0.contains("%") }
        let drawn = lines.map { $0.prefix { !$0.isNewline && $0 != "^" } }
        #expect(drawn.contains { $0.contains(" % ") && $0.contains(" left") && $0.count < 60 }, "\(text.prefix(500))")
        #expect(drawn.allSatisfy { $0.count < 60 }, "\(drawn)")
    }

    @Test("after Ctrl-C the sentence begins on a new line") func interrupted() throws {
        let folder = try TemporaryFolder()
        try WaveFile.writeLong(seconds: 14_000, to: folder.file("long.wav"))
        let text = try screen("'$announce' convert --level -j 1 long.wav", until: " % ", in: folder)
        #expect(text.contains("^C"), "\(text)")
        #expect(text.contains("\r\nError: Interrupted. Finished files were kept"), "\(text)")
        #expect(!folder.listing.contains("long.8k.wav"))
    }
}
