import MediaLibrary
import Synchronization

/// What was typed for drafts that were spoken, by their ids. Drafts do not outlive the server, so neither does this.
final class TypedDrafts: Sendable {
    private let typed = Mutex<[(id: String, text: TypedText)]>([])

    /// More than there can be drafts.
    private static let most = 2 * RecordingDraft.most

    func add(_ text: TypedText, of id: String) {
        typed.withLock { known in
            known.append((id, text))
            known.removeFirst(max(0, known.count - Self.most))
        }
    }

    subscript(id: String) -> TypedText? { typed.withLock { known in known.last { $0.id == id }?.text } }
}
