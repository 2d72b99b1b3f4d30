import Telephony

extension ConfigurationReader {
    /// A telephone number in any international notation; nil, reported, when it is none.
    func phoneNumber(_ text: Located<String>, orWordsLike words: [String] = []) -> PhoneNumber? {
        do {
            return try PhoneNumber(text.value)
        } catch {
            refuse(text, error, orWordsLike: words)
            return nil
        }
    }

    /// A telephone number, or with a `*` behind it all that begin like this.
    func numberPattern(_ text: Located<String>, orWordsLike words: [String]) -> NumberPattern? {
        do {
            return try NumberPattern(text.value)
        } catch {
            refuse(text, error, orWordsLike: words)
            return nil
        }
    }

    private func refuse(_ text: Located<String>, _ reason: PhoneNumber.Invalid, orWordsLike words: [String]) {
        switch reason {
        case .national:
            problems.add(.nationalNumber(text.value), at: text.span, suggestion: international(text.value))
        case .impossibleCharacter, .empty:
            problems.add(.badNumber(text.value, reason), at: text.span, closestTo: text.value, among: words)
        default:
            problems.add(.badNumber(text.value, reason), at: text.span)
        }
    }

    /// `0211 1234567` → `+49 211 1234567`: the country is that of the time zone, Germany unless it is a neighbour.
    private func international(_ text: String) -> String {
        let country =
            switch timeZoneName {
            case "Europe/Vienna": "+43"
            case "Europe/Zurich": "+41"
            default: "+49"
            }
        return country + " " + text.filter { !"()".contains($0) }.drop { "+0 ".contains($0) }
    }
}
