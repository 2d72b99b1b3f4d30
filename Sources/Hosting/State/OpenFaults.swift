import Synchronization

/// What is wrong with a running server's files at the moment, as sentences for `/health` and the dashboard.
final class OpenFaults: Sendable {
    enum Subject: Int, Comparable, Sendable {
        case configurationWatch, overridesWatch, overrides, statePermissions, alerts

        static func < (a: Subject, b: Subject) -> Bool { a.rawValue < b.rawValue }
    }

    private let sentences = Mutex<[Subject: String]>([:])

    /// Replaces what is wrong with a subject; nil: nothing.
    func set(_ sentence: String?, about subject: Subject) {
        sentences.withLock { $0[subject] = sentence }
    }

    /// All of them, in an order that does not change.
    var all: [String] { sentences.withLock { $0.sorted { $0.key < $1.key }.map(\.value) } }
}
