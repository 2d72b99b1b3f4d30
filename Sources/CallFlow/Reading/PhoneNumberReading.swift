import Telephony

extension ConfigurationReader {
    /// Returns a phone number written in any international notation.
    func phoneNumber(_ text: Located<String>, orWordsLike words: [String] = []) -> PhoneNumber? {
        do {
            return try PhoneNumber(text.value)
        } catch {
            report(text, error, orWordsLike: words)
            return nil
        }
    }

    /// Returns a phone number or, with a `*` at the end, a prefix.
    func numberPattern(_ text: Located<String>, orWordsLike words: [String]) -> NumberPattern? {
        do {
            return try NumberPattern(text.value)
        } catch {
            report(text, error, orWordsLike: words)
            return nil
        }
    }

    private func report(_ text: Located<String>, _ reason: PhoneNumber.ParseError, orWordsLike words: [String]) {
        switch reason {
        case .national:
            let number = international(text.value)
            let isNumber = (try? NumberPattern(number)) != nil
            problems.add(
                .nationalNumber(text.value), at: text.span, suggestion: isNumber ? yamlScalar(number) : nil)
        case .impossibleCharacter, .empty:
            problems.add(.badNumber(text.value, reason), at: text.span, closestTo: text.value, among: words)
        default:
            problems.add(.badNumber(text.value, reason), at: text.span)
        }
    }

    /// Turns `0211 1234567` into `+49 211 1234567`.
    func international(_ text: String) -> String { PhoneNumber.international(text, inZone: timeZoneName) }
}

extension PhoneNumber {
    /// Writes a national number with a country code: `0211 1234567` becomes `+49 211 1234567`. The country is guessed from a
    /// time zone: Austria, Switzerland or Italy, or else Germany.
    package static func international(_ text: String, inZone zone: String?) -> String {
        let country =
            switch zone {
            case "Europe/Vienna": "43"
            case "Europe/Zurich": "41"
            case "Europe/Rome": "39"
            default: "49"
            }
        return international(text, countryCode: country)
    }
}
