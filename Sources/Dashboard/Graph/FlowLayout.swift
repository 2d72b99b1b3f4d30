import CallFlow
import Telephony

/// The positions of the nodes and edges of a graph, in pixels from the upper left corner, with their words in the language of the
/// request.
struct FlowLayout: Hashable, Sendable {
    struct Point: Hashable, Sendable {
        var x: Double
        var y: Double
    }

    struct Box: Hashable, Sendable {
        let node: FlowGraph.Node
        /// Lines of text.
        let lines: [String]
        var centre = Point(x: 0, y: 0)

        var width: Double { Double(max(5, lines.map(\.count).max() ?? 0)) * FlowLayout.letter + 22 }
        var height: Double { Double(lines.count) * FlowLayout.line + 14 }
    }

    struct Edge: Hashable, Sendable {
        let from: Int
        let to: Int
        /// The labels of all edges of the graph between the two boxes.
        let lines: [String]
        /// Of a cubic Bézier curve: 1 + 3n points.
        var points: [Point] = []
        /// The label's middle.
        var label = Point(x: 0, y: 0)
    }

    /// Pixels of a letter and of a line of boxes; those of labels are `small` times as large.
    static let letter = 7.3
    static let line = 17.0
    static let small = 0.82

    private(set) var boxes: [Box]
    private(set) var edges: [Edge]
    private(set) var width = 0.0
    private(set) var height = 0.0

    /// Creates boxes and edges without positions.
    init(_ graph: FlowGraph) {
        boxes = graph.nodes.map { node in
            Box(node: node, lines: Self.shortened(graph.words(of: node).split(separator: "\n").map(String.init)))
        }
        let indices = Dictionary(uniqueKeysWithValues: graph.nodes.enumerated().map { ($1, $0) })
        var labels: [[Int]: [String]] = [:]
        var order: [[Int]] = []
        for edge in graph.edges {
            guard let from = indices[edge.from], let to = indices[edge.to] else { continue }
            if labels[[from, to]] == nil { order.append([from, to]) }
            labels[[from, to], default: []] += edge.label.isEmpty ? [] : [edge.words]
        }
        edges = order.map { ends in
            let lines = Self.shortened(labels[ends] ?? [])
            return Edge(
                from: ends[0], to: ends[1],
                lines: lines.count > 4 ? lines.prefix(3) + [Texts.Home.andMore(lines.count - 3)] : lines)
        }
    }

    private static func shortened(_ lines: [String]) -> [String] {
        lines.map { $0.count > 44 ? $0.prefix(43) + "…" : $0 }
    }

    // MARK: Built-in layout

    /// Places boxes in columns, by the number of steps from the left. Edges that lead back or stay within a column
    /// are bent around.
    mutating func layOut() {
        let columns = columns()
        let gap = edges.flatMap(\.lines).map { Double($0.count) * Self.letter * Self.small }.max() ?? 0
        var x = 8.0
        var tallest = 0.0
        for column in columns {
            let width = column.map { boxes[$0].width }.max() ?? 0
            var y = 8.0
            for index in column {
                boxes[index].centre = Point(x: x + boxes[index].width / 2, y: y + boxes[index].height / 2)
                y += boxes[index].height + 26
            }
            tallest = max(tallest, y)
            x += width + gap + 50
        }
        (width, height) = (max(0, x - gap - 42), tallest)
        var taken: [Int: Double] = [:]
        for index in edges.indices { draw(index, &taken) }
    }

    private func columns() -> [[Int]] {
        var column = [Int?](repeating: nil, count: boxes.count)
        let entered = Set(edges.map(\.to))
        var waiting = boxes.indices.filter { !entered.contains($0) }
        if waiting.isEmpty, !boxes.isEmpty { waiting = [0] }
        for index in waiting { column[index] = 0 }
        var next = 0
        while next < waiting.count {
            let node = waiting[next]
            next += 1
            for edge in edges where edge.from == node && column[edge.to] == nil {
                column[edge.to] = (column[node] ?? 0) + 1
                waiting.append(edge.to)
            }
        }
        var columns: [[Int]] = []
        // In the order of a breadth-first search, which keeps neighbours together.
        for node in waiting + boxes.indices.filter({ column[$0] == nil }) {
            let place = column[node] ?? 0
            while columns.count <= place { columns.append([]) }
            columns[place].append(node)
        }
        return columns
    }

    private mutating func draw(_ index: Int, _ taken: inout [Int: Double]) {
        let (from, to) = (boxes[edges[index].from], boxes[edges[index].to])
        let isForward = to.centre.x - to.width / 2 > from.centre.x + from.width / 2
        // The labels of edges from one box are placed below each other.
        let shift = taken[edges[index].from, default: 0]
        taken[edges[index].from] = shift + Double(max(1, edges[index].lines.count)) * Self.line * Self.small
        let start = Point(x: from.centre.x + from.width / 2, y: from.centre.y)
        if isForward {
            let end = Point(x: to.centre.x - to.width / 2, y: to.centre.y)
            let bend = (end.x - start.x) / 2
            edges[index].points = [start, Point(x: start.x + bend, y: start.y), Point(x: end.x - bend, y: end.y), end]
        } else {
            let below = max(from.centre.y + from.height / 2, to.centre.y + to.height / 2) + 24
            let end = Point(x: to.centre.x, y: to.centre.y + to.height / 2)
            edges[index].points = [
                start, Point(x: start.x + 40, y: below), Point(x: end.x, y: below + 30), end,
            ]
            height = max(height, below + 30)
        }
        let middle = edges[index].points
        edges[index].label = Point(
            x: (middle[0].x + 3 * middle[1].x + 3 * middle[2].x + middle[3].x) / 8,
            y: (middle[0].y + 3 * middle[1].y + 3 * middle[2].y + middle[3].y) / 8 + (isForward ? 0 : shift / 2))
    }

    // MARK: Graphviz layout

    /// The graph in DOT, for Graphviz to lay out. It contains sizes but no texts, so nothing private is passed on.
    var dot: String {
        var lines = [
            "digraph g {", "rankdir=LR; nodesep=0.25; ranksep=0.5;", "node [shape=box, fixedsize=true, label=\"\"];",
            "edge [dir=none, fontname=\"Courier\", fontsize=10];",
        ]
        for (index, box) in boxes.enumerated() {
            lines.append("n\(index) [width=\(box.width / 72), height=\(box.height / 72)];")
        }
        for edge in edges {
            // Letters of Courier are 0.6 times as wide as the font size.
            let label = edge.lines.map { String(repeating: "x", count: max(1, $0.count)) }.joined(separator: "\\n")
            lines.append("n\(edge.from) -> n\(edge.to) [label=\"\(label)\"];")
        }
        return lines.joined(separator: "\n") + "\n}\n"
    }

    /// Takes the positions from Graphviz's format `plain`. Returns false if that is not a layout of this graph.
    mutating func take(plain text: String) -> Bool {
        var placed = 0
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            let numbers = words.map { Double($0) }
            func point(_ index: Int) -> Point? {
                guard index + 1 < numbers.count, let x = numbers[index], let y = numbers[index + 1] else { return nil }
                return Point(x: x * 72 + 6, y: height - y * 72 + 6)
            }
            switch words.first {
            case "graph":
                guard numbers.count > 3, let wide = numbers[2], let high = numbers[3] else { return false }
                (width, height) = (wide * 72, high * 72)
            case "node":
                guard let index = Self.index(words[1]), boxes.indices.contains(index), let centre = point(2) else {
                    return false
                }
                boxes[index].centre = centre
                placed += 1
            case "edge":
                guard let from = Self.index(words[1]), let to = Self.index(words[2]), let count = Int(words[3]),
                    let index = edges.firstIndex(where: { $0.from == from && $0.to == to })
                else { return false }
                let points = (0..<count).compactMap { point(4 + 2 * $0) }
                guard points.count == count, count >= 4 else { return false }
                edges[index].points = points
                // The points are followed by the label and its position.
                if !edges[index].lines.isEmpty, let label = point(5 + 2 * count) { edges[index].label = label }
                placed += 1
            default: break
            }
        }
        (width, height) = (width + 12, height + 12)
        return placed == boxes.count + edges.count
    }

    private static func index(_ word: Substring) -> Int? { word.first == "n" ? Int(word.dropFirst()) : nil }
}

extension FlowGraph {
    /// A node as people read it; lines are separated by line breaks.
    func words(of node: Node) -> String {
        switch node {
        case .number(.incoming, let pattern): pattern.map { Texts.pattern($0) } ?? Texts.Numbers.others
        case .number(.outgoing, let pattern):
            Texts.Numbers.madeFrom(pattern.map { Texts.pattern($0) } ?? Texts.Home.anyNumber)
        case .table(let file, _, let count): Texts.Numbers.ofTable(count, file)
        case .flow, .menu: label(of: node)
        case .end(let words): Texts.LogWords.end(words)
        }
    }
}

extension FlowGraph.Edge {
    /// When a call takes it, and what it hears on it.
    var words: String { label.map { Texts.LogWords.edge($0) }.joined(separator: ", ") }
}
