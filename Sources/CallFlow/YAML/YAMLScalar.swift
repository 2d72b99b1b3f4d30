import Telephony

/// Writes a text as a YAML scalar: plain where that is unambiguous in every context, otherwise in double quotes
/// (YAML 1.2.2, section 7.3.1).
func yamlScalar(_ text: String) -> String {
    if isPlainScalar(text) { return text }
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

/// Whether a text is a plain scalar in block and in flow style: it begins with a letter or a digit, or with a sign before
/// one; no colon ends a word; and it has no character that means something in YAML there.
private func isPlainScalar(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    func isWord(_ index: Int) -> Bool {
        scalars.indices.contains(index)
            && (scalars[index].properties.isAlphabetic || scalars[index].properties.numericType != nil)
    }
    guard isWord(0) || scalars.first.map({ "+-.".unicodeScalars.contains($0) }) ?? false && isWord(1) else {
        return false
    }
    return scalars.indices.allSatisfy { index in
        switch scalars[index] {
        case "+", "-", "_", "/", ".", "(", ")", "*": true
        case " ", ":": index + 1 < scalars.count && scalars[index + 1] != " " && scalars[index + 1] != "#"
        default: isWord(index)
        }
    }
}
