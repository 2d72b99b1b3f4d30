import FoundationEssentials

/// The provider's reason for refusing a request.
public struct Refusal: Hashable, Sendable {
    /// The HTTP status.
    public var status: Int
    /// The request: `POST sessions/sms`.
    public var request: String
    /// The scope that the token needs for the request; a 403 often means that it is missing.
    public var scope: String
    /// The API's list of problems; often empty.
    public var details: [Detail]
    /// The message of a body that is not such a list, at most 2000 characters; may be empty, as for `{}`.
    public var text: String

    /// A problem with the request.
    public struct Detail: Hashable, Sendable {
        /// A few words; may be empty.
        public var title: String
        /// A sentence; may be empty.
        public var detail: String
        /// The part of the request with the problem (a JSON pointer), if known.
        public var pointer: String?
    }

    /// Creates a refusal, for tests.
    public init(status: Int, request: String, scope: String, details: [Detail] = [], text: String = "") {
        self.status = status
        self.request = request
        self.scope = scope
        self.details = details
        self.text = text
    }

    /// The API's reason in one line: its details, otherwise its text; may be empty.
    public var summary: String {
        guard !details.isEmpty else { return text }
        return details.map { $0.detail.isEmpty ? $0.title : $0.detail }.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    init(_ answer: APIAnswer, to request: APIRequest) {
        self.init(status: answer.status, request: request.name, scope: request.scope)
        if let list = try? JSON.decoder().decode(List.self, from: answer.body) {
            details = list.errors.map {
                Detail(title: $0.title ?? "", detail: $0.detail ?? "", pointer: $0.source?.pointer)
            }
        } else {
            text = Self.text(of: answer.body)
        }
    }

    /// The reason in a body that is not the API's list: of a JSON object its message, of `{}` and the like none.
    private static func text(of body: Data) -> String {
        switch try? JSON.decoder().decode(JSONValue.self, from: body) {
        case .object(let fields)?:
            for name in ["message", "error_description", "detail", "title", "error"] {
                if case .text(let text)? = fields[name] { return String(text.prefix(2_000)) }
            }
            if fields.isEmpty { return "" }
        case .list([])?, .null?: return ""
        case .text(let text)?: return String(text.prefix(2_000))
        default: break
        }
        return String(String(decoding: body.prefix(8_000), as: UTF8.self).prefix(2_000))
    }

    private struct List: Decodable {
        struct Entry: Decodable {
            struct Source: Decodable { var pointer: String? }
            var title: String?
            var detail: String?
            var source: Source?
        }
        var errors: [Entry]
    }
}

extension Refusal.Detail {
    /// Creates a detail, for tests.
    public init(title: String, detail: String) { self.init(title: title, detail: detail, pointer: nil) }
}
