/// The call is over, or this leg of it (`Cause.forwarded`).
public struct HungUp: Hashable, Sendable {
    /// Never empty; of any length, with any characters.
    public var callID: String
    /// The first call of a chain of transfers and forwardings.
    public var originalCallID: String?
    /// Another identity of the call.
    public var xcid: String?
    /// Incoming where the push says nothing else.
    public var direction: CallDirection
    /// Who called.
    public var from: Caller
    /// The number called.
    public var to: ReportedNumber?
    /// Why it ended.
    public var cause: Cause?
    /// Which number was picked up; may be missing even when one was.
    public var answeringNumber: ReportedNumber?
    /// The number dialled at first, where the call was forwarded.
    public var diversion: ReportedNumber?

    /// Why a call ended. The documented ones have names; others are met in the wild (`chanunavail`).
    public struct Cause: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The provider's word.
        public let rawValue: String

        /// Takes any word.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// One side hung up after talking.
        public static let normalClearing = Cause(rawValue: "normalClearing")
        /// The called was engaged.
        public static let busy = Cause(rawValue: "busy")
        /// The caller hung up before anybody answered.
        public static let cancel = Cause(rawValue: "cancel")
        /// Nobody answered.
        public static let noAnswer = Cause(rawValue: "noAnswer")
        /// The called could not be reached just then.
        public static let congestion = Cause(rawValue: "congestion")
        /// The number does not exist, or nothing is registered for it.
        public static let notFound = Cause(rawValue: "notFound")
        /// The call goes on as another, whose `originalCallID` is this one's.
        public static let forwarded = Cause(rawValue: "forwarded")

        /// The provider's word.
        public var description: String { rawValue }
    }

    /// An event made up, for tests and simulations.
    public init(
        callID: String, originalCallID: String? = nil, xcid: String? = nil, direction: CallDirection = .incoming,
        from: Caller, to: ReportedNumber?, cause: Cause? = nil, answeringNumber: ReportedNumber? = nil,
        diversion: ReportedNumber? = nil
    ) {
        self.callID = callID
        self.originalCallID = originalCallID
        self.xcid = xcid
        self.direction = direction
        self.from = from
        self.to = to
        self.cause = cause
        self.answeringNumber = answeringNumber
        self.diversion = diversion
    }
}
