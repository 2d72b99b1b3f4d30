/// A value that several machines have in common, of which a state file is a copy. Everything here blocks the thread.
package protocol CommonValue: Sendable {
    /// The bytes; nil: there are none.
    func read() throws(StateFileError) -> [UInt8]?

    /// Changes the bytes, while others that do the same wait.
    ///
    /// - Parameter change: gets nil where there are none, and returns nil to remove them.
    func change(_ change: ([UInt8]?) throws(StateFileError) -> [UInt8]?) throws(StateFileError)
}
