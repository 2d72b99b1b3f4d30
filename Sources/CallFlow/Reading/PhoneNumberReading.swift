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
            problems.add(.nationalNumber(text.value), at: text.span, suggestion: yamlScalar(international(text.value)))
        case .impossibleCharacter, .empty:
            problems.add(.badNumber(text.value, reason), at: text.span, closestTo: text.value, among: words)
        default:
            problems.add(.badNumber(text.value, reason), at: text.span)
        }
    }

    /// Turns `0211 1234567` into `+49 211 1234567`: the country is guessed from the time zone, Austria and Switzerland
    /// or else Germany.
    private func international(_ text: String) -> String {
        let country =
            switch timeZoneName {
            case "Europe/Vienna": "43"
            case "Europe/Zurich": "41"
            default: "49"
            }
        return PhoneNumber.international(text, countryCode: country)
    }
}
