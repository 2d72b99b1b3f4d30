package import SystemPackage

/// How the writing goes, for `/health` and metrics.
package struct CallLogStatus: Hashable, Sendable {
    package enum Condition: Hashable, Sendable {
        case writing
        /// Tried again and again; what comes meanwhile waits, as far as there is room.
        case failing(since: LogMoment, CallLogFault)
    }

    package var condition = Condition.writing
    /// Entries that wait to be written.
    package var queued = 0
    /// Entries that were written since the start.
    package var written = 0
    /// Entries that are lost since the start: no room in the queue, or refused by the database.
    package var dropped = 0
    /// Broken files that were moved out of the way since the start.
    package var setAside: [FilePath] = []

    package init() {}
}

/// What the operator is to be told when it happens.
package enum CallLogNews: Hashable, Sendable {
    case failing(CallLogFault)
    /// `dropped`: how many entries were lost meanwhile.
    case resumed(dropped: Int)
    /// A broken file was moved out of the way, and a new one begun.
    case setAside(FilePath)
}
