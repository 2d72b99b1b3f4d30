import FoundationEssentials
package import LocalFiles
package import SystemPackage
package import Telephony

/// Which callers were called back: the time of the latest try that this settles, by the caller as the log keeps it. A caller who
/// tries again later is on the list again. People of a customer mark callers for that customer only: another's still wait.
package struct CallBackMarks: Hashable, Sendable {
    fileprivate var settled: [String: Moment] = [:]

    package init() {}

    fileprivate init(settled: [String: Moment]) { self.settled = settled }

    /// How long a mark is kept: longer than the list goes back.
    private static let longest = Duration.seconds(90 * 86_400)

    /// The key of a caller, and of those who called a customer's numbers. No caller has a line break.
    private static func key(_ caller: String, _ customer: String?) -> String {
        customer.map { "\(caller)\n\($0)" } ?? caller
    }

    /// Whether a caller's tries up to a moment are settled: by those who see everything, or by each customer's people.
    ///
    /// - Parameter customers: whose numbers were called; nil or none: only those who see everything can have settled it.
    package func isSettled(_ caller: String, of customers: Set<String>? = nil, until last: Moment) -> Bool {
        func isSettled(_ key: String) -> Bool { settled[key].map { last <= $0 } ?? false }
        if isSettled(caller) { return true }
        guard let customers, !customers.isEmpty else { return false }
        return customers.allSatisfy { isSettled(Self.key(caller, $0)) }
    }

    /// - Parameters:
    ///   - customers: whose people did it; nil: those who see everything.
    ///   - last: when the latest of the settled tries began.
    ///   - now: marks that have become too old are dropped.
    package mutating func settle(
        _ caller: String, of customers: Set<String>? = nil, until last: Moment, at now: Moment
    ) {
        settled = settled.filter { now.adding(.zero - Self.longest) < $0.value }
        for customer in Self.keys(customers) { settled[Self.key(caller, customer)] = last }
    }

    package mutating func reopen(_ caller: String, of customers: Set<String>? = nil) {
        for customer in Self.keys(customers) { settled[Self.key(caller, customer)] = nil }
        // Who sees everything means all of it.
        if customers == nil { settled = settled.filter { !$0.key.hasPrefix(caller + "\n") } }
    }

    private static func keys(_ customers: Set<String>?) -> [String?] { customers.map { $0.map { $0 } } ?? [nil] }
}

extension StateFile<CallBackMarks> {
    /// A file of marks, so that they survive a restart: milliseconds since 1970 by caller.
    ///
    /// ```json
    /// {"+4915799912345":1766563200000}
    /// ```
    package static func callBacks(_ path: FilePath) -> StateFile {
        StateFile(path) { bytes in
            guard let times = try? JSONDecoder().decode([String: Int64].self, from: Data(bytes)) else { return nil }
            return CallBackMarks(settled: times.mapValues { Moment(milliseconds: $0) })
        } encode: { marks in
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            // Integers can always be encoded.
            let data = (try? encoder.encode(marks.settled.mapValues(\.milliseconds))) ?? Data()
            return Array(data) + [UInt8(ascii: "\n")]
        }
    }
}
