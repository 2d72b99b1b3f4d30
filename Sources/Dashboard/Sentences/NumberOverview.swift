package import CallFlow

/// All numbers and their steps, as text and as JSON.
package struct NumberOverview: Sendable {
    package struct Row: Encodable, Sendable {
        /// `+492111234567`, `+49211*`, `default`.
        package let number: String
        /// `in` or `out`.
        package let direction: String
        package let does: String
    }

    package let rows: [Row]
    /// For each row, the flow that it consists of; nil for other steps.
    private let flows: [String?]

    package init(_ configuration: Configuration) {
        let sentences = StepSentences(configuration)
        let plan = configuration.numbers
        let lists = plan.incoming.entries.map(\.steps) + plan.outgoing.entries.map(\.steps)
        flows = (lists + [plan.otherwise].compactMap(\.self)).map { list in
            if list.steps.count == 1, case .flow(let name)? = list.steps.first { name } else { nil }
        }
        rows =
            plan.incoming.entries.map {
                Row(number: $0.pattern.description, direction: "in", does: sentences.line($0.steps))
            }
            + plan.outgoing.entries.map {
                Row(number: $0.pattern.description, direction: "out", does: sentences.line($0.steps))
            }
            + [Row(number: "default", direction: "in", does: plan.otherwise.map { sentences.line($0) } ?? "connect")]
    }

    /// The numbers as people read them, with what they do.
    ///
    /// - Parameter flowsByName: whether a flow is its name only, without its steps.
    package func named(flowsByName: Bool = false) -> [(name: String, does: String)] {
        rows.enumerated().map { index, row in
            let name =
                row.number == "default" ? "all others" : row.direction == "out" ? "from \(row.number)" : row.number
            let flow = flowsByName && index < flows.count ? flows[index] : nil
            return (name, flow ?? row.does)
        }
    }

    /// One aligned line per number.
    package var lines: [String] {
        let named = named()
        let width = named.map(\.name.count).max() ?? 0
        return named.map { name, does in name + String(repeating: " ", count: width - name.count + 2) + does }
    }
}
