import CallFlow
import Foundation
import Telephony

@testable import MediaLibrary

extension FuzzTarget {
    private static let words = [
        "&a ", "*a", "!!str ", "? ", "---\n", "...\n", "%YAML 1.2\n", "<<: ", "\t", "\u{FEFF}", "\u{85}", "\u{2028}",
        "{", "[",
        "]", "}", "#", "'", "\"", "|", ">", "play: ", "menu: ", "dial: ", "check: ", "default: ", "+49 211 1234567: ",
        "09:00-17:00", "2026-02-30", "12-24", "12-24..01-01", "..", "first tue", "last ", "easter", "even-weeks ",
        "holiday ",
        "not ", "2026-01-05T08:00", "1 week", "0x", "~", "null", "do: ", "with: ", "{keys}", "\"{lang}\"", "diverted: ",
        "override: ", "include: ", "lists: ", "rotas: ", "people: ", "seasons: ", "caller: ", "called: ", "unknown: ",
        "any: ",
    ]

    /// `announce.yaml`: YAML, reading, validation; what is valid is asked for every number.
    static let configuration = FuzzTarget(
        name: "configuration",
        corpus: {
            let businesses = try FileManager.default.contentsOfDirectory(atPath: "Tests/Businesses").sorted()
            let files = ["announce.yaml"] + businesses.map { "Tests/Businesses/\($0)/announce.yaml" }
            return try files.map { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) }
                + [Array(short.utf8), Array(recurring.utf8)]
        },
        tokens: words,
        run: { bytes in
            let reading = ConfigurationFile.read(
                String(decoding: bytes, as: UTF8.self), folder: "/tmp", announcements: nil)
            let hasErrors = reading.problems.contains { $0.severity == .error }
            try require((reading.configuration == nil) == hasErrors, "neither a configuration nor errors")
            guard let configuration = reading.configuration else { return }
            let number = try? PhoneNumber("+492111234567")
            if let number { _ = configuration.numbers.incoming.entry(for: number) }
            let plan = CallPlan(configuration)
            for days in 0..<20 {
                let moment = Moment(milliseconds: Int64(days) * 37 * 86_400_000 + 1_766_000_000_000)
                _ = plan.begin(direction: .incoming, from: .anonymous, to: number, users: [], at: moment)
            }
            _ = configuration.prompts
        })

    private static let short = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        numbers: { +49 211 1234567: { menu: main }, default: hangup }
        menus: { main: { prompt: hello, choices: { 1: hangup, "x": repeat } } }
        """

    private static let recurring = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        numbers: { +49 211 1234567: [ { check: s, inside: { dial: [ r, anna ] }, holiday: { Karfreitag: hangup, else: connect } }, hangup ] }
        people: { anna: +49 157 1111, bernd: +49 157 2222 }
        rotas:
          r: { every: 1 week, from: 2026-01-05T08:00, turns: [ anna, bernd ], swaps: { 12-24..12-26: bernd } }
        schedules:
          s:
            hours: { mon-fri: "09:00-12:00, 13:00-17:00" }
            time-zone: Europe/London
            seasons: { 04-01..10-31: { sat: 09:00-02:00 } }
            holidays: [ DE-BY/Augsburg, not Reformationstag, Rosenmontag ]
            days: { 12-24: holiday 10:00-12:00, 12-27..01-05: closed, first tue: closed, easter-3: holiday, even-weeks sat: closed }
        """

    /// The files of `announce test`.
    static let goldenCalls = FuzzTarget(
        name: "golden-calls",
        corpus: {
            [
                "- { call: +49 211 1234567, from: anonymous, at: 2026-12-24T13:59, steps: [ { hear: a }, { press: \"0815\" }, hangup ] }\n",
                "- name: closed\n  call: +49 211 1234567\n  at: 2026-12-24T13:59\n  steps:\n    - hear: [a, b]\n    - silence\n    - dial: +49 30 1234\n",
            ].map { Array($0.utf8) }
        },
        tokens: words + ["hear: ", "press: ", "steps: ", "silence"],
        run: { bytes in _ = GoldenCallFile.read(String(decoding: bytes, as: UTF8.self), announcements: nil) })

    /// `index.json` of the media library, which is read at every start.
    static let index = FuzzTarget(
        name: "index",
        corpus: { [try JSONEncoder().encode(LibraryIndex()), Data(stored.utf8)].map { Array($0) } },
        tokens: ["null", "-1", "1e999", "9223372036854775808", "\\u0000", "\\ud800", "[", "{", "../"],
        run: { bytes in _ = try? JSONDecoder().decode(LibraryIndex.self, from: Data(bytes)) })

    private static let stored = """
        {"version":3,"program":"0.1.0","sources":[{"path":"a.wav","stamp":{"size":1,"modified":2,"inode":3},"content":"ab"}],\
        "results":[{"content":"ab","recipe":"r","file":{"hash":"cd","size":1}}],"joins":[{"parts":["cd"],"file":{"hash":"cd",\
        "size":1}}],"names":[{"name":"a.wav","file":{"hash":"cd","size":1},"retired":1}],"published":[{"announcement":"a",\
        "name":"a.wav"}]}
        """
}
