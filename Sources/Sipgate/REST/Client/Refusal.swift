import FoundationEssentials

/// What the provider says when it does not do what was asked.
public struct Refusal: Hashable, Sendable {
    /// The HTTP status.
    public var status: Int
    /// What was asked: `POST sessions/sms`.
    public var request: String
    /// The scope that a token needs for this; a 403 often means that it is missing.
    public var scope: String
    /// The API's own list of what is wrong; often empty.
    public var details: [Detail]
    /// The body as text where it is no such list, at most 2000 characters; may be empty.
    public var text: String

    /// One thing that is wrong.
    public struct Detail: Hashable, Sendable {
        /// A few words; may be empty.
        public var title: String
        /// A sentence; may be empty.
        public var detail: String
        /// Which part of the request is meant (a JSON pointer), if any.
        public var pointer: String?
    }

    /// A refusal made up, for tests.
    public init(status: Int, request: String, scope: String, details: [Detail] = [], text: String = "") {
        self.status = status
        self.request = request
        self.scope = scope
        self.details = details
        self.text = text
    }

    /// The API's words in one line: its details, else its text; empty where it says nothing.
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
            text = String(String(decoding: answer.body.prefix(8_000), as: UTF8.self).prefix(2_000))
        }
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
    /// A detail made up, for tests.
    public init(title: String, detail: String) { self.init(title: title, detail: detail, pointer: nil) }
}
