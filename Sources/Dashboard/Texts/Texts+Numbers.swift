import CallFlow
import Telephony

/// Telephone numbers and callers as people read them.
extension Texts {
    /// Names of numbers, as far as the visitor of the request sees them. `AdminController` sets it, as it does `Language.current`.
    @TaskLocal static var numberNames = NumberNames()

    /// `Practice (+49 211 400 1101)`; without a name the number.
    static func named(_ number: String, _ name: String?) -> String { name.map { "\($0) (\(number))" } ?? number }

    /// A number of the call log, with its name if it has one: `+49 157 9991 2345`, `+49157999xxxx` where its end is masked, `anonymous`, `unknown`, `?` if no
    /// event named it. Callers may choose any text, so it is shown without what would steer the order of text.
    static func number(_ stored: String?) -> String {
        let name = numberNames.isEmpty ? nil : stored.flatMap { try? PhoneNumber($0) }.flatMap { numberNames[$0] }
        return named(digits(stored), name)
    }

    /// The same without its name.
    static func digits(_ stored: String?) -> String {
        switch stored {
        case nil: "?"
        case ""?, "unknown"?: either("unknown", "unbekannt")
        case "anonymous"?: either("anonymous", "anonym")
        case let text?: (try? PhoneNumber(text))?.spaced ?? text.printable
        }
    }

    /// A number of the configuration: `+49 211 400 1100`, `+49157*`, `Practice (+49 211 400 1101)`.
    static func pattern(_ pattern: NumberPattern) -> String {
        named(pattern.isPrefix ? pattern.description : pattern.spaced, numberNames[pattern])
    }

    /// `3 numbers`, `3 Rufnummern`
    static func numbers(_ count: Int) -> String {
        either(count == 1 ? "1 number" : "\(count) numbers", count == 1 ? "1 Rufnummer" : "\(count) Rufnummern")
    }
}
