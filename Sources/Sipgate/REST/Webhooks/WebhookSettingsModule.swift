/// Reads and changes the webhook URLs of the account (`settings/sipgateio`).
///
/// The API replaces all settings at once, so each change reads the settings, changes them, writes them and reads them
/// back.
public struct WebhookSettingsModule: Sendable {
    let client: SipgateClient

    /// The result of a change.
    public struct Change: Hashable, Sendable {
        /// The settings before.
        public var before: AccountWebhooks
        /// The settings now, read back.
        public var after: AccountWebhooks
    }

    /// Returns the settings.
    ///
    /// - Throws: `SipgateError.webhooksNotAvailable` if sipgate.io is not booked or the token lacks the scope.
    public func get() async throws(SipgateError) -> AccountWebhooks {
        try await client.receive(Self.request(.get, scope: "settings:sipgateio:read"))
    }

    /// Changes several settings at once. Writes only if something changes.
    ///
    /// - Throws: `SipgateError.settingsNotStored` if the settings read back differ.
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

    /// Sets the webhook URL for calls of a direction.
    @discardableResult
    public func setURL(_ url: AbsoluteURL, for direction: CallDirection) async throws(SipgateError) -> Change {
        try await change { $0.setURL(url, for: direction) }
    }

    /// Removes the webhook URL for calls of a direction.
    @discardableResult
    public func clearURL(for direction: CallDirection) async throws(SipgateError) -> Change {
        try await change { $0.setURL(nil, for: direction) }
    }

    /// Restricts webhooks to the calls of these phone lines and groups.
    @discardableResult
    public func setWhitelist(_ sources: NonEmpty<WebhookSource>) async throws(SipgateError) -> Change {
        try await change { $0.setSources(sources.elements) }
    }

    /// Empties the list of phone lines and groups: no events are sent.
    @discardableResult
    public func clearWhitelist() async throws(SipgateError) -> Change {
        try await change { $0.setSources([]) }
    }

    /// Sends events for the calls of all phone lines and groups.
    @discardableResult
    public func disableWhitelist() async throws(SipgateError) -> Change {
        try await change { $0.sources = .all }
    }

    /// Turns the provider's webhook log on or off.
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
