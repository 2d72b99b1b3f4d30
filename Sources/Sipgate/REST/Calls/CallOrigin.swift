/// The origin of a new call. Together with `callerID`, these are all combinations that the API accepts.
public enum CallOrigin: Hashable, Sendable {
    /// A telephone or line of the account. `device`: the device that rings; `nil` for its own.
    case `extension`(CallingExtension, device: CallingExtension? = nil)
    /// A number, called through a device of the account.
    case number(PhoneNumber, device: CallingExtension)

    var caller: String {
        switch self {
        case .extension(let value, _): value.value.text
        case .number(let number, _): number.description
        }
    }

    var device: CallingExtension? {
        switch self {
        case .extension(_, let device): device
        case .number(_, let device): device
        }
    }
}

/// A call that was started.
public struct CallSession: Hashable, Sendable, Decodable {
    /// The API's `sessionId`.
    public typealias ID = Identifier<CallSession>

    /// The id of the call.
    public let id: ID

    private enum CodingKeys: String, CodingKey { case id = "sessionId" }
}
