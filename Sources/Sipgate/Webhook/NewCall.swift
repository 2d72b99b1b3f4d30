/// The event that a call begins.
///
/// One telephone call can cause several of these events: forwarding and transfers start new calls with an
/// `originalCallID`, and so does the voicemail when it takes over (`users` is then `["voicemail"]`; an answer with an
/// announcement or a `Dial` prevents the voicemail from working).
public struct NewCall: Hashable, Sendable {
    /// The id of the call: never empty, of any length, with any characters.
    public var callID: String
    /// The first call of a chain of transfers and forwardings.
    public var originalCallID: String?
    /// Another id of the call.
    public var xcid: String?
    /// The direction of the call; incoming if the event does not name one.
    public var direction: CallDirection
    /// The caller; for outgoing calls, a number of the account.
    public var from: Caller
    /// The number called; always present for incoming calls.
    public var to: ReportedNumber?
    /// The display names of the users whose telephones ring; several for a group. `voicemail` stands for the voicemail.
    public var users: [String]
    /// For example `w0`.
    public var userIDs: [String]
    /// For example `1234567w0`.
    public var fullUserIDs: [String]
    /// The number dialled originally, if the call was forwarded.
    public var diversion: ReportedNumber?

    /// Whether the voicemail takes over a call that was not answered. Let it: an announcement or a `Dial` would keep it from recording.
    public var isVoicemail: Bool { users.contains("voicemail") }

    /// Creates an event, for tests and simulations.
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
