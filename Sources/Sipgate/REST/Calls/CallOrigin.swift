/// Where a new call begins. With `callerID` these are all the combinations that the API takes.
public enum CallOrigin: Hashable, Sendable {
    /// A telephone or line of the account; nil for its own device.
    case `extension`(CallingExtension, device: CallingExtension? = nil)
    /// A number, whose calls go out through a device of the account.
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

    /// Which call it is.
    public let id: ID

    private enum CodingKeys: String, CodingKey { case id = "sessionId" }
}
