import Testing

@testable import CallFlow

@Suite("What menus say and the keys that they have")
struct SpokenKeysCheckTests {
    private func problems(_ menu: String, _ texts: String) -> [ConfigurationProblem] {
        let text = """
            public-url: https://phone.example.com
            time-zone: Europe/Berlin
            recordings: { folder: media }
            speech: { language: de, engines: [ espeak ] }
            texts: { \(texts) }
            numbers: { +49 211 1234567: { menu: main }, default: connect }
            menus:
              main: { \(menu) }

            """
        return ConfigurationFile.read(text, folder: "/", announcements: nil).problems.filter { problem in
            switch problem.kind {
            case .keyWaits: false
            default: true
            }
        }
    }

    @Test(
        "Agreeing, or not to be known",
        arguments: [
            (
                "prompt: p, choices: { 1: hangup, 2: hangup }",
                #"p: "Für Verkauf die 1, für Technik drücken Sie die 2.""#
            ),
            // In two texts.
            (
                "prompt: [ p, q ], choices: { 1: hangup, 2: hangup }",
                #"p: Drücken Sie die 1., q: Press 2."#
            ),
            // A recording without a text may say it; a text without keys lists none.
            ("prompt: [ p, r ], choices: { 1: hangup, 2: hangup }", #"p: Drücken Sie die 1."#),
            ("prompt: p, choices: { 1: hangup, 2: hangup }", #"p: Guten Tag."#),
            ("prompt: p, choices: { 1: hangup, else: hangup }", #"p: Drücken Sie die 1 oder die 7."#),
            // Keys of longer choices are codes, and the hash ends them.
            (
                "prompt: p, choices: { 1xxx: hangup }",
                #"p: "Beginnen Sie mit der 1, und drücken Sie die Raute.""#
            ),
            ("prompt: p, choices: { 1: hangup, 0815: hangup }", #"p: Drücken Sie die 1."#),
        ])
    func agreeing(_ menu: String, _ texts: String) {
        #expect(problems(menu, texts).map(\.message) == [])
    }

    @Test(
        "Disagreeing: a warning each, with its place",
        arguments: [
            ("prompt: p, choices: { 1: hangup }", #"p: Drücken Sie die 1 oder die 7."#, "7", 5),
            ("prompt: p, choices: { 1: hangup }, again: q", #"p: Press 1., q: Press 2."#, "2", 5),
            (
                "prompt: p, choices: { 1: hangup }, wrong-key: { say: q }",
                #"p: Press 1., q: Press 4 now."#, "4", 5
            ),
            ("prompt: p, choices: { 1: hangup, 2: hangup }", #"p: Press 1."#, "2", 8),
            (#"prompt: p, choices: { 1: hangup, "*": repeat }"#, #"p: Press 1."#, "*", 8),
        ])
    func disagreeing(_ menu: String, _ texts: String, _ key: String, _ line: Int) throws {
        let problems = problems(menu, texts)
        let problem = try #require(problems.first)
        #expect(
            problems.count == 1 && problem.severity == .warning && problem.place.line == line,
            "\(problems)")
        #expect(problem.message.contains("`\(key)`"), "\(problem.message)")
    }
}
