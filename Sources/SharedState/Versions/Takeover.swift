/// What instances and versions are like at one moment, by the database's clock.
///
/// **A version is taken over in two phases.** It is proposed first: each instance reads it, and says that it knows it. As soon as all that
/// live have done so, the first to notice has it take effect, and the instances answer by it. A position in a call that one
/// instance has made by the new plan is therefore understood by all others, which may not answer by it yet. An instance that cannot use
/// a version says so, and is not waited for; nor is any for longer than `longest`.
package struct Overview: Hashable, Sendable {
    /// A version that has not taken effect.
    package struct Proposal: Hashable, Sendable {
        package let number: Int64
        package let age: Duration

        package init(number: Int64, age: Duration) {
            (self.number, self.age) = (number, age)
        }
    }

    /// The version that has taken effect last; nil: there is none.
    package let current: Int64?
    /// The newest version, if it is newer than that.
    package let proposal: Proposal?
    package let instances: [Instance]

    package init(current: Int64?, proposal: Proposal?, instances: [Instance]) {
        (self.current, self.proposal, self.instances) = (current, proposal, instances)
    }

    /// How long instances are waited for.
    package static let longest = Duration.seconds(10)

    /// Those that are heard of.
    package var live: [Instance] { instances.filter(\.isLive) }

    /// Live instances that have said nothing of a version.
    package func silent(about number: Int64) -> [Instance] {
        live.filter { ($0.knows ?? 0) < number && ($0.refuses ?? 0) < number }
    }

    /// Whether the proposal is to take effect now.
    package var isDue: Bool {
        guard let proposal else { return false }
        return proposal.age >= Self.longest || silent(about: proposal.number).isEmpty
    }

    /// The instance that runs longest of those that live, if it has another key for positions than this one.
    ///
    /// All instances must have the same; of two, the one that was there first has callers already.
    package func disagreement(of id: String) -> Instance? {
        guard let own = instances.first(where: { $0.id == id }),
            let first = live.min(by: { ($1.running, $0.id) < ($0.running, $1.id) }),
            first.id != id, first.key != own.key
        else { return nil }
        return first
    }
}
