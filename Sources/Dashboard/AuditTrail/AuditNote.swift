import Synchronization

/// What a form has done, in more detail than its fields say; the section that does it notes it, and the recorder adds it to the entry.
final class AuditNote: Sendable {
    /// Of the request that is being answered. Threads of a pool do not have it.
    @TaskLocal static var current: AuditNote?

    struct Content: Sendable {
        /// Instead of the fields of the form; nil: those.
        var values: [String: String]?
        /// The version of the configuration that was replaced.
        var version: String?
        /// What changes in the configuration, by the code of the language.
        var changes: [String: [String]]?
    }

    /// Whose request it is; nil: the owner's.
    let author: String?
    private let noted = Mutex(Content())

    init(author: String? = nil) { self.author = author }

    var content: Content { noted.withLock { $0 } }

    func note(_ change: (inout Content) -> Void) { noted.withLock { change(&$0) } }
}
