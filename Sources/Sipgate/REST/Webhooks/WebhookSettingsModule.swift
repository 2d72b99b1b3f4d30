/// Reads and changes which addresses are asked when a call comes in or goes out (`settings/sipgateio`).
///
/// The API replaces everything at once, so each change reads what is there, changes that, writes it and reads it back.
public struct WebhookSettingsModule: Sendable {
    let client: SipgateClient

    /// What a change did.
    public struct Change: Hashable, Sendable {
        /// As it was.
        public var before: AccountWebhooks
        /// As it is now, read back.
        public var after: AccountWebhooks
    }

    /// The settings.
    ///
    /// - Throws: `SipgateError.webhooksNotAvailable` where sipgate.io is not booked or the token lacks the scope.
    public func get() async throws(SipgateError) -> AccountWebhooks {
        try await client.receive(Self.request(.get, scope: "settings:sipgateio:read"))
    }

    /// Changes several settings at once. Nothing is written where nothing changes.
    ///
    /// - Throws: `SipgateError.settingsNotStored` where something else is read back.
    @discardableResult
    public func change(_ edit: (inout AccountWebhooks) -> Void) async throws(SipgateError) -> Change {
        let before = try await get()
        var wanted = before
        edit(&wanted)
        guard wanted != before else { return Change(before: before, after: before) }
        try await client.send(Self.request(.put, scope: "settings:sipgateio:write").body(wanted))
        let after = try await get()
        guard after == wanted else { throw .settingsNotStored(wanted: wanted, found: after) }
        return Change(before: before, after: after)
    }

    /// Sets the address that is asked for calls of a direction.
    @discardableResult
    public func setURL(_ url: AbsoluteURL, for direction: CallDirection) async throws(SipgateError) -> Change {
        try await change { $0.setURL(url, for: direction) }
    }

    /// Asks nobody any more for calls of a direction.
    @discardableResult
    public func clearURL(for direction: CallDirection) async throws(SipgateError) -> Change {
        try await change { $0.setURL(nil, for: direction) }
    }

    /// Pushes the calls of these phone lines and groups only.
    @discardableResult
    public func setWhitelist(_ sources: NonEmpty<WebhookSource>) async throws(SipgateError) -> Change {
        try await change { $0.setSources(sources.elements) }
    }

    /// Empties the list of phone lines and groups: no calls are pushed.
    @discardableResult
    public func clearWhitelist() async throws(SipgateError) -> Change {
        try await change { $0.setSources([]) }
    }

    /// Pushes the calls of all phone lines and groups.
    @discardableResult
    public func disableWhitelist() async throws(SipgateError) -> Change {
        try await change { $0.sources = .all }
    }

    /// Has the provider keep a log of its webhooks, or not.
    @discardableResult
    public func setLog(_ isOn: Bool) async throws(SipgateError) -> Change {
        try await change { $0.isLogged = isOn }
    }

    private static func request(_ method: APIRequest.Method, scope: String) -> APIRequest {
        APIRequest(method, "settings", "sipgateio", scope: scope).meaning {
            $0.status == 403 ? .webhooksNotAvailable($0) : nil
        }
    }
}
