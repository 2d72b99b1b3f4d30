import Telephony

/// Parameters in the texts of a file: `{lang}` in `"{lang}/main"`.
///
/// A name is a letter and then letters, digits, `-` and `_`; braces around anything else are text. `{keys}` is no
/// parameter: in `dial` it stands for the keys that were pressed.
enum Placeholders {
    static let reserved = "keys"

    /// Whether a text can be the name of a parameter.
    static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic, text != reserved else {
            return false
        }
        return text.unicodeScalars.allSatisfy {
            $0 == "-" || $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
    }

    /// The names in a text, in order.
    static func names(in text: String) -> [String] {
        var names: [String] = []
        _ = replaced(in: text) { name in
            names.append(name)
            return nil
        }
        return names
    }

    /// The text with values instead of names; `nil` if it has none of them.
    ///
    /// - Parameter value: Returns a name's value; `nil` leaves it as it is.
    static func replaced(in text: String, by value: (String) -> String?) -> String? {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return nil }
        var result = ""
        var isChanged = false
        var rest = text[...]
        while let open = rest.unicodeScalars.firstIndex(of: "{") {
            let inner = rest[rest.unicodeScalars.index(after: open)...]
            guard let close = inner.unicodeScalars.firstIndex(where: { $0 == "}" || $0 == "{" }) else { break }
            let name = inner[..<close]
            result += rest[..<open]
            if inner.unicodeScalars[close] == "{" {
                result += rest[open..<close]
                rest = rest[close...]
                continue
            }
            if isName(name), let value = value(String(name)) {
                result += value
                isChanged = true
            } else {
                result += "{\(name)}"
            }
            rest = inner[inner.unicodeScalars.index(after: close)...]
        }
        return isChanged ? result + rest : nil
    }
}

extension YAMLNode {
    /// Calls `body` for every text below, and returns how many values there are.
    @discardableResult
    func forEachText(_ body: (String) -> Void) -> Int {
        switch content {
        case .text(let text, _):
            body(text)
            return 1
        case .list(let nodes): return nodes.reduce(1) { $0 + $1.forEachText(body) }
        case .mapping(let entries): return entries.reduce(1) { $0 + 1 + $1.value.forEachText(body) }
        }
    }

    /// The value with the values of parameters instead of their names. A text that is nothing but a parameter gets the
    /// place of its value, where a mistake in it is to be corrected.
    func replacing(_ arguments: [String: Located<String>]) -> YAMLNode {
        var copy = self
        switch content {
        case .text(let text, _):
            guard let new = Placeholders.replaced(in: text, by: { arguments[$0]?.value }) else { return self }
            copy.content = .text(new, isPlain: false)
            if let name = Placeholders.names(in: text).first, text == "{\(name)}", let value = arguments[name] {
                copy.span = value.span
            }
        case .list(let nodes): copy.content = .list(nodes.map { $0.replacing(arguments) })
        case .mapping(let entries):
            copy.content = .mapping(entries.map { Entry(key: $0.key, value: $0.value.replacing(arguments)) })
        }
        return copy
    }
}
