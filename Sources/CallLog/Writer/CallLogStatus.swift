package import SystemPackage
package import Telephony

/// The condition of the writer, for `/health` and metrics.
package struct CallLogStatus: Hashable, Sendable {
    package enum Condition: Hashable, Sendable {
        case writing
        /// Retried until it works; new entries wait as long as there is room for them.
        case failing(since: Moment, CallLogError)
    }

    package var condition = Condition.writing
    /// Entries waiting to be written.
    package var queued = 0
    /// Entries written since the start.
    package var written = 0
    /// Entries lost since the start: the queue was full, or the database refused them.
    package var dropped = 0
    /// Damaged files that were moved aside since the start.
    package var setAside: [FilePath] = []

    package init() {}
}

/// A change that the operator should know about, reported once when it happens.
package enum CallLogIncident: Hashable, Sendable {
    /// Writing fails, for the first time or for another reason than before.
    case failing(CallLogError)
    /// Writing works again. `dropped`: the number of entries lost in the meantime.
    case resumed(dropped: Int)
    /// A damaged file was moved to this path and a new one begun.
    case setAside(FilePath)
}
