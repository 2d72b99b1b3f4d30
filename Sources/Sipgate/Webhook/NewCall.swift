/// A call comes in or goes out.
///
/// One telephone call can bring several: forwarding and transfers make new ones with an `originalCallID`, and so does the
/// voicemail when it takes over (`users` is then `["voicemail"]`; whoever answers that with an announcement or a `Dial` keeps
/// the voicemail from working).
public struct NewCall: Hashable, Sendable {
    /// Never empty; of any length, with any characters.
    public var callID: String
    /// The first call of a chain of transfers and forwardings.
    public var originalCallID: String?
    /// Another identity of the call.
    public var xcid: String?
    /// Incoming where the push says nothing else.
    public var direction: CallDirection
    /// Who calls; on outgoing calls a number of the account.
    public var from: Caller
    /// The number called; there on every incoming call.
    public var to: ReportedNumber?
    /// Display names of whom it rings at; several for a group. `voicemail` is the voicemail.
    public var users: [String]
    /// Such as `w0`.
    public var userIDs: [String]
    /// Such as `1234567w0`.
    public var fullUserIDs: [String]
    /// The number dialled at first, where the call was forwarded.
    public var diversion: ReportedNumber?

    /// A call made up, for tests and simulations.
    public init(
        callID: String, originalCallID: String? = nil, xcid: String? = nil, direction: CallDirection = .incoming,
        from: Caller, to: ReportedNumber?, users: [String] = [], userIDs: [String] = [], fullUserIDs: [String] = [],
        diversion: ReportedNumber? = nil
    ) {
        self.callID = callID
        self.originalCallID = originalCallID
        self.xcid = xcid
        self.direction = direction
        self.from = from
        self.to = to
        self.users = users
        self.userIDs = userIDs
        self.fullUserIDs = fullUserIDs
        self.diversion = diversion
    }
}
