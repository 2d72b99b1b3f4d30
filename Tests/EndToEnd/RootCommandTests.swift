import Support
import Testing

/// `announce` without a command, and with one that does not exist.
struct RootCommandTests {
    @Test("announce alone shows what to try, and succeeds") func alone() throws {
        let run = try Announce.run(in: try TemporaryFolder())
        #expect(run.status == 0 && run.errors.isEmpty)
        let commands = run.text.split(separator: "\n").filter { $0.hasPrefix("  announce ") }
        #expect(commands.count == 3 && run.text.contains("announce --help"), "\(run.text)")
    }

    @Test(
        "an unknown command is an error with the one that was probably meant",
        arguments: [
            (["conver", "a.wav"], "announce has no command conver; did you mean convert?"),
            (["help", "chekc"], "announce has no command chekc; did you mean check?"),
            (["account", "stauts"], "announce account has no command stauts; did you mean status?"),
            (["xyzzy"], "announce has no command xyzzy. `announce --help` lists all commands."),
        ])
    func unknown(_ arguments: [String], _ sentence: String) throws {
        let folder = try TemporaryFolder()
        let run = try RunningProgram([Announce.path] + arguments, in: folder.path, input: .nothing).wait()
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("Error: \(sentence)"), "\(run.errors)")
    }

    @Test(
        "known commands and options are not mistaken for unknown ones",
        arguments: [["help", "check"], ["--version"], ["account", "--help"]])
    func known(_ arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let run = try RunningProgram([Announce.path] + arguments, in: folder.path, input: .nothing).wait()
        #expect(run.status == 0 && run.errors.isEmpty, "\(run)")
    }
}
