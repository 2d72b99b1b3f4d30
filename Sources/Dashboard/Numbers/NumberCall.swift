import CallFlow
import HTTPListener
import Telephony

/// A number of the configuration, and its page: `/numbers/in/+492111234567`, `/numbers/in/default`.
struct NumberCall: Hashable, Sendable {
    let direction: CallDirection
    /// Nil: all numbers that are not listed.
    let pattern: NumberPattern?
    let steps: StepList?

    /// All numbers of a plan in its order, outgoing ones last.
    static func all(of plan: NumberPlan) -> [NumberCall] {
        plan.incoming.entries.map { NumberCall(direction: .incoming, pattern: $0.pattern, steps: $0.steps) }
            + [NumberCall(direction: .incoming, pattern: nil, steps: plan.otherwise)]
            + plan.outgoing.entries.map { NumberCall(direction: .outgoing, pattern: $0.pattern, steps: $0.steps) }
    }

    var isOutgoing: Bool { direction == .outgoing }
    var isDefault: Bool { pattern == nil }

    /// The last segment of the path, not encoded.
    var name: String { pattern?.description ?? "default" }

    var path: String { "/numbers/\(direction.rawValue)/\(name.percentEncoded)" }

    /// The title for people.
    var title: String {
        switch direction {
        case .incoming: pattern?.spaced ?? Texts.Numbers.others
        case .outgoing: Texts.Numbers.madeFrom(pattern?.spaced ?? name)
        }
    }

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
