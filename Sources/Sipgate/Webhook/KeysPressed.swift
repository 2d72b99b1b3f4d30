/// The event that a `Gather` has ended. It contains neither numbers nor direction: put into `onData` what you need to
/// know.
public struct KeysPressed: Hashable, Sendable {
    /// The result of a `Gather`.
    public enum Input: Hashable, Sendable {
        /// No key was pressed before the timeout. The provider sends the field empty or not at all.
        case none
        /// The caller hung up during the announcement.
        case callerGone
        /// At least one key, possibly fewer than `maxDigits`. Usually `0`–`9`, `*`, `#`, `A`–`D`; not validated.
        case keys(String)

        /// Parses the value of the field `dtmf`; `nil` if the field is missing.
        public init(_ text: String?) {
            switch text {
            case nil, "": self = .none
            // Undocumented. No caller can press this, since `-` is not a key.
            case "-1": self = .callerGone
            case let keys?: self = .keys(keys)
            }
        }
    }

    /// The id of the call: never empty, of any length, with any characters.
    public var callID: String
    /// The first call of a chain of transfers and forwardings; usually missing in this event.
    public var originalCallID: String?
    /// The keys, if any.
    public var input: Input

    /// Creates an event, for tests and simulations.
    public init(callID: String, originalCallID: String? = nil, input: Input) {
        self.callID = callID
        self.originalCallID = originalCallID
        self.input = input
    }
}
