/// The event that a call was answered.
public struct Answered: Hashable, Sendable {
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
    /// The display name of the user who answered an incoming call; `voicemail` stands for the voicemail.
    public var user: String?
    /// For example `w0`.
    public var userID: String?
    /// For example `1234567w0`.
    public var fullUserID: String?
    /// The one of several ringing numbers that was answered.
    public var answeringNumber: ReportedNumber?
    /// The number dialled originally, if the call was forwarded.
    public var diversion: ReportedNumber?

    /// Creates an event, for tests and simulations.
    public init(
        callID: String, originalCallID: String? = nil, xcid: String? = nil, direction: CallDirection = .incoming,
        from: Caller, to: ReportedNumber?, user: String? = nil, userID: String? = nil, fullUserID: String? = nil,
        answeringNumber: ReportedNumber? = nil, diversion: ReportedNumber? = nil
    ) {
        self.callID = callID
        self.originalCallID = originalCallID
        self.xcid = xcid
        self.direction = direction
        self.from = from
        self.to = to
        self.user = user
        self.userID = userID
        self.fullUserID = fullUserID
        self.answeringNumber = answeringNumber
        self.diversion = diversion
    }
}
