import Telephony

/// A fragment of a page, escaped by its type: literals are markup, interpolated values are text.
///
/// ```swift
/// let row: HTML = "<tr><td title=\"\(recording.path)\">\(recording.name)</td>\(cells)</tr>"
/// ```
///
/// Interpolate values into text and quoted attributes only: this does not protect URLs chosen by others, tag names, or
/// scripts. Other `HTML` and arrays of it are inserted as they are, nil as nothing. Text that is not a literal
/// never becomes markup.
struct HTML: Sendable, Hashable {
    private(set) var text: String

    static let empty = HTML(trusted: "")

    /// - Parameter trusted: markup that contains no foreign text.
    private init(trusted: String) {
        text = trusted
    }

    /// Escaped text.
    init(_ plain: String) {
        text = ""
        Self.append(plain, to: &text)
    }

    static func += (left: inout HTML, right: HTML) { left.text += right.text }
    static func + (left: HTML, right: HTML) -> HTML { HTML(trusted: left.text + right.text) }

    /// Control characters, which HTML does not allow, become replacement characters.
    private static func append(_ plain: String, to markup: inout String) {
        for scalar in plain.unicodeScalars {
            switch scalar {
            case "&": markup += "&amp;"
            case "<": markup += "&lt;"
            case ">": markup += "&gt;"
            case "\"": markup += "&quot;"
            case "'": markup += "&#39;"
            case "\n", "\r", "\t": markup.unicodeScalars.append(scalar)
            case _ where scalar.isControl: markup += "\u{FFFD}"
            default: markup.unicodeScalars.append(scalar)
            }
        }
    }
}

extension HTML: ExpressibleByStringInterpolation {
    init(stringLiteral markup: String) {
        text = markup
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.markup
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) { markup += literal }

        mutating func appendInterpolation(_ part: HTML) { markup += part.text }

        mutating func appendInterpolation(_ part: HTML?) { markup += part?.text ?? "" }

        mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { markup += part.text }
        }

        mutating func appendInterpolation(_ plain: some CustomStringConvertible) {
            HTML.append(plain.description, to: &markup)
        }

        mutating func appendInterpolation(_ plain: (some CustomStringConvertible)?) {
            if let plain { HTML.append(plain.description, to: &markup) }
        }

        /// A Boolean attribute, preceded by a space, if the condition holds: `<option\(if: isChosen, "selected")>`.
        mutating func appendInterpolation(if condition: Bool, _ attribute: StaticString) {
            if condition { markup += " \(attribute)" }
        }
    }
}

extension Sequence<HTML> {
    func joined(separator: HTML) -> HTML {
        var whole = HTML.empty
        for (index, part) in enumerated() {
            if index > 0 { whole += separator }
            whole += part
        }
        return whole
    }
}
