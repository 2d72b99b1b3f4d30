/// A `Gather` has ended. The push says nothing of numbers or direction: whatever must be known travels in the `onData` address.
public struct KeysPressed: Hashable, Sendable {
    /// What came of a `Gather`.
    public enum Input: Hashable, Sendable {
        /// No key before the timeout. The provider sends the field empty or not at all.
        case none
        /// The caller hung up during the announcement.
        case callerGone
        /// At least one key: `0`–`9`, `*`, `#`, `A`–`D` by rights, but nothing is checked. Possibly fewer than asked for.
        case keys(String)

        /// Reads the value of the field `dtmf`, nil where it is absent.
        public init(_ text: String?) {
            switch text {
            case nil, "": self = .none
            // Undocumented; `-` is no key, so nobody can have pressed this.
            case "-1": self = .callerGone
            case let keys?: self = .keys(keys)
            }
        }
    }

    /// Never empty; of any length, with any characters.
    public var callID: String
    /// The first call of a chain of transfers and forwardings; as a rule absent from this push.
    public var originalCallID: String?
    /// What came.
    public var input: Input

    /// An event made up, for tests and simulations.
    public init(callID: String, originalCallID: String? = nil, input: Input) {
        self.callID = callID
        self.originalCallID = originalCallID
        self.input = input
    }
}
