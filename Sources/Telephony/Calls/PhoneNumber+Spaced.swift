extension PhoneNumber {
    /// The number as people read it: `+49 211 400 1100`, `+49 157 9991 2345`, `+41 44 123 4567`, `+1 212 555 0123`.
    ///
    /// A plus, the country code, the area code where its length is known, and the rest in groups of three and four digits
    /// (ITU-T E.123 asks for spaces between the parts, and leaves the groups to the countries).
    public var spaced: String {
        let code = countryCode
        let national = digits.dropFirst(code.utf8.count)
        let area = national.prefix(min(Self.areaLength(national, code), national.utf8.count))
        return (["+\(code)", String(area)] + Self.groups(national.dropFirst(area.utf8.count)))
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func areaLength(_ national: Substring, _ code: String) -> Int {
        switch code {
        case "49": germanAreaLength(national)
        case "1": 3
        case "41": 2
        case "43": national.hasPrefix("1") ? 1 : national.hasPrefix("6") ? 3 : 4
        default: national.utf8.count > 7 ? 2 : 0
        }
    }

    /// Germany (Bundesnetzagentur, "Vorwahlverzeichnis"): area codes of two digits for the four largest cities, of three for
    /// mobile networks, services and the larger cities, of four elsewhere. Those of five, in small places of the east, are
    /// shown as four.
    private static func germanAreaLength(_ national: Substring) -> Int {
        if ["30", "40", "69", "89"].contains(national.prefix(2)) { return 2 }
        let three = national.prefix(3)
        return national.hasPrefix("1") || ["700", "800", "900"].contains(three) || cities.contains(three) ? 3 : 4
    }

    private static let cities: Set<Substring> = [
        "201", "202", "203", "208", "209", "211", "212", "214", "221", "228", "231", "234", "241", "251", "261", "271",
        "281", "291", "331", "335", "340", "341", "345", "351", "355", "361", "365", "371", "375", "381", "385", "391",
        "395",
        "421", "431", "441", "451", "461", "471", "481", "491", "511", "521", "531", "541", "551", "561", "571", "581",
        "591", "611", "621", "631", "641", "651", "661", "671", "681", "711", "721", "731", "741", "751", "761",
        "771", "781", "791", "811", "821", "831", "841", "851", "861", "871", "881", "906", "911", "921", "931", "941",
        "951", "961", "971", "981", "991",
    ]

    /// The rest of a number: up to four digits together, otherwise groups of three with a last one of three or four, of eight
    /// two of four.
    private static func groups(_ digits: Substring) -> [String] {
        var rest = digits
        var groups: [String] = []
        while rest.utf8.count > 4 {
            let size = rest.utf8.count == 8 ? 4 : rest.utf8.count == 5 ? 2 : 3
            groups.append(String(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return groups + [String(rest)]
    }
}
