import MediaLibrary
import Synchronization

/// Whose people have uploaded which draft. Drafts do not outlive the server, so neither does this.
final class DraftOwners: Sendable {
    /// By the ids of drafts; nil: people who see everything.
    private let customers = Mutex<[(id: String, customers: Set<String>?)]>([])

    /// More than there can be drafts.
    private static let most = 2 * RecordingDraft.most + 100

    func add(_ ids: [String], of customers: Set<String>?) {
        self.customers.withLock { known in
            known += ids.map { ($0, customers) }
            known.removeFirst(max(0, known.count - Self.most))
        }
    }

    /// Whether people of some customers see a draft.
    ///
    /// - Parameter customers: nil: people who see everything.
    func sees(_ id: String, _ customers: Set<String>?) -> Bool {
        guard let customers else { return true }
        return self.customers.withLock { known in known.contains { $0.id == id && $0.customers == customers } }
    }
}
