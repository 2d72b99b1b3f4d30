import Sipgate

extension SimulatedAccount {
    /// `settings/sipgateio`: an object as the API shows it, and a look at the documented fields.
    package struct WebhookAddresses: Hashable, Sendable {
        package internal(set) var fields: JSONObject

        /// No webhooks, no log, no whitelist.
        package init() {
            self.init(["incomingUrl": .text(""), "outgoingUrl": .text(""), "log": .flag(false), "whitelist": .null])
        }

        /// Settings with these fields, unchecked.
        package init(_ fields: JSONObject) { self.fields = fields }

        package var incomingURL: String {
            get { fields.text("incomingUrl") }
            set { fields["incomingUrl"] = .text(newValue) }
        }
        package var outgoingURL: String {
            get { fields.text("outgoingUrl") }
            set { fields["outgoingUrl"] = .text(newValue) }
        }
        /// Whether events are noted in the webhook's log.
        package var isLogged: Bool {
            get { fields["log"]?.flag ?? false }
            set { fields["log"] = .flag(newValue) }
        }
        /// The phone lines and groups whose calls cause events; nil: all.
        package var whitelist: [String]? {
            get { fields["whitelist"]?.list.map { $0.compactMap(\.text) } }
            set { fields["whitelist"] = newValue.map { .list($0.map { .text($0) }) } ?? .null }
        }
    }
}
