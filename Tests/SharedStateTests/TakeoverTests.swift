import SharedState
import Testing

/// When a version takes effect, and whose key for positions counts.
struct TakeoverTests {
    private static func instance(
        _ id: String, knows: Int64? = 6, refuses: Int64? = nil, silence: Duration = .seconds(1),
        running: Duration = .seconds(60), key: String = "same"
    ) -> Instance {
        Instance(id: id, name: id, key: key, running: running, silence: silence, knows: knows, refuses: refuses)
    }

    @Test(
        "a version takes effect when all that live know it or cannot use it, and after ten seconds in any case",
        arguments: [
            ([], .zero, true),
            ([instance("a")], .zero, false),
            ([instance("a")], .milliseconds(9999), false),
            ([instance("a")], .seconds(10), true),
            ([instance("a", knows: 7), instance("b")], .seconds(1), false),
            ([instance("a", knows: 7), instance("b", knows: nil)], .seconds(1), false),
            ([instance("a", knows: 7), instance("b", refuses: 7)], .zero, true),
            ([instance("a", knows: 7), instance("b", refuses: 5)], .zero, false),
            ([instance("a", knows: 8), instance("b", silence: .seconds(15))], .zero, true),
        ] as [([Instance], Duration, Bool)])
    func due(_ instances: [Instance], _ age: Duration, _ isDue: Bool) {
        let overview = Overview(current: 6, proposal: .init(number: 7, age: age), instances: instances)
        #expect(overview.isDue == isDue)
        #expect(!Overview(current: 7, proposal: nil, instances: instances).isDue)
    }

    @Test("the key of the instance that runs longest counts, unless it is away")
    func keys() {
        let first = Self.instance("b", running: .seconds(90), key: "one")
        let second = Self.instance("a", running: .seconds(10), key: "other")
        func disagreement(_ instances: [Instance], of id: String) -> String? {
            Overview(current: nil, proposal: nil, instances: instances).disagreement(of: id)?.id
        }
        #expect(disagreement([first, second], of: "a") == "b")
        #expect(disagreement([first, second], of: "b") == nil)
        #expect(disagreement([first, Self.instance("c", key: "one")], of: "c") == nil)
        let away = Self.instance("b", silence: .seconds(20), running: .seconds(90), key: "one")
        #expect(disagreement([away, second], of: "a") == nil)
        #expect(disagreement([second], of: "c") == nil)
    }

    @Test(
        "paths of a version's files are below its folder",
        arguments: [
            ("numbers.csv", true), ("branches/a.yaml", true), ("a/b/c", true), ("", false), ("/etc/passwd", false),
            ("../x", false),
            ("a/../../x", false), ("a//b", false), ("./a", false), (".hidden", false), ("a/.b", false), ("a/", false),
        ])
    func paths(_ path: String, _ isBelow: Bool) {
        #expect(VersionContent.isBelow(path) == isBelow)
    }
}
