package import Alerts
package import CallFlow

/// What the page about alerts shows, and the test messages that it sends.
package struct AlertsAccess: Sendable {
    /// The incidents, and how the ways work.
    package var ledger: @Sendable () async -> AlertLedger
    /// Environment variables that the ways need and that are not set.
    package var missingVariables: @Sendable () async -> [String]
    /// Sends a test message.
    package var test: @Sendable (AlertWay.Kind) async throws(DeliveryError) -> Void

    package init(
        ledger: @escaping @Sendable () async -> AlertLedger, missingVariables: @escaping @Sendable () async -> [String],
        test: @escaping @Sendable (AlertWay.Kind) async throws(DeliveryError) -> Void
    ) {
        (self.ledger, self.missingVariables, self.test) = (ledger, missingVariables, test)
    }
}
