import Support
import SystemPackage

/// The schema that docs/schemas has for the `--json` output of a command; Debian's python3-jsonschema judges.
struct OutputSchema {
    private let path: FilePath

    /// - Parameter name: such as `check` or `account-status`.
    init(_ name: String) {
        path = Media.folder.removingLastComponent().appending("docs/schemas/\(name).schema.json")
    }

    /// `valid`, or what is wrong, an error per line with its place first. Keys that the schema does not name are errors: it must
    /// describe all of them.
    ///
    /// - Parameter documents: how many JSON documents there must be.
    func verdict(of output: [UInt8], documents: Int = 1) throws -> String {
        // Debian's own Python: others lack the package.
        let run = try Tool.run("/usr/bin/python3", ["-c", Self.validator, path.string, "\(documents)"], input: output)
        return run.status == 0 ? "valid" : run.text + run.errors
    }

    private static let validator = """
        import json, sys, jsonschema
        def close(schema):
            if isinstance(schema, dict):
                if 'properties' in schema: schema['additionalProperties'] = False
                # A condition only looks at some of the keys.
                for key, value in schema.items():
                    if key != 'if': close(value)
            if isinstance(schema, list):
                for value in schema: close(value)
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        prefix, product, name, version = schema['$id'].split(':')
        assert (prefix, product) == ('urn', 'announce'), schema['$id']
        command = {
            'account-contacts': 'account contacts list', 'convert-manifest': 'convert --manifest',
            'convert-status': 'convert --status'}.get(name, name.replace('-', ' '))
        title = {
            'alert': 'a message of alerts', 'convert-results': 'a line of the results of convert --manifest'
        }.get(name, f'announce {command} --json')
        assert schema['title'] == f'{title}, version {version}', schema['title']
        close(schema)
        text, count, errors = sys.stdin.read().strip(), 0, []
        while text:
            document, end = json.JSONDecoder().raw_decode(text)
            errors += jsonschema.Draft202012Validator(schema).iter_errors(document)
            text, count = text[end:].strip(), count + 1
        for error in errors: print(list(error.absolute_path), error.message[:300])
        if count != int(sys.argv[2]): sys.exit(f'{count} documents')
        sys.exit(bool(errors))
        """
}
