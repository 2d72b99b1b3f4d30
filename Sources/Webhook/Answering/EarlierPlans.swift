package import CallFlow
package import MediaLibrary
import Telephony

/// The call plans that were in use in the last quarter of an hour, for the callers that they have led to where they are.
///
/// A caller in a menu has heard the old prompt and presses the old keys, so the plan that asked decides what they mean. Most
/// calls are over within minutes; after a quarter of an hour a call goes on by the new plan where that leads to the same place.
///
/// Promises: memory is bounded, however often and however large a configuration is edited; beyond that the oldest plans go.
/// Plans share the parts in which they are equal (`CallPlan.sharing`). Does not survive a restart.
package struct EarlierPlans: Sendable {
    /// A plan that was replaced.
    package struct Earlier: Sendable {
        package let plan: CallPlan
        /// What could be heard then. Its files can still be fetched (`Catalogue.file(named:)`), removed or not.
        package let catalogue: Catalogue
        let replaced: Moment
        fileprivate let bytes: Int
    }

    /// How long plans are kept.
    static let longest = Duration.seconds(15 * 60)
    /// Bytes of all plans, as they are estimated.
    static let mostBytes = 64 << 20

    private var plans: [UInt32: Earlier] = [:]
    /// Fingerprints, longest replaced first.
    private var order: [UInt32] = []
    private var bytes = 0

    package init() {}

    /// How many plans are kept.
    package var count: Int { plans.count }

    /// The plan of a fingerprint, if it was in use at most a quarter of an hour ago.
    subscript(fingerprint: UInt32, at moment: Moment) -> Earlier? {
        plans[fingerprint].flatMap { Self.isKept($0, at: moment) ? $0 : nil }
    }

    /// Keeps a plan that is replaced now.
    mutating func keep(_ plan: CallPlan, _ catalogue: Catalogue, at moment: Moment) {
        remove(plan.fingerprint)
        // Without what is shared, a plan is its tables of lists: some 100 bytes for each. A catalogue is a table of files, which
        // is shared only as long as nothing is published. A large table of numbers is shared as a whole.
        let earlier = Earlier(
            plan: plan, catalogue: catalogue, replaced: moment,
            bytes: 4096 + 128 * plan.size + plan.sizeOfTables + 256 * catalogue.fileCount)
        plans[plan.fingerprint] = earlier
        order.append(plan.fingerprint)
        bytes += earlier.bytes
        while let first = order.first, let oldest = plans[first],
            bytes > Self.mostBytes || !Self.isKept(oldest, at: moment)
        {
            remove(first)
        }
    }

    private mutating func remove(_ fingerprint: UInt32) {
        guard let plan = plans.removeValue(forKey: fingerprint) else { return }
        bytes -= plan.bytes
        if let index = order.firstIndex(of: fingerprint) { order.remove(at: index) }
    }

    private static func isKept(_ plan: Earlier, at moment: Moment) -> Bool {
        moment < plan.replaced.adding(longest)
    }
}
