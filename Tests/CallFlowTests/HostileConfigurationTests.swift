import CallFlow
import Telephony
import Testing

/// Files that are not YAML, or far more YAML than anyone would write: each is reported, and quickly.
struct HostileConfigurationTests {
    /// A text too long to be part of a test's name.
    struct Long: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String

        init(_ name: String, _ text: String) {
            (testDescription, self.text) = (name, text)
        }
    }

    @Test(arguments: [
        ("", ConfigurationProblem.Kind.emptyFile, 1, 1), ("# nothing\n\n", .emptyFile, 1, 1),
        ("---\n", .emptyFile, 1, 1),
        ("text", .wrongKind("the file", expected: "a mapping", found: "text"), 1, 1),
        ("- a\n- b\n", .wrongKind("the file", expected: "a mapping", found: "a list"), 1, 1),
        ("a:\n\t- b\n", .yaml(.tab), 2, 1),
        ("a: b: c", .yaml(.syntax("mapping values are not allowed in this context", context: nil)), 1, 5),
        (
            "numbers:\n  a: [1, 2\n\n",
            .yaml(
                .syntax(
                    "did not find expected ',' or ']'",
                    context: .init(text: "while parsing a flow sequence", line: 2))), 2, 6
        ),
        (
            "a: 'b\n",
            .yaml(
                .syntax(
                    "found unexpected end of stream", context: .init(text: "while scanning a quoted scalar", line: 1))),
            1, 4
        ),
        ("a: @b\n", .yaml(.syntax("found character that cannot start any token", context: nil)), 1, 4),
        ("ä: \0\n", .yaml(.syntax("control characters are not allowed", context: nil)), 1, 4),
        ("ä:\n  b: \u{1}\n", .yaml(.syntax("control characters are not allowed", context: nil)), 2, 6),
        (
            "choices:\n  *: repeat\n",
            .yaml(
                .syntax(
                    "did not find expected alphabetic or numeric character",
                    context: .init(text: "while scanning an alias", line: 2))), 2, 3
        ),
    ])
    func notReadable(_ text: String, _ kind: ConfigurationProblem.Kind, _ line: Int, _ column: Int) throws {
        let reading = ConfigurationFile.read(text, folder: "/", announcements: nil)
        let first = try #require(reading.problems.first)
        #expect(first.kind == kind)
        #expect([first.place.line, first.place.column] == [line, column])
        #expect(reading.configuration == nil)
    }

    @Test(arguments: [("choices:\n  *: repeat\n", "\"*\""), ("a: @b, c", "\"@b\""), ("*9: repeat", "\"*9\"")])
    func quotesAreSuggested(_ text: String, _ suggestion: String) {
        #expect(ConfigurationFile.read(text, folder: "/", announcements: nil).problems.first?.suggestion == suggestion)
    }

    @Test func aSecondDocumentIsRefusedAndTheFirstRead() throws {
        let text = MarkedConfiguration.head + "numbers: { 0211 1: hangup }\n«---»\nnumbers: {}\n"
        let kinds = try MarkedConfiguration(text).read().problems.map(\.kind)
        #expect(kinds == [.nationalNumber("0211 1"), .yaml(.severalDocuments)])
    }

    @Test func aByteOrderMarkIsIgnored() throws {
        let text = "\u{FEFF}" + MarkedConfiguration.head + "numbers: { +49 211 1234567: nowhere }"
        let problem = try #require(ConfigurationFile.read(text, folder: "/", announcements: nil).problems.first)
        #expect(problem.place == Place(line: 3, column: 29, length: 7, text: "nowhere"))
        let first = ConfigurationFile.read("\u{FEFF}colour: red", folder: "/", announcements: nil).problems
        #expect(first.contains { $0.place == Place(line: 1, column: 1, length: 6, text: "colour") })
    }

    @Test(arguments: ["\r\n", "\r", "\n"])
    func everyKindOfLineBreakCounts(_ lineBreak: String) throws {
        let marked = MarkedConfiguration(MarkedConfiguration.head + "numbers:\n  +49 211 1234567: «nowhere»\n")
        let reading = ConfigurationFile.read(
            marked.text.replacing("\n", with: lineBreak), folder: "/", announcements: nil)
        #expect(reading.problems.map(\.place) == marked.places)
    }

    @Test(arguments: [
        Long("brackets", String(repeating: "[", count: 100_000)),
        Long("braces", String(repeating: "{a: ", count: 100_000)),
        Long("dashes", String(repeating: "- ", count: 50_000)),
        Long("indentation", (0..<500).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
        Long("aliases", "a0: &a0 [x]\n" + (1..<200).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()),
    ])
    func depthIsLimited(_ deep: Long) {
        let problems = ConfigurationFile.read(deep.text, folder: "/", announcements: nil).problems
        #expect(problems.map(\.kind) == [.yaml(.tooDeep(limit: 64))])
    }

    @Test(arguments: ["b: *a20", "? *a20\n: x", "? [*a20]\n: x"])
    func anAliasBombDoesNotGoOff(_ last: String) {
        let bomb =
            "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + (1...20).map {
                "a\($0): &a\($0) [" + repeatElement("*a\($0 - 1)", count: 10).joined(separator: ", ") + "]\n"
            }
            .joined()
        let problems = ConfigurationFile.read(bomb + last, folder: "/", announcements: nil).problems
        #expect(problems.map(\.kind) == [.yaml(.tooManyAliases(limit: 100_000))])
    }

    @Test(arguments: ["a: &a [*a]", "a: &a { b: *a }"])
    func anAliasCannotHoldItself(_ text: String) {
        let problems = ConfigurationFile.read(text, folder: "/", announcements: nil).problems
        #expect(problems.contains { $0.kind == .yaml(.unknownAlias("a")) })
    }

    /// Messages are short and without control characters, whatever the file contains.
    @Test(arguments: [
        Long("a megabyte", String(repeating: "a", count: 1_000_000)), Long("controls", #""\0\e[31m\n""#),
        Long("right to left", "\"\u{202E}evil\""), Long("accents", "\"" + String(repeating: "é", count: 5000) + "\""),
    ])
    func anyTextCanBeTold(_ long: Long) throws {
        let text = long.text
        for section in [
            "numbers: { +49 211 1234567: \(text) }", "numbers: { ? \(text) : hangup }", "? \(text)\n: x",
            "numbers: {}\nmenus: { ? \(text) : {} }",
        ] {
            let reading = ConfigurationFile.read(
                MarkedConfiguration.head + section, folder: "/", announcements: [try AnnouncementName("a")])
            #expect(reading.configuration == nil)
            for problem in reading.problems {
                let sentence = problem.description(file: "f")
                #expect(sentence.count < 500)
                #expect(!sentence.unicodeScalars.contains { $0.isControl })
            }
        }
    }

    @Test func aChainOfThousandsOfFlows() throws {
        let count = 5000
        let flows = (0..<count).map { "  f\($0): { flow: f\(($0 + 1) % count) }" }.joined(separator: "\n")
        let text = MarkedConfiguration.head + "numbers: { +49 211 1234567: f0 }\nflows:\n" + flows
        let problems = ConfigurationFile.read(text, folder: "/", announcements: nil).problems
        guard case .endless(let names) = problems.first?.kind else {
            Issue.record("\(problems.count)")
            return
        }
        #expect(names.count == count + 1)
    }
}
