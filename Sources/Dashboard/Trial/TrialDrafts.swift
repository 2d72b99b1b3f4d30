import CallFlow
import HTTPListener
import Synchronization
import Telephony

/// Configurations that forms would make and that can be called before they are saved: the latest ones, in memory. They are gone
/// with the server, no caller but that of a simulated call hears them, and people of some customers find only their own.
final class TrialDrafts: Sendable {
    private let drafts = Mutex<[Draft]>([])

    private struct Draft {
        let mark: String
        let configuration: Configuration
        /// Whose people see it; nil: those who see everything.
        let customers: Set<String>?
    }

    /// Forms that are tried at the same time.
    private static let most = 20

    /// - Parameter mark: identifies the change.
    func keep(_ configuration: Configuration, as mark: String) {
        let draft = Draft(mark: mark, configuration: configuration, customers: VisitorScope.customers)
        drafts.withLock { drafts in
            drafts.removeAll { $0.mark == mark && $0.customers == draft.customers }
            drafts.append(draft)
            if drafts.count > Self.most { drafts.removeFirst() }
        }
    }

    subscript(mark: String) -> Configuration? {
        let customers = VisitorScope.customers
        return drafts.withLock { drafts in
            drafts.first { $0.mark == mark && $0.customers == customers }?.configuration
        }
    }

    /// The page that calls a draft; nil: the configuration in use.
    static func path(of mark: String?, to number: PhoneNumber?) -> String {
        "/try?" + String.query(of: [("draft", mark ?? ""), ("to", number?.description ?? "")])
    }
}
