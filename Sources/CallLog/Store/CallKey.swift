import Telephony

/// The ids of calls in the database: the millisecond the call began, times 65,536, plus a counter times 16.
///
/// So calls of a time span are a range of ids, and pages are read newest first without another index. The lowest four bits
/// are left for the texts of the call in the table `search`: text `n` of a call has the row id `call + n`.
enum CallKey {
    private static let span: Int64 = 65536

    /// The number of ids per millisecond.
    static let perMillisecond: Int64 = 4096

    /// The id of the call numbered `counter` of a millisecond.
    static func id(_ began: Moment, counter: Int64) -> Int64 {
        first(began) + (counter % perMillisecond) * 16
    }

    /// The lowest id of a call that begins at a moment. Moments without ids (before 1970, or some 4,000 years later) get
    /// the nearest.
    static func first(_ moment: Moment) -> Int64 {
        min(max(0, moment.milliseconds), Int64.max / span - 1) * span
    }

    /// The millisecond of an id.
    static func milliseconds(_ id: Int64) -> Int64 { id / span }

    /// The number of texts that one call may have in `search`.
    static let mostTexts = 16
}
