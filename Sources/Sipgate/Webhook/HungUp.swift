/// The event that a call, or one leg of it (`Cause.forwarded`), has ended.
public struct HungUp: Hashable, Sendable {
    /// The id of the call: never empty, of any length, with any characters.
    public var callID: String
    /// The first call of a chain of transfers and forwardings.
    public var originalCallID: String?
    /// Another id of the call.
    public var xcid: String?
    /// The direction of the call; incoming if the event does not name one.
    public var direction: CallDirection
    /// The caller.
    public var from: Caller
    /// The number called.
    public var to: ReportedNumber?
    /// Why it ended.
    public var cause: Cause?
    /// The number that was answered; may be missing even if one was.
    public var answeringNumber: ReportedNumber?
    /// The number dialled originally, if the call was forwarded.
    public var diversion: ReportedNumber?

    /// The reason why a call ended. The documented ones have names; the provider sends others too (`chanunavail`).
    public struct Cause: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The provider's name for it.
        public let rawValue: String

        /// Accepts any text: the provider may add new values.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// One side hung up after talking.
        public static let normalClearing = Cause(rawValue: "normalClearing")
        /// The callee was busy.
        public static let busy = Cause(rawValue: "busy")
        /// The caller hung up before the call was answered.
        public static let cancel = Cause(rawValue: "cancel")
        /// The call was not answered.
        public static let noAnswer = Cause(rawValue: "noAnswer")
        /// The callee could not be reached.
        public static let congestion = Cause(rawValue: "congestion")
        /// The number does not exist, or nothing is registered for it.
        public static let notFound = Cause(rawValue: "notFound")
        /// The call continues as another one, whose `originalCallID` is the id of this one.
        public static let forwarded = Cause(rawValue: "forwarded")

        /// The provider's name for it.
        public var description: String { rawValue }
    }

    /// Creates an event, for tests and simulations.
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
