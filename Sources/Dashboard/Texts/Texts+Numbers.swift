import CallFlow
import Telephony

/// Telephone numbers and callers as people read them.
extension Texts {
    /// A number of the call log: `+49 157 9991 2345`, `+49157999xxxx` where its end is masked, `anonymous`, `unknown`, `?` if no
    /// event named it. Callers may choose any text, so it is shown without what would steer the order of text.
    static func number(_ stored: String?) -> String {
        switch stored {
        case nil: "?"
        case ""?, "unknown"?: either("unknown", "unbekannt")
        case "anonymous"?: either("anonymous", "anonym")
        case let text?: (try? PhoneNumber(text))?.spaced ?? text.printable
        }
    }

    /// A number of the configuration: `+49 211 400 1100`, `+49157*`.
    static func pattern(_ pattern: NumberPattern) -> String {
        pattern.isPrefix ? pattern.description : number(pattern.description)
    }

    /// `3 numbers`, `3 Rufnummern`
    static func numbers(_ count: Int) -> String {
        either(count == 1 ? "1 number" : "\(count) numbers", count == 1 ? "1 Rufnummer" : "\(count) Rufnummern")
    }
}
