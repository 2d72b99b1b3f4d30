import FoundationEssentials

/// Whether calls are answered, for monitoring.
package struct Health: Hashable, Sendable {
    /// Reasons calls are not answered as configured, as sentences; empty: ready.
    package var reasons: [String]
    /// Warnings that do not keep calls from being answered, as sentences.
    package var warnings: [String]

    package init(reasons: [String] = [], warnings: [String] = []) {
        self.reasons = reasons
        self.warnings = warnings
    }

    package var isReady: Bool { reasons.isEmpty }

    /// `{"live":true,"ready":true,"reasons":[],"warnings":[]}`
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and Booleans can always be encoded.
        let json = try? encoder.encode(Status(live: true, ready: isReady, reasons: reasons, warnings: warnings))
        return String(decoding: json ?? Data(), as: UTF8.self) + "\n"
    }

    private struct Status: Encodable {
        let live: Bool
        let ready: Bool
        let reasons: [String]
        let warnings: [String]
    }
}
