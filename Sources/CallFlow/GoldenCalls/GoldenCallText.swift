import Telephony

extension GoldenCall {
    /// The call as an entry of a file; `GoldenCallFile` reads it back as the same call.
    package var yaml: String {
        var lines = ["- call: \(to)"]
        if let name { lines.append("  name: \(Self.scalar(name))") }
        switch from {
        case .unknown: break
        case .anonymous, .number: lines.append("  from: \(from)")
        }
        if direction == .outgoing { lines.append("  outgoing: true") }
        lines.append("  at: \(at.exactDescription)")
        lines.append("  steps:")
        lines += steps.map { "    - " + Self.text($0) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ step: Step) -> String {
        switch step {
        case .hear(let prompt) where prompt.parts.count == 1: "hear: \(scalar(prompt.parts[0].text))"
        case .hear(let prompt): "hear: [ \(prompt.parts.map { scalar($0.text) }.joined(separator: ", ")) ]"
        // Quoted for readers: `0815` is not a number.
        case .press(let keys): "press: \"\(keys)\""
        case .silence: "silence"
        case .dial(let numbers) where numbers.count == 1: "dial: \(numbers[0])"
        case .dial(let numbers): "dial: [ \(numbers.map(\.description).joined(separator: ", ")) ]"
        case .end(let end): end.rawValue
        }
    }

    /// A YAML scalar: plain if that is unambiguous, otherwise in double quotes (YAML 1.2.2, section 7.3.1).
    private static func scalar(_ text: String) -> String {
        func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && scalar.properties.isAlphabetic }
        let isPlain =
            text.unicodeScalars.first.map(isLetter) ?? false
            && text.unicodeScalars.allSatisfy { isLetter($0) || "0"..."9" ~= $0 || ["-", "_", "/"].contains($0) }
        guard !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted.unicodeScalars.append("\\")
                quoted.unicodeScalars.append(scalar)
            case _ where scalar.isControl || ["\u{2028}", "\u{2029}", "\u{FEFF}"].contains(scalar):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
