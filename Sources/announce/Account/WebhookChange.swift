import ArgumentParser
import Sipgate
import Telephony

/// A change of webhook settings: shown, confirmed, reported.
struct WebhookChange {
    let before: WebhooksObject
    var after: WebhooksObject
    let isJSON: Bool

    private struct Object: Encodable {
        let before: WebhooksObject
        let after: WebhooksObject
        let changed: Bool
    }

    init(_ before: WebhooksObject, _ after: WebhooksObject, isJSON: Bool) {
        (self.before, self.after, self.isJSON) = (before, after, isJSON)
    }

    init(_ before: AccountWebhooks, _ after: AccountWebhooks, isJSON: Bool) {
        self.init(WebhooksObject(before), WebhooksObject(after), isJSON: isJSON)
    }

    /// Shows the change and asks for confirmation.
    ///
    /// - Throws: `ExitCode(1)` if it is not confirmed.
    func confirm(_ isAgreed: Bool) throws {
        for (word, old, new) in [
            ("incoming", before.incoming, after.incoming), ("outgoing", before.outgoing, after.outgoing),
        ] {
            let change = old == new ? " (unchanged)" : "\n             new: \(new ?? "none")"
            Console.note("\(word) calls: \(old ?? "none")\(change)")
        }
        try Confirmation.ask("Apply the change?", isGiven: isAgreed)
    }

    /// Reports the settings as they are now: with `--json` before and after, otherwise a sentence.
    func finish(_ sentence: String) {
        Console.note(sentence)
        guard isJSON else { return }
        Console.result(jsonText(Object(before: before, after: after, changed: before != after)))
    }

    /// Prints the settings as they are now, or before and after with `--json`.
    func finish() {
        if before == after { Console.note("Nothing to change.") }
        guard !isJSON else {
            return Console.result(jsonText(Object(before: before, after: after, changed: before != after)))
        }
        TextTable(after.rows).print()
        if let warning = after.warning { Console.note("Warning: \(warning)") }
    }
}

/// Webhook settings of the account or of one line, in JSON: passwords hidden, nil if no URL is set.
struct WebhooksObject: Encodable, Hashable {
    let incoming: String?
    let outgoing: String?
    /// Nil: all. Of the account only.
    var sources: [String]?
    let logged: Bool
    // Of a line only.
    var incomingActive: Bool?
    var outgoingActive: Bool?
    var selfSigned: Bool?

    init(_ webhooks: AccountWebhooks) {
        (incoming, outgoing) = (webhooks.shown(.incoming), webhooks.shown(.outgoing))
        logged = webhooks.isLogged
        sources = if case .only(let names) = webhooks.sources { names } else { nil }
    }

    init(_ webhooks: PhonelineWebhooks) {
        func shown(_ url: String) -> String? { url.isEmpty ? nil : maskedAddress(url) }
        (incoming, outgoing) = (shown(webhooks.incomingURL), shown(webhooks.outgoingURL))
        (incomingActive, outgoingActive) = (webhooks.isIncomingActive, webhooks.isOutgoingActive)
        (logged, selfSigned) = (webhooks.isLogged, webhooks.allowsSelfSigned)
    }

    /// The settings as printed.
    var rows: [[String]] {
        func url(_ url: String?, _ isActive: Bool?) -> String {
            (url ?? "none") + (url != nil && isActive == false ? " (turned off)" : "")
        }
        var rows = [
            ["incoming calls", url(incoming, incomingActive)], ["outgoing calls", url(outgoing, outgoingActive)],
        ]
        if incomingActive == nil {
            rows.append(["sources", (sources.map(AccountWebhooks.Sources.only) ?? .all).words])
        }
        rows.append(["provider's log", logged ? "on" : "off"])
        if let selfSigned { rows.append(["self-signed certificates", selfSigned ? "accepted" : "refused"]) }
        return rows
    }

    /// What keeps calls from being answered, as a sentence; nil if nothing does.
    var warning: String? {
        sources == [] ? "the list of sources is empty, so no events are sent and no call is answered." : nil
    }
}
