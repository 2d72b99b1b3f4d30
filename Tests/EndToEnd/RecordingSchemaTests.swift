import Foundation
import Support
import SystemPackage
import Testing

/// Real output of `--json` against the schemas in docs/schemas, with Debian's python3-jsonschema.
struct RecordingSchemaTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in ["welcome.flac", "antiphase.wav", "touch-tone.wav", "silence.wav", "nothing-heard.wav"] {
            try folder.copy(name)
        }
        try folder.write("words".utf8, to: "text.wav")
        return folder
    }

    @Test(
        "output matches the schema",
        arguments: [
            ("convert", ["."]), ("convert", ["--level", "--trim", ".", "-o", "out"]),
            ("convert", ["--dry-run", "missing.wav", "."]),
            ("inspect", ["."]), ("inspect", ["missing.wav", "touch-tone.wav"]),
        ])
    func matches(_ command: String, _ arguments: [String]) throws {
        let folder = try folder()
        let run = try RunningProgram(
            [Announce.path, command, "--json"] + arguments, in: folder.path, input: .nothing
        ).wait()
        #expect(!run.output.isEmpty, "\(run.errors)")
        #expect(try OutputSchema(command).verdict(of: run.output) == "valid")
    }

    @Test("a document that does not match is refused") func refused() throws {
        for document in [#"{}"#, #"[{"input":"a"}]"#, #"[{"input":"a","output":"b","status":"failed"}]"#] {
            #expect(try OutputSchema("convert").verdict(of: Array(document.utf8)).hasPrefix("["))
        }
    }
}
