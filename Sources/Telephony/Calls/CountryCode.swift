extension PhoneNumber {
    /// The country code: one to three digits (ITU-T E.164; the list of assigned codes is the annex to Operational Bulletin
    /// 1114).
    package var countryCode: String { Self.countryCode(of: digits) }

    /// The country code that digits in international form begin with.
    package static func countryCode(of digits: String) -> String {
        if let first = digits.first, first == "1" || first == "7" { return String(first) }
        let two = String(digits.prefix(2))
        return twoDigitCodes.contains(two) ? two : String(digits.prefix(3))
    }

    /// All other codes have one digit (1 and 7) or three.
    private static let twoDigitCodes: Set<String> = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51",
        "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86",
        "90",
        "91", "92", "93", "94", "95", "98",
    ]

    /// Writes a national number with a country code: `0211 1234567` becomes `+49 211 1234567`.
    ///
    /// The trunk prefix 0 is dropped, except in countries where it is part of the number (`TrunkPrefix`).
    package static func international(_ text: String, countryCode: String) -> String {
        let national = text.filter { !"()".contains($0) }.drop {
            $0 == "+" || $0.isWhitespace || $0 == "0" && !TrunkPrefix.partOfNumber.contains(countryCode)
        }
        return "+\(countryCode) \(national)"
    }
}
