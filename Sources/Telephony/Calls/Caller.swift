/// The caller, as the network reports it.
public enum Caller: Hashable, Sendable, CustomStringConvertible {
    case number(PhoneNumber)
    case anonymous
    /// Anything else: an empty text, a SIP id such as `123456e0`, or `00000`.
    case unknown(String)

    /// Reads the network's text; every text is accepted.
    public init(_ text: String) {
        if text == "anonymous" {
            self = .anonymous
        } else if let number = try? PhoneNumber(text) {
            self = .number(number)
        } else {
            self = .unknown(text)
        }
    }

    /// `+492111234567`, `anonymous`, or the network's text.
    public var description: String {
        switch self {
        case .number(let number): number.description
        case .anonymous: "anonymous"
        case .unknown(let text): text
        }
    }
}
