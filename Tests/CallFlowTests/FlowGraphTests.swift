import CallFlow
import Support
import Telephony
import Testing

struct FlowGraphTests {
    @Test("every transition has an edge with its condition")
    func edges() throws {
        let graph = FlowGraph(try .example())
        func ways(from node: FlowGraph.Node) -> Set<String> {
            Set(
                graph.edges.filter { $0.from == node }.map { edge in
                    let target =
                        switch edge.to {
                        case .number, .table: "number"
                        case .flow(let name), .menu(let name), .end(let name): name
                        }
                    return (edge.label + ["→ \(target)"]).joined(separator: ", ")
                })
        }
        #expect(
            ways(from: .flow("reception")) == [
                "from anonymous, “no-anonymous”, → hangup", "from +49157*, → dial +492111234500", "office open, → main",
                "office closed, “closed”, → voicemail", "office holiday, “holiday”, → voicemail",
            ])
        #expect(
            ways(from: .menu("code")) == [
                "key #, → main", "key 0815, → dial +4915799912345", "key 9xxx, → members", "key 90xx, → voicemail",
                "other keys, → hangup", "silence ×1, → main",
            ])
        #expect(
            ways(from: .menu("branch")) == [
                "key 1, → leaf", "key 2, → tree", "key 0, → tree", "key 0, → leaf", "other keys, → branch",
                "silence ×3, → hangup",
            ])
        #expect(
            ways(from: .number(.incoming, try NumberPattern("+49 30 5550004"))) == [
                "office open, → voicemail", "office closed, “closed”, → reject",
            ])
        #expect(
            ways(from: .number(.outgoing, try NumberPattern("+49 211 1234568"))) == [
                "“welcome”, → dial the called number"
            ])
        #expect(graph == FlowGraph(try .example()))
        #expect(graph.dot == FlowGraph(try .example()).dot)
    }

    @Test("names cannot break out of the text")
    func escaping() throws {
        let name = #"a"]; x -> y; \N \ "# + "\n\u{1}ä<b>"
        let graph = FlowGraph(
            try Configuration(numbers: [("+49 30 12345", [.step(.flow(name))])], flows: [name: ["hangup"]]))
        #expect(graph.dot.contains(#"label="a\"]; x -> y; \\N \\ \n�ä<b>""#))
    }

    @Test("Graphviz renders it", .enabled(if: Tool.isInstalled("dot")))
    func graphviz() throws {
        let name = #"a"]; x -> y; \N"#
        let odd = try Configuration(numbers: [("default", [.step(.flow(name))])], flows: [name: ["hangup"]])
        for configuration in [try Configuration.example(), odd] {
            let graph = FlowGraph(configuration)
            let drawing = try Tool.run("dot", ["-Tplain"], input: Array(graph.dot.utf8)).text
            let lines = drawing.split(separator: "\n").map { $0.prefix { $0 != " " } }
            #expect(lines.count { $0 == "node" } == graph.nodes.count)
            #expect(lines.count { $0 == "edge" } == graph.edges.count)
        }
    }
}
