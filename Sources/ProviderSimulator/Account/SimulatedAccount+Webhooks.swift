import Sipgate
package import Telephony

/// The webhook's settings, and its log.
extension SimulatedAccount {
    mutating func settings(_ call: APICall) throws(APIRefusal) -> APIAnswer {
        switch call.method {
        case "GET": return APIAnswer(json: .object(settings.fields))
        case "PUT":
            // Replaces all of them, so all must be there.
            let object = try call.object()
            for name in ["incomingUrl", "outgoingUrl"] { try Self.checkURL(name, in: object) }
            _ = try object.flag("log")
            try checkWhitelist(in: object)
            settings = WebhookAddresses(object)
            return .done
        default: throw .method
        }
    }

    /// A URL, or an empty text for none. The API looks at its beginning only.
    static func checkURL(_ name: String, in object: JSONObject) throws(APIRefusal) {
        guard let text = object[name]?.text else { throw .invalid("\(name) is missing.", at: name) }
        guard text.isEmpty || text.hasPrefix("https://") || text.hasPrefix("http://") else {
            throw .invalid("\(name) is not a URL.", at: name)
        }
    }

    /// Phone lines and groups, and what was there before.
    private func checkWhitelist(in object: JSONObject) throws(APIRefusal) {
        switch object["whitelist"] {
        case nil: throw .invalid("whitelist is missing.", at: "whitelist")
        case .null?: return
        case .list(let list)?:
            for item in list where !(settings.whitelist ?? []).contains(item.text ?? "") {
                guard let text = item.text, text.first == "p" || text.first == "g", Int(text.dropFirst()) != nil else {
                    throw .invalid("whitelist has an entry that is neither a phone line nor a group.", at: "whitelist")
                }
            }
        case _?: throw .invalid("whitelist is not a list.", at: "whitelist")
        }
    }

    /// Notes an event in the webhook's log, if that is on.
    ///
    /// - Parameters:
    ///   - status: HTTP, or the provider's own: 600 no answer in time, 601 no TLS, 610 another status than 200.
    ///   - fault: Why the answer was of no use; empty: it was used.
    package mutating func logEvent(
        url: String, request: String, response: String, status: Int, fault: String, at moment: Moment
    ) {
        guard settings.isLogged else { return }
        webhookLog.insert(
            [
                "created": .text(Self.text(moment)), "url": .text(url), "request": .text(request),
                "response": .text(response), "status": .text("\(status)"), "xmlError": .text(fault),
            ], at: 0)
        if webhookLog.count > 1000 { webhookLog.removeLast() }
    }
}
