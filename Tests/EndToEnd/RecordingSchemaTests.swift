import Foundation
import Support
import SystemPackage
import Testing

/// Real output of `--json` against the schemas in docs/schemas, with Debian's python3-jsonschema.
struct RecordingSchemaTests {
    /// Validates standard input against the schema whose path is the argument. Keys that the schema does not name are errors here:
    /// it must describe all of them.
    private static let validate = """
        import json, sys, jsonschema
        def close(schema):
            if isinstance(schema, dict):
                if schema.get('type') == 'object' and 'properties' in schema: schema['additionalProperties'] = False
                for value in schema.values(): close(value)
            if isinstance(schema, list):
                for value in schema: close(value)
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema['$id'].startswith('urn:announce:') and schema['title'].endswith(schema['$id'].split(':')[-1])
        close(schema)
        errors = list(jsonschema.Draft202012Validator(schema).iter_errors(json.load(sys.stdin)))
        for error in errors: print(list(error.absolute_path), error.message[:200])
        sys.exit(bool(errors))
        """

    private static let schemas = Media.folder.removingLastComponent().appending("docs").appending("schemas")

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
        let schema = Self.schemas.appending("\(command).schema.json").string
        let verdict = try Tool.run("/usr/bin/python3", ["-c", Self.validate, schema], input: run.output)
        #expect(verdict.status == 0, "\(verdict.text)\(verdict.errors)")
    }

    @Test("a document that does not match is refused") func refused() throws {
        for document in [#"{}"#, #"[{"input":"a"}]"#, #"[{"input":"a","output":"b","status":"failed"}]"#] {
            let schema = Self.schemas.appending("convert.schema.json").string
            let verdict = try Tool.run("/usr/bin/python3", ["-c", Self.validate, schema], input: Array(document.utf8))
            #expect(verdict.status == 1 && !verdict.text.isEmpty, "\(verdict.errors)")
        }
    }
}
