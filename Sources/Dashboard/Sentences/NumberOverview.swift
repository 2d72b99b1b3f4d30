package import CallFlow

/// All numbers and their steps, as text and as JSON.
package struct NumberOverview: Sendable {
    package struct Row: Encodable, Sendable {
        /// `+492111234567`, `+49211*`, `default`.
        package let number: String
        /// `in` or `out`.
        package let direction: String
        /// What people call it; nil: no name.
        package let name: String?
        package let does: String
    }

    /// A large table of numbers, of which some are among the rows.
    package struct Table: Encodable, Sendable {
        package let file: String
        /// How many numbers it has.
        package let count: Int
        package let uses: [Use]
    }

    /// How many numbers of a table do the same.
    package struct Use: Encodable, Sendable {
        package let does: String
        package let count: Int
        /// The flow by its name, or what they do.
        fileprivate let name: String

        private enum CodingKeys: CodingKey { case does, count }
    }

    package let rows: [Row]
    package let tables: [Table]
    /// For each row, the flow that it consists of; nil for other steps.
    private let flows: [String?]

    /// Numbers of a large table that are among the rows.
    private static let mostExamples = 5

    /// - Parameter examples: how many numbers of each large table are among the rows.
    package init(_ configuration: Configuration, examples: Int = mostExamples) {
        let sentences = StepSentences(configuration)
        let plan = configuration.numbers
        let large = plan.incoming.large
        let incoming =
            plan.incoming.entries + large.flatMap { table in (0..<min(examples, table.count)).map(table.entry) }
        tables = large.map { table in
            Table(
                file: table.file, count: table.count,
                uses: table.uses.map { use in
                    let does = sentences.line(use.steps)
                    let flow: String? = if case .flow(let name)? = use.steps.steps.first { name } else { nil }
                    return Use(does: does, count: use.count, name: flow ?? does)
                })
        }
        let lists = incoming.map(\.steps) + plan.outgoing.entries.map(\.steps)
        flows = (lists + [plan.otherwise].compactMap(\.self)).map { list in
            if list.steps.count == 1, case .flow(let name)? = list.steps.first { name } else { nil }
        }
        func rows(_ entries: [NumberTable.Entry], _ direction: String) -> [Row] {
            entries.map { entry in
                Row(
                    number: entry.pattern.description, direction: direction, name: plan.names[entry.pattern],
                    does: sentences.line(entry.steps))
            }
        }
        let otherwise = plan.otherwise.map { sentences.line($0) } ?? "connect"
        self.rows =
            rows(incoming, "in") + rows(plan.outgoing.entries, "out")
            + [Row(number: "default", direction: "in", name: nil, does: otherwise)]
    }

    /// The numbers as people read them, with what they do.
    ///
    /// - Parameter flowsByName: whether a flow is its name only, without its steps.
    package func named(flowsByName: Bool = false) -> [(name: String, does: String)] {
        rows.enumerated().map { index, row in
            let number = row.number + (row.name.map { " (\($0))" } ?? "")
            let name = row.number == "default" ? "all others" : row.direction == "out" ? "from \(number)" : number
            let flow = flowsByName && index < flows.count ? flows[index] : nil
            return (name, flow ?? row.does)
        } + tables.map { ($0.file, $0.words) }
    }

    /// One aligned line per number.
    package var lines: [String] {
        let named = named()
        let width = named.map(\.name.count).max() ?? 0
        return named.map { name, does in name + String(repeating: " ", count: width - name.count + 2) + does }
    }
}

extension NumberOverview.Table {
    /// What the numbers do that most of them do.
    private static let most = 3

    /// `1000000 numbers: 600000 reception, 400000 voicemail`
    fileprivate var words: String {
        let uses = uses.sorted { ($1.count, $0.does) < ($0.count, $1.does) }
        let rest = uses.count > Self.most ? " and \(uses.count - Self.most) other ways" : ""
        return "\(count) numbers: "
            + uses.prefix(Self.most).map { "\($0.count) \($0.name)" }.joined(separator: ", ") + rest
    }
}
