import Telephony

extension GoldenCall {
    /// The call as an entry of a file; `GoldenCallFile` reads it back as the same call.
    package var yaml: String {
        var lines = ["- call: \(to)"]
        if let name { lines.append("  name: \(yamlScalar(name))") }
        switch from {
        case .unknown where from.internalExtension == nil: break
        case .unknown, .anonymous, .number: lines.append("  from: \(from)")
        }
        if let diverted { lines.append("  diverted: \(diverted)") }
        if direction == .outgoing { lines.append("  outgoing: true") }
        lines.append("  at: \(at.exactDescription)")
        lines.append("  steps:")
        lines += steps.map { "    - " + Self.text($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ step: Step) -> String {
        switch step {
        case .hear(let prompt) where prompt.parts.count == 1: "hear: \(yamlScalar(prompt.parts[0].text))"
        case .hear(let prompt): "hear: [ \(prompt.parts.map { yamlScalar($0.text) }.joined(separator: ", ")) ]"
        // Quoted for readers: `0815` is not a number.
        case .press(let keys): "press: \"\(keys)\""
        case .silence: "silence"
        case .dial(let numbers) where numbers.count == 1: "dial: \(numbers[0])"
        case .dial(let numbers): "dial: [ \(numbers.map(\.description).joined(separator: ", ")) ]"
        case .end(let end): end.rawValue
        }
    }
}
