public import FoundationEssentials

/// Reads the provider's log of webhook requests (`log/webhooks`). `AccountWebhooks.isLogged` turns it on.
public struct WebhookLogModule: Sendable {
    let client: SipgateClient

    /// Returns the account's log.
    public func entries() async throws(SipgateError) -> [WebhookLogEntry] {
        try await client.receive(
            APIRequest(.get, "log", "webhooks", scope: "log:webhooks:read"), as: ItemList<WebhookLogEntry>.self
        ).items
    }

    /// Returns the log of one phone line. The default user is the one signed in.
    public func entries(
        of phoneline: Phoneline, user: WebUser? = nil
    ) async throws(SipgateError) -> [WebhookLogEntry] {
        let user = try await client.user(user)
        return try await client.receive(
            APIRequest(
                .get, user.value.text, "phonelines", phoneline.value.text, "sipgateio", "log",
                scope: "phonelines:sipgateio:log:read"), as: ItemList<WebhookLogEntry>.self
        ).items
    }
}

/// An event sent to a webhook, and its answer.
public struct WebhookLogEntry: Hashable, Sendable {
    /// The time in the provider's notation.
    public var created: String
    /// The URL that the event was sent to.
    public var url: String
    /// The body of the request.
    public var request: String
    /// The body of the answer.
    public var response: String
    /// The reason the answer was not used; empty if it was used.
    public var xmlError: String
    /// An HTTP status, or one of the provider's own: 600 no answer in time, 601 no TLS, 610 status other than 200. Empty if
    /// there is none.
    public var status: String

    /// The time; `nil` if it cannot be parsed.
    public var date: Date? { JSON.date(created) }

    /// Whether the provider could not use the answer.
    public var isError: Bool { !xmlError.isEmpty || !status.isEmpty && status != "200" }
}

extension WebhookLogEntry: Decodable {
    private enum CodingKeys: String, CodingKey { case created, url, request, response, xmlError, status }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        created = try fields.text(.created)
        url = try fields.text(.url)
        request = try fields.text(.request)
        response = try fields.text(.response)
        xmlError = try fields.text(.xmlError)
        status = try fields.text(.status)
    }
}
