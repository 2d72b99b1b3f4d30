import Telephony

/// A store that the writing thread writes entries to.
///
/// Used by one thread, one call at a time. All calls may block for as long as the medium does. After an error, the
/// next call tries again from the beginning: a store keeps no failed state.
protocol EntryStore: AnyObject {
    /// Opens the store, and creates it if it is missing.
    func open() throws(CallLogError)

    /// Writes a batch: all entries or, if it throws, none as far as is known.
    ///
    /// - Parameter number: How many entries were written before, and one. A batch that is written again has the same number and the
    ///   same entries.
    /// - Returns: The number of entries that the store can never accept; they are lost.
    func write(_ entries: [LogEntry], from number: Int64) throws(CallLogError) -> Int

    /// Deletes at most `most` calls: those that began before `moment`, or the oldest if the store is larger than `bytes`.
    ///
    /// - Returns: Whether there may be more to delete.
    func prune(before moment: Moment?, beyond bytes: Int?, most: Int) throws(CallLogError) -> Bool

    /// Deletes the requests and answers in their full text of at most `most` calls that began before `moment`.
    ///
    /// - Returns: Whether there may be more of them.
    func forgetRequests(before moment: Moment, most: Int) throws(CallLogError) -> Bool

    /// Reads at most `most` calls again that an older version wrote, and joins those that belong together.
    ///
    /// - Returns: Whether there may be more of them.
    func readOldCalls(most: Int) throws(CallLogError) -> Bool

    /// Releases the store.
    func close()
}
