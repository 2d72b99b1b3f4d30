/// Somebody took the call.
public struct Answered: Hashable, Sendable {
    /// Never empty; of any length, with any characters.
    public var callID: String
    /// The first call of a chain of transfers and forwardings.
    public var originalCallID: String?
    /// Another identity of the call.
    public var xcid: String?
    /// Incoming where the push says nothing else.
    public var direction: CallDirection
    /// Who calls.
    public var from: Caller
    /// The number called.
    public var to: ReportedNumber?
    /// Display name of who took an incoming call; `voicemail` is the voicemail.
    public var user: String?
    /// Such as `w0`.
    public var userID: String?
    /// Such as `1234567w0`.
    public var fullUserID: String?
    /// Which of several numbers that rang was picked up.
    public var answeringNumber: ReportedNumber?
    /// The number dialled at first, where the call was forwarded.
    public var diversion: ReportedNumber?

    /// An event made up, for tests and simulations.
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
