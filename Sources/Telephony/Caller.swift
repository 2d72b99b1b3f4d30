/// Who calls, as the network says.
public enum Caller: Hashable, Sendable, CustomStringConvertible {
    case number(PhoneNumber)
    case anonymous
    /// Anything else: nothing at all, a SIP identity such as `123456e0`, `00000`.
    case unknown(String)

    /// Reads the network's word; none is impossible.
    public init(_ text: String) {
        if text == "anonymous" {
            self = .anonymous
        } else if let number = try? PhoneNumber(text) {
            self = .number(number)
        } else {
            self = .unknown(text)
        }
    }

    /// `+492111234567`, `anonymous`, or the network's word.
    public var description: String {
        switch self {
        case .number(let number): number.description
        case .anonymous: "anonymous"
        case .unknown(let text): text
        }
    }
}
