/// What the instances know of one of them.
package struct Instance: Hashable, Sendable {
    /// Made anew by each process.
    package let id: String
    /// What people call it: host and port.
    package let name: String
    /// The release of the program.
    package let release: String
    /// A digest of its key for positions.
    package let key: String
    /// How long it has run.
    package let running: Duration
    /// How long ago it was heard of.
    package let silence: Duration
    /// The newest version whose positions it understands.
    package let knows: Int64?
    /// The newest version that it cannot use.
    package let refuses: Int64?
    /// The version that it answers by; nil: another configuration, from before.
    package let answers: Int64?
    /// Why it cannot use that version, as a sentence.
    package let problem: String?
    package let isReady: Bool
    /// Why it is not ready, as sentences.
    package let reasons: [String]

    package init(
        id: String, name: String, release: String = "", key: String = "", running: Duration = .zero,
        silence: Duration = .zero, knows: Int64? = nil, refuses: Int64? = nil, answers: Int64? = nil,
        problem: String? = nil, isReady: Bool = true, reasons: [String] = []
    ) {
        (self.id, self.name, self.release, self.key, self.running, self.silence) = (
            id, name, release, key, running, silence
        )
        (self.knows, self.refuses, self.answers, self.problem) = (knows, refuses, answers, problem)
        (self.isReady, self.reasons) = (isReady, reasons)
    }

    /// An instance reports itself every second. One that was not heard of for so long is not waited for.
    package static let patience = Duration.seconds(15)

    package var isLive: Bool { silence < Self.patience }

    /// What an instance is throughout its life.
    package struct Identity: Hashable, Sendable {
        package let id: String
        /// Its machine and state folder: the next process there takes its place.
        package let place: String
        package let release: String
        package let key: String

        package init(place: String, release: String, key: String) {
            id = String(UInt64.random(in: 1 ... .max), radix: 36)
            (self.place, self.release, self.key) = (place, release, key)
        }
    }

    /// What an instance says of itself.
    package struct Report: Hashable, Sendable {
        package var name: String
        package var knows: Int64?
        package var refuses: Int64?
        package var answers: Int64?
        package var problem: String?
        package var isReady = false
        package var reasons: [String] = []

        package init(name: String) { self.name = name }
    }
}
