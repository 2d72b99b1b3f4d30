/// Whether calls are answered, for whoever watches over the server.
package struct Health: Hashable, Sendable {
    /// Why no calls are answered as they should be; none: ready. Sentences.
    package var reasons: [String]
    /// What does not keep calls from being answered, but wants seeing to. Sentences.
    package var warnings: [String]

    package init(reasons: [String] = [], warnings: [String] = []) {
        self.reasons = reasons
        self.warnings = warnings
    }

    package var isReady: Bool { reasons.isEmpty }

    /// `{"live":true,"ready":true,"reasons":[],"warnings":[]}`
    var json: String {
        let lists = [("reasons", reasons), ("warnings", warnings)].map { name, texts in
            "\"\(name)\":[" + texts.map(JSONText.string).joined(separator: ",") + "]"
        }
        return "{\"live\":true,\"ready\":\(isReady),\(lists.joined(separator: ","))}\n"
    }
}
