import Foundation
import Support
import SystemPackage
import Testing

/// The JSON Schemas: `announce schema` for editors, and the documented output of `announce check --json`; tested with
/// Debian's python3-jsonschema.
struct SchemaTests {
    /// Validates YAML files, read as YAML 1.2 reads them, with a schema; prints the first error of each.
    private static let validator = """
        import json, re, sys, jsonschema, yaml
        class Loader(yaml.SafeLoader): pass
        Loader.yaml_implicit_resolvers = {}
        for tag, pattern, first in [('bool', '^(true|false)$', 'tf'), ('int', '^[-+]?[0-9]+$', '-+0123456789'),
                                    ('float', r'^[-+]?[0-9]+\\.[0-9]+$', '-+0123456789'), ('null', '^(null|~|)$', ['n', '~', ''])]:
            Loader.add_implicit_resolver('tag:yaml.org,2002:' + tag, re.compile(pattern), list(first))
        Loader.add_constructor('tag:yaml.org,2002:int', lambda loader, node: int(node.value))
        schema = json.load(open(sys.argv[1]))
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        for name in sys.argv[2:]:
            # In JSON all keys are strings.
            value = json.loads(json.dumps(yaml.load(open(name), Loader)))
            errors = list(validator(schema).iter_errors(value))
            print(name, 'valid' if not errors else 'invalid: ' + errors[0].message)
        """

    private func validate(_ schema: String, _ names: String..., in folder: TemporaryFolder) throws -> String {
        try folder.write(Array(Self.validator.utf8), to: "validate.py")
        // Debian's own Python: others lack the packages.
        let run = try RunningProgram(
            ["/usr/bin/python3", "validate.py", schema] + names, in: folder.path, input: .nothing
        ).wait()
        #expect(run.status == 0, "\(run.errors)")
        return run.text
    }

    @Test("the example configurations are valid by the schema that init writes") func examples() throws {
        let folder = try TemporaryFolder()
        #expect(try Announce.run("init", "starter", in: folder).status == 0)
        #expect(try Announce.run("init", "--demo", "demo", in: folder).status == 0)
        let template = String(decoding: try folder.bytes(of: "starter/announce.yaml"), as: UTF8.self)
        try folder.write(Array(template.replacing(/(?m)^#(?=\S|  )/, with: "").utf8), to: "uncommented.yaml")
        let text = try validate(
            "starter/announce.schema.json", "starter/announce.yaml", "uncommented.yaml", "demo/announce.yaml",
            in: folder)
        #expect(
            text == "starter/announce.yaml valid\nuncommented.yaml valid\ndemo/announce.yaml valid\n", "\(text)")
    }

    @Test("docs/announce.schema.json is what `announce schema` prints") func documented() throws {
        let folder = try TemporaryFolder()
        let path = CallCommandTests.root.appending("docs/announce.schema.json").string
        let printed = try Announce.run("schema", in: folder)
        #expect(printed.status == 0)
        #expect(printed.text == (try? String(contentsOfFile: path, encoding: .utf8)))
    }

    @Test("the output of check --json is as docs/schemas/check.schema.json describes it, with and without problems")
    func check() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("media")
        for recording in ["welcome.flac", "silence.wav", "quiet-voice.flac"] {
            try folder.copy(recording, to: "media/\(recording)")
        }
        try folder.write(Array("no sound at all".utf8), to: "media/broken.wav")
        for (name, numbers) in [
            (
                "good",
                "{ +49 211 1234567: { play: welcome }, +49 30*: { play: silence }, outgoing: { +49 211 1234567: { dial: called-number } } }"
            ),
            ("bad", "{ 0211 1234567: { play: wellcome }, +49 30 1234567: { play: broken } }"),
        ] {
            try folder.write(Array(ServedFolder.text("numbers: \(numbers)").utf8), to: "\(name).yaml")
            let run = try Announce.run("check", "\(name).yaml", "--json", "--state", "state", in: folder)
            #expect(run.status == (name == "good" ? 0 : 1), "\(run)")
            #expect(try OutputSchema("check").verdict(of: run.output) == "valid")
        }
    }

    @Test("the schema and the reader agree about files with every key, and about mistakes") func agreement() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(try Announce.run("schema", in: folder).output), to: "schema.json")
        try folder.makeFolder("media")
        try folder.copy("nothing-heard.wav", to: "media/a.wav")
        try folder.write(Array(Self.everyKey.utf8), to: "every-key.yaml")
        #expect(try validate("schema.json", "every-key.yaml", in: folder) == "every-key.yaml valid\n")
        let check = try Announce.run("check", "every-key.yaml", "--state", "state", in: folder)
        #expect(!check.errors.contains(": error:"), "\(check.errors)")

        for (old, new) in Self.mistakes {
            #expect(Self.everyKey.contains(old), "\(old)")
            try folder.write(
                Array(Self.everyKey.replacing(old, with: new, maxReplacements: 1).utf8), to: "mistake.yaml")
            let verdict = try validate("schema.json", "mistake.yaml", in: folder)
            #expect(verdict.contains("invalid"), "\(new)")
            let check = try Announce.run("check", "mistake.yaml", "--state", "state", in: folder)
            #expect(check.status == 1, "\(new)")
        }
    }

    private static let everyKey = """
        public-url: https://phone.example.com/path
        time-zone: Europe/Berlin
        recordings: { folder: media, level: -19 dBm0, trim: true }
        webhook:
          signature: off
          keys: [ one.pem, two.pem ]
          basic-auth: { user: phone, password-env: ANNOUNCE_PASSWORD }
        server:
          listen: :8080
          admin: "[::1]:8081"
          tls: { certificate: fullchain.pem, key: privkey.pem }
          admin-tls: true
          position-key-env: ANNOUNCE_KEY
          mask-numbers: false
        log: { keep: 90d, mask-numbers: true, keep-digits: false }
        numbers:
          +492111234567: reception
          +49 211 12345*: [ { play: [ a, a ] }, { menu: main } ]
          0049 (211) 99-88: { reject: busy }
          outgoing: { +49 211 1234567: { dial: called-number, caller-id: +492111234500, anonymous: false } }
          default: connect
        flows:
          reception:
            - caller: { anonymous: hangup, +49157*: { dial: [ +49 211 1234500, +4915799912345 ] } }
            - { check: office, open: { flow: day }, holiday: [ { play: a }, reject ] }
            - { check: office, closed: voicemail }
            - connect
          day: { menu: main }
        menus:
          main:
            prompt: a
            again: [ a ]
            timeout: 4.5s
            choices: { 1: connect, "0815": { flow: day2 }, 9xxx: back, "*": repeat, "#": voicemail, else: hangup }
            silence: { say: a, tries: 2, then: [ { play: a }, hangup ] }
          second:
            prompt: a
            choices: { 1: { menu: main } }
            wrong-key: { say: a, tries: 20, then: back }
        schedules:
          office:
            hours: { mon-thu: "09:00-12:30, 13:30-17:00", fri: 22:00-06:00, "sat, sun": closed }
            holidays: [ DE-NW, AT, CH-ZH, DE-BY/Augsburg, Rosenmontag, not Reformationstag ]
            time-zone: Europe/London
            seasons: { 04-01..10-31: { mon-thu: 07:00-23:00 }, 2026-12-24: { daily: closed } }
            days:
              2026-12-24: 09:00-12:00
              2026-12-28..2027-01-01: closed
              12-24..01-01: holiday 10:00-12:00
              first tue: holiday
              jan last sun: closed
              easter+39: closed
              even-weeks sat: 09:00-12:00
        people: { anna: +49 157 1111, bernd: +49 157 2222 }
        rotas:
          on-call:
            every: 1 week
            from: 2026-01-05T08:00
            turns: [ anna, bernd ]
            swaps: { 2026-12-24..2026-12-26: anna, 12-31: bernd }
          plan: { turns: { 2026-01-05: anna, 2026-01-12T08:00: bernd }, time-zone: Europe/London }

        """.replacing("{ flow: day2 }", with: "{ menu: second }")

    /// What the schema finds as well as the reader.
    private static let mistakes = [
        ("recordings:", "recording:"), ("level: -19 dBm0", "levl: keep"), ("level: -19 dBm0", "level: loud"),
        ("trim: true", "trim: sometimes"), ("signature: off", "signature: maybe"),
        ("password-env: ANNOUNCE_PASSWORD", "pass: x"),
        ("listen: :8080", "listen: somewhere"), ("keep: 90d", "keep: 90 years"),
        ("+492111234567: reception", "nobody: hangup"),
        ("{ reject: busy }", "{ reject: loudly }"), ("- connect", "- conect"),
        ("open: { flow: day }", "opne: { flow: day }"),
        ("timeout: 4.5s", "timeout: long"), ("tries: 2", "tries: 0"), ("9xxx: back", "ABC: back"),
        ("9xxx: back", "9xxx: { play: [] }"),
        ("mon-thu: \"09:00-12:30, 13:30-17:00\"", "mon-thu: nine to five"), ("DE-NW", "NRW"),
        ("2026-12-24: 09", "24.12.: 09"), ("easter+39: closed", "easter+39: shut"), ("07:00-23:00", "always"),
        ("every: 1 week", "evry: 1 week"), ("every: 1 week", "every: weekly"),
        ("public-url: https://phone.example.com/path", "public-url: phone.example.com"),
        ("time-zone: Europe/Berlin", ""),
    ]
}
