extension WordingLanguage {
    /// The largest number that is said as one; larger ones are said digit by digit.
    static let largestNumber = 999_999_999_999

    /// `vierundzwanzig`, `twenty-four`
    ///
    /// - Parameter number: Negative numbers begin with `minus`; those beyond `largestNumber` are said digit by digit.
    package func cardinal(_ number: Int) -> String {
        guard number.magnitude <= Self.largestNumber else { return digits(String(number.magnitude)) }
        guard number >= 0 else { return "minus " + cardinal(-number) }
        return switch self {
        case .german: GermanNumbers.cardinal(number)
        case .english: EnglishNumbers.cardinal(number)
        }
    }

    /// A number before what it counts, of which German changes the one: `ein Euro`, `einundzwanzig Euro`.
    func counting(_ number: Int) -> String {
        self == .german ? GermanNumbers.counting(number) : cardinal(number)
    }

    /// `zweitausendsechsundzwanzig`, `twenty twenty-six`
    func year(_ number: Int) -> String {
        self == .german ? GermanNumbers.year(number) : EnglishNumbers.year(number)
    }

    /// Each digit by itself; other characters are left out.
    func digits(_ text: some StringProtocol) -> String {
        text.compactMap(\.wholeNumberValue).map(cardinal).joined(separator: " ")
    }
}
