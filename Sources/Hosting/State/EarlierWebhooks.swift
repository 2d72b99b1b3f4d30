package import Sipgate
package import Telephony

/// The account's webhook URLs from before `announce account connect`, kept until `disconnect` restores them.
package struct EarlierWebhooks: Codable, Sendable {
    /// The account they belong to; they are never restored into another.
    package let account: String
    /// The settings before the first change.
    package private(set) var settings: AccountWebhooks
    /// The URLs that `connect` entered, by direction (`in`, `out`).
    private var entered: [String: String] = [:]

    package init(account: String, settings: AccountWebhooks) {
        (self.account, self.settings) = (account, settings)
    }

    /// The URL that `connect` entered for calls in a direction; nil if it left them alone.
    package func entered(for direction: CallDirection) -> String? { entered[direction.rawValue] }

    /// Records that `url` will replace the current setting. A setting recorded before an earlier change is kept.
    package mutating func record(_ url: AbsoluteURL, for direction: CallDirection, replacing now: AccountWebhooks) {
        let isOurs = entered(for: direction) == now.address(direction)
        if !isOurs { settings.restoreURL(of: now, for: direction) }
        entered[direction.rawValue] = url.text
    }
}

extension AccountWebhooks {
    /// The URL for calls in a direction, as the provider has it; empty if none is set.
    package func address(_ direction: CallDirection) -> String { direction == .incoming ? incomingURL : outgoingURL }
}
