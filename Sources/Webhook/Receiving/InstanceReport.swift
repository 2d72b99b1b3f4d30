import CallFlow
import MediaLibrary
import Sipgate
import Telephony

/// What an instance says about itself to a test call that is signed with its secret, so that `announce doctor` can compare instances:
/// they answer the same calls, and should answer them alike.
///
/// Digests only: who can sign learns whether two instances differ, and nothing else.
package struct InstanceReport: Hashable, Sendable {
    package static let fieldName = "X-Announce-Instance"

    /// What instances can differ in.
    package enum Part: String, CaseIterable, Sendable {
        case version
        /// The file and those that it names, as in use.
        case configuration
        /// Published ones.
        case announcements
        /// Of schedules, and swaps of rotas.
        case overrides
        /// Where instances have their announcements in common, as it can be used: `none`, `used` or `failing`.
        case depot
    }

    private let values: [Part: String]

    package subscript(part: Part) -> String { values[part] ?? "" }

    /// Reads the field of an answer; nil for one that is none.
    package init?(_ text: String) {
        var values: [Part: String] = [:]
        for field in text.split(separator: ";") {
            let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, let part = Part(rawValue: String(pair[0]).trimmed) else { continue }
            values[part] = String(pair[1]).trimmed
        }
        guard values[.version] != nil else { return nil }
        self.values = values
    }

    /// - Parameter moment: overrides that have ended then do not count.
    init(_ rules: LivePlan.Snapshot, _ catalogue: Catalogue, at moment: Moment) {
        let overrides = rules.plan.overrides
        let swaps = overrides.allSwaps.filter { moment < $0.until }
        values = [
            .version: SipgateClient.version, .configuration: rules.mark,
            .announcements: Self.digest(catalogue.published.map(\.file.name)),
            .depot: rules.configuration.recordings.depot == nil
                ? "none" : catalogue.problems.contains { $0.isOfDepot } ? "failing" : "used",
            .overrides: Self.digest(overrides.list(at: moment).map { "\($0)" } + swaps.map { "\($0)" }),
        ]
    }

    private static func digest(_ parts: [String]) -> String {
        var hash = FNV1a<UInt64>()
        for part in parts {
            for byte in part.utf8 { hash.add(byte) }
            hash.add(0)
        }
        return String(hash.value, radix: 16)
    }

    /// The field's value: `version=1.0; configuration=…`.
    var text: String { Part.allCases.map { "\($0)=\(self[$0])" }.joined(separator: "; ") }
}
