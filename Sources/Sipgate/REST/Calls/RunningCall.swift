/// A call that is going on.
public struct RunningCall: Hashable, Sendable, Identifiable {
    /// The `callId` of the webhooks.
    public typealias ID = Identifier<RunningCall>

    /// Which call it is.
    public var id: ID
    /// Whether it is muted.
    public var isMuted: Bool
    /// Whether it is recorded.
    public var isRecorded: Bool
    /// Whether it is held.
    public var isHeld: Bool
    /// Who takes part.
    public var participants: [Participant]

    /// Somebody who takes part.
    public struct Participant: Hashable, Sendable, Identifiable {
        /// The provider's name for this participation.
        public var id: String
        /// Usually in E.164 form, or `anonymous`.
        public var phoneNumber: String
        /// Whether nobody hears them.
        public var isMuted: Bool
        /// Whether they are held.
        public var isHeld: Bool
        /// Whether they belong to the account.
        public var isOwner: Bool
    }
}

extension RunningCall: Decodable {
    private enum CodingKeys: String, CodingKey { case callId, muted, recording, hold, participants }

    /// Reads the API's form.
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

    /// Reads the API's form.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.text(.participantId)
        phoneNumber = try fields.text(.phoneNumber)
        isMuted = try fields.flag(.muted)
        isHeld = try fields.flag(.hold)
        isOwner = try fields.flag(.owner)
    }
}
