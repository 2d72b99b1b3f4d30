import CallFlow
import HTTPListener
import Telephony

/// A number of the configuration, and its page: `/numbers/in/+492111234567`, `/numbers/in/default`.
struct NumberCall: Hashable, Sendable {
    let direction: CallDirection
    /// Nil: all numbers that are not listed.
    let pattern: NumberPattern?
    let steps: StepList?
    /// The large table that it is in; nil for one that is listed.
    var table: String?
    /// How many others of the table have the same steps, where the number stands for all of them.
    var others = 0

    /// The numbers of a plan in its order without those of large tables, outgoing ones last.
    static func listed(in plan: NumberPlan) -> [NumberCall] {
        plan.incoming.entries.map { NumberCall(direction: .incoming, pattern: $0.pattern, steps: $0.steps) }
            + [NumberCall(direction: .incoming, pattern: nil, steps: plan.otherwise)]
            + plan.outgoing.entries.map { NumberCall(direction: .outgoing, pattern: $0.pattern, steps: $0.steps) }
    }

    init(direction: CallDirection, pattern: NumberPattern?, steps: StepList?) {
        (self.direction, self.pattern, self.steps) = (direction, pattern, steps)
    }

    /// A number of a large table.
    init(row: Int, of table: LargeNumberTable) {
        let entry = table.entry(at: row)
        (direction, pattern, steps, self.table) = (.incoming, entry.pattern, entry.steps, table.file)
    }

    /// For each list of steps of a large table the first number with it, which stands for all.
    static func tables(in plan: NumberPlan) -> [(node: FlowGraph.Node, call: NumberCall)] {
        plan.incoming.large.flatMap { table in
            table.uses.map { use in
                var call = NumberCall(row: use.first, of: table)
                call.others = use.count - 1
                return (.table(table.file, list: use.steps.path, count: use.count), call)
            }
        }
    }

    /// The number of a page; nil if there is none.
    init?(direction: String, name: String, in plan: NumberPlan) {
        let listed = Self.listed(in: plan).first { $0.direction.rawValue == direction && $0.name == name }
        if let listed {
            self = listed
            return
        }
        guard direction == CallDirection.incoming.rawValue, let pattern = try? NumberPattern(name),
            pattern.description == name,
            let (table, row) = plan.incoming.large.lazy.compactMap({ table in
                table.row(of: pattern).map { (table, $0) }
            }).first
        else { return nil }
        self.init(row: row, of: table)
    }

    var isOutgoing: Bool { direction == .outgoing }
    var isDefault: Bool { pattern == nil }

    /// The last segment of the path, not encoded.
    var name: String { pattern?.description ?? "default" }

    var path: String { "/numbers/\(direction.rawValue)/\(name.percentEncoded)" }

    /// The title for people.
    var title: String {
        switch direction {
        case .incoming: named ?? Texts.Numbers.others
        case .outgoing: Texts.Numbers.madeFrom(named ?? name)
        }
    }

    private var named: String? { pattern.map { Texts.named($0.spaced, Texts.numberNames[$0]) } }

    /// Whether a text is looked for that its number or its name has in it.
    func isFound(by text: SearchedText) -> Bool {
        text.isIn(number: name) || pattern.flatMap { Texts.numberNames[$0] }.map { text.isIn($0) } ?? false
    }

    /// The node of the number in a graph, or that of all numbers of its table with the same steps.
    func node(in graph: FlowGraph) -> FlowGraph.Node? {
        guard let table else { return node }
        return graph.nodes.first { node in
            if case .table(let file, let list, _) = node { file == table && list == steps?.path } else { false }
        }
    }

    /// The node of a number that is listed.
    var node: FlowGraph.Node? {
        // Unlisted numbers that ring as usual are not in the graph.
        isDefault && steps == nil ? nil : .number(direction, pattern)
    }

    /// A number that the pattern matches.
    var example: PhoneNumber {
        let digits = pattern?.digits ?? ""
        let filled =
            pattern?.isPrefix == false ? digits : digits + String(repeating: "0", count: max(1, 5 - digits.count))
        return (try? PhoneNumber(String(filled.prefix(15)))) ?? Self.unknownPartner
    }

    /// The number that an outgoing call is made to.
    func partner(_ caller: Caller) -> PhoneNumber {
        if case .number(let number) = caller { return number }
        return Self.unknownPartner
    }

    /// A number of the range that is reserved for media productions in Germany (Bundesnetzagentur, "Rufnummern für
    /// Medienproduktionen").
    private static let unknownPartner: PhoneNumber = {
        do { return try PhoneNumber("+493023125000") } catch { preconditionFailure("a valid literal") }
    }()
}
