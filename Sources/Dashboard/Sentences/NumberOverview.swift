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

    package init(_ configuration: Configuration) {
        let sentences = StepSentences(configuration)
        let plan = configuration.numbers
        rows =
            plan.incoming.entries.map {
                Row(number: $0.pattern.description, direction: "in", does: sentences.line($0.steps))
            }
            + plan.outgoing.entries.map {
                Row(number: $0.pattern.description, direction: "out", does: sentences.line($0.steps))
            }
            + [Row(number: "default", direction: "in", does: plan.otherwise.map { sentences.line($0) } ?? "connect")]
    }

    /// One aligned line per number.
    package var lines: [String] {
        let names = rows.map { row in
            row.number == "default" ? "all others" : row.direction == "out" ? "from \(row.number)" : row.number
        }
        let width = names.map(\.count).max() ?? 0
        return zip(names, rows).map { name, row in
            name + String(repeating: " ", count: width - name.count + 2) + row.does
        }
    }
}
