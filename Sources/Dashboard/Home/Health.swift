import FoundationEssentials
import MediaLibrary

/// Whether calls are answered, for monitoring.
package struct Health: Hashable, Sendable {
    /// Reasons calls are not answered as configured, as sentences; empty: ready.
    package var reasons: [String]
    /// Warnings that do not keep calls from being answered, as sentences.
    package var warnings: [String]
    /// The public address that an open tunnel has; nil without a tunnel.
    package var tunnel: String?
    /// Parts of the sandbox of decoders that this machine does not have, as nouns; nil while unknown.
    package var sandboxMissing: [String]?
    /// German sentences by the English ones.
    var german: [String: String] = [:]

    package init(
        reasons: [String] = [], tunnel: String? = nil, warnings: [String] = [], sandboxMissing: [String]? = nil
    ) {
        self.sandboxMissing = sandboxMissing
        self.reasons = reasons
        self.tunnel = tunnel
        self.warnings = warnings
    }

    package var isReady: Bool { reasons.isEmpty }

    package static let publicListenerClosed = "The public listener is not open yet."
    package static let configurationHasErrors =
        "The configuration was edited and has errors (run `announce check`). The last valid version is still in use."

    /// The German of sentences, by the English ones.
    ///
    /// - Parameter held: the sentence about an edit that waits to be confirmed, and its German.
    static func german(_ problems: [LibraryProblem], held: (english: String, german: String)?) -> [String: String] {
        var german = [
            publicListenerClosed: Texts.Readiness.publicListenerClosed,
            configurationHasErrors: Texts.Readiness.configurationHasErrors,
        ]
        for problem in problems { german[problem.message] = problem.germanMessage }
        if let held { german[held.english] = held.german }
        return german
    }

    /// A sentence in the language of the request; one that has no German is marked as English.
    func words(_ sentence: String) -> HTML {
        guard Language.current == .german else { return HTML(sentence) }
        return (german[sentence] ?? Texts.Readiness.german(sentence)).map { HTML($0) }
            ?? "<span lang=\"en\">\(sentence)</span>"
    }

    /// Whether calls are answered, and no more: sentences name files, recordings and numbers.
    var withoutDetails: Health {
        func hidden(_ sentences: [String], _ word: String) -> [String] {
            sentences.isEmpty ? [] : ["\(sentences.count) \(word)\(sentences.count == 1 ? "" : "s"). Log in to see."]
        }
        return Health(reasons: hidden(reasons, "reason"), warnings: hidden(warnings, "warning"))
    }

    /// `{"live":true,"ready":true,"reasons":[],"warnings":[]}`; with a tunnel that is open also `"tunnel":"https://…"`,
    /// and `"sandboxMissing":[]` once that is known.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and Booleans can always be encoded.
        let json = try? encoder.encode(
            Status(
                live: true, ready: isReady, reasons: reasons, sandboxMissing: sandboxMissing, tunnel: tunnel,
                warnings: warnings))
        return String(decoding: json ?? Data(), as: UTF8.self) + "\n"
    }

    private struct Status: Encodable {
        let live: Bool
        let ready: Bool
        let reasons: [String]
        let sandboxMissing: [String]?
        let tunnel: String?
        let warnings: [String]
    }
}
