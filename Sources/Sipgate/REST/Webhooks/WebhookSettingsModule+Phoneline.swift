extension WebhookSettingsModule {
    /// The result of a change of one line's settings.
    public struct LineChange: Hashable, Sendable {
        /// The settings before.
        public var before: PhonelineWebhooks
        /// The settings now, read back.
        public var after: PhonelineWebhooks
    }

    /// Returns the settings of one phone line. The default user is the one signed in.
    ///
    /// - Throws: `SipgateError.webhooksNotAvailable` if sipgate.io is not booked or the token lacks the scope.
    public func get(of line: Phoneline, user: WebUser? = nil) async throws(SipgateError) -> PhonelineWebhooks {
        let user = try await client.user(user)
        return try await client.receive(Self.request(.get, user, line))
    }

    /// Changes the settings of one phone line as `change(_:)` does those of the account: reads, changes, writes, and reads back.
    /// The default user is the one signed in.
    ///
    /// - Throws: `SipgateError.lineSettingsNotStored` if the settings read back differ.
    @discardableResult
    public func change(
        of line: Phoneline, user: WebUser? = nil, _ edit: (inout PhonelineWebhooks) -> Void
    ) async throws(SipgateError) -> LineChange {
        let user = try await client.user(user)
        let before = try await get(of: line, user: user)
        var wanted = before
        edit(&wanted)
        guard wanted != before else { return LineChange(before: before, after: before) }
        try await client.send(Self.request(.put, user, line).body(wanted))
        let after = try await get(of: line, user: user)
        guard after == wanted else { throw .lineSettingsNotStored(line, wanted: wanted, found: after) }
        return LineChange(before: before, after: after)
    }

    private static func request(_ method: APIRequest.Method, _ user: WebUser, _ line: Phoneline) -> APIRequest {
        APIRequest(
            method, user.value.text, "phonelines", line.value.text, "sipgateio",
            scope: "phonelines:sipgateio:\(method == .get ? "read" : "write")"
        ).meaning { $0.status == 403 ? .webhooksNotAvailable($0) : nil }
    }
}
