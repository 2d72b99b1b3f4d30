/// A call in progress.
public struct RunningCall: Hashable, Sendable, Identifiable {
    /// The `callId` of the webhooks.
    public typealias ID = Identifier<RunningCall>

    /// The id of the call.
    public var id: ID
    /// Whether the call is muted.
    public var isMuted: Bool
    /// Whether the call is being recorded.
    public var isRecorded: Bool
    /// Whether the call is on hold.
    public var isHeld: Bool
    /// The participants.
    public var participants: [Participant]

    /// A participant of a call.
    public struct Participant: Hashable, Sendable, Identifiable {
        /// The provider's id of the participant.
        public var id: String
        /// Usually in E.164 form, or `anonymous`.
        public var phoneNumber: String
        /// Whether the participant is muted.
        public var isMuted: Bool
        /// Whether the participant is on hold.
        public var isHeld: Bool
        /// Whether the participant belongs to the account.
        public var isOwner: Bool
    }
}

extension RunningCall: Decodable {
    private enum CodingKeys: String, CodingKey { case callId, muted, recording, hold, participants }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(ID.self, forKey: .callId)
        isMuted = try fields.flag(.muted)
        isRecorded = try fields.flag(.recording)
        isHeld = try fields.flag(.hold)
        participants = try fields.list(.participants)
    }
}

extension RunningCall.Participant: Decodable {
    private enum CodingKeys: String, CodingKey { case participantId, phoneNumber, muted, hold, owner }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.text(.participantId)
        phoneNumber = try fields.text(.phoneNumber)
        isMuted = try fields.flag(.muted)
        isHeld = try fields.flag(.hold)
        isOwner = try fields.flag(.owner)
    }
}
