public import FoundationEssentials
import Telephony

extension InvalidValue: LocalizedError, CustomStringConvertible {
    /// What is wrong with the value, as a sentence. Contains no secrets.
    public var description: String {
        switch self {
        case .phoneNumber(let text, .national):
            "\(text.printable) has no country code; write it in international format, for example +49 211 1234567."
        case .phoneNumber(let text, let reason): "\(text.printable) is not a phone number: \(reason.words)."
        case .url(let reason): reason.description
        case .address(let reason): reason.description
        case .path(let path):
            "\(quoted(path)) is not the path of an endpoint: expected one like w0/devices, without empty parts, . and .. ."
        case .body(let type): "The body, a value of the type \(type), cannot be written as JSON."
        case .userAgent(let text):
            "\(quoted(text)) cannot be a user agent: expected one to 200 characters of ASCII, such as shop/1.4."
        case .identifier(let reason): reason.description
        case .extension(let reason): reason.description
        case .keys(let reason): reason.description
        case .smsText(let reason): reason.description
        case .smsTime(let reason): reason.description
        case .pdf(let reason): reason.description
        case .faxName(let reason): reason.description
        case .contact(let reason): reason.description
        case .vCard(let reason): reason.description
        case .delimiter(let reason): reason.description
        case .greeting(let reason): reason.description
        case .table(let reason): reason.description
        case .tokenID(let reason): reason.description
        case .token(let reason): reason.description
        case .oauthToken(let reason): reason.description
        case .user(let reason): reason.description
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}
