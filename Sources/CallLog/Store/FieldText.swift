import Foundation

/// A request's fields as JSON, `[["event","newCall"],["user","Jürgen"],…]`: in their order, and a name may come twice.
enum FieldText {
    /// Nil for none.
    static func text(of fields: [LoggedEvent.Field]) -> String? {
        guard !fields.isEmpty else { return nil }
        var text = "["
        for field in fields {
            text += text == "[" ? "[" : ",["
            append(field.name, to: &text)
            text += ","
            append(field.value, to: &text)
            text += "]"
        }
        return text + "]"
    }

    /// None for what is no such text.
    static func fields(_ text: String?) -> [LoggedEvent.Field] {
        guard let text, let pairs = try? JSONDecoder().decode([[String]].self, from: Data(text.utf8)) else { return [] }
        return pairs.compactMap { $0.count == 2 ? LoggedEvent.Field($0[0], $0[1]) : nil }
    }

    // Written by hand: this is done for every event, and an encoder takes longer than the rest of it.
    private static func append(_ value: String, to text: inout String) {
        text += "\""
        let isPlain = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
        if isPlain {
            text += value
        } else {
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case "\0"..."\u{1F}":
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}
