import CallFlow
import Testing

/// One mistake is one message, in words that help.
struct MistakeTests {
    private func messages(_ text: String) throws -> [String] {
        try MarkedConfiguration(MarkedConfiguration.head + text).read().problems.map { $0.description(file: "a") }
    }

    @Test(
        arguments: [
            // What a misspelt key has is read as that of the key it was meant to be.
            (
                "numbers: { default: { menu: m } }\nmenus: { m: { prompt: p, choises: { 1: { menu: sub } } }, sub: { prompt: p, choices: { 1: hangup } } }",
                ["a:4:26: error: the menu `m` has no key `choises`; did you mean `choices`?"]
            ),
            (
                "nubers: { default: { flow: f } }\nflows: { f: [ hangup, connect ] }",
                [
                    "a:3:1: error: the file has no key `nubers`; did you mean `numbers`?",
                    "a:4:23: error: this step is unreachable: `hangup` above it ends the list",
                ]
            ),
            (
                "numbers: { default: { chek: o, open: { flow: f }, closd: hangup } }\nflows: { f: connect }\nschedules: { o: { hours: { daily: closed } } }",
                [
                    "a:3:23: error: `chek` is not a step; did you mean `check`?",
                    "a:3:51: error: `check` has no key `closd`; did you mean `closed`?",
                ]
            ),
            // The correct key is there too: the other one is not read.
            (
                "numbers: { default: { menu: m } }\nmenus: { m: { prompt: p, choises: { 1: nonsense }, choices: { 1: hangup } } }",
                ["a:4:26: error: the menu `m` has no key `choises`; did you mean `choices`?"]
            ),
            (
                "numbers: { default: { menu: m } }\nmenus: { m: { prompt: p, choices: { 1: voicemail, #: hangup } } }",
                [
                    "a:4:51: error: `#` begins a comment here, so the braces have no end; the key `#` needs quotes; write `\"#\"`"
                ]
            ),
            (
                "numbers: { default: { menu: m } }\nmenus:\n  m:\n    prompt: p\n    choices: { 1: voicemail, #: hangup,\n      2: hangup }",
                ["a:7:30: warning: `#: hangup,` is a YAML comment; the key `#` needs quotes; write `\"#\": hangup,`"]
            ),
            (
                "numbers: { default: [ { caller: { 00000: reject } }, connect ] }",
                ["a:3:35: error: `00000` has no country code"]
            ),
            (
                "numbers: { default: [ { dial: +49 30 12345 }, voicemail ] }",
                [
                    "a:3:47: error: this step is unreachable: `dial` above it ends the list, and the network decides what happens when nobody answers"
                ]
            ),
        ])
    func words(text: String, expected: [String]) throws {
        #expect(try messages(text) == expected)
    }

    @Test("A `#` in a comment, in quotes or in a name is not meant as a key")
    func harmlessHashes() throws {
        #expect(
            try messages(
                """
                # { 1: a, #: b }
                numbers: { default: { menu: m } }  # , #: b
                menus: { m: { prompt: "a, #: b", choices: { "#": hangup } } }
                """) == [])
    }

    @Test("YAML anchors say a thing once")
    func anchors() throws {
        #expect(
            try PlayedCall(
                """
                numbers:
                  +49 211 1234568: &way [ { play: welcome }, { flow: f } ]
                  +49 211 1234567: *way
                flows: { f: hangup }

                """
            ).steps == ["“welcome”", "hangup"])
    }
}
