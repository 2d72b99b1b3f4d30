public import FoundationEssentials

/// Reads what the provider saw when it asked the webhooks (`log/webhooks`). `AccountWebhooks.isLogged` turns it on.
public struct WebhookLogModule: Sendable {
    let client: SipgateClient

    /// The account's log.
    public func entries() async throws(SipgateError) -> [WebhookLogEntry] {
        try await client.receive(
            APIRequest(.get, "log", "webhooks", scope: "log:webhooks:read"), as: ItemList<WebhookLogEntry>.self
        ).items
    }

    /// The log of one phone line. Without a user it is a line of the one signed in.
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

/// One push, and what came of it.
public struct WebhookLogEntry: Hashable, Sendable {
    /// When, as the provider writes it.
    public var created: String
    /// Which address was asked.
    public var url: String
    /// The form that was posted.
    public var request: String
    /// What was answered.
    public var response: String
    /// Why the answer was not used; empty where it was.
    public var xmlError: String
    /// An HTTP status, or one of the provider's own: 600 no answer in time, 601 no TLS, 610 status other than 200. Empty where
    /// there is none.
    public var status: String

    /// When, where that can be read.
    public var date: Date? { JSON.date(created) }

    /// Whether the provider could not use the answer.
    public var isError: Bool { !xmlError.isEmpty || !status.isEmpty && status != "200" }
}

extension WebhookLogEntry: Decodable {
    private enum CodingKeys: String, CodingKey { case created, url, request, response, xmlError, status }

    /// Reads the API's form.
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
