/// Numbers as they are said in English.
enum EnglishNumbers {
    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    private static let large = [(1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand")]

    /// - Parameter number: 0 to 999,999,999,999.
    static func cardinal(_ number: Int) -> String {
        var (rest, groups) = (number, [String]())
        for (unit, word) in large where rest >= unit {
            groups.append("\(belowThousand(rest / unit)) \(word)")
            rest %= unit
        }
        guard rest > 0 || groups.isEmpty else { return groups.joined(separator: ", ") }
        let last = belowThousand(rest)
        guard !groups.isEmpty else { return last }
        return groups.joined(separator: ", ") + (rest < 100 ? " and " : ", ") + last
    }

    /// `nineteen eighty-five`, `twenty twenty-six`, `two thousand and five`
    static func year(_ number: Int) -> String {
        guard (1100...1999).contains(number) || (2010...2099).contains(number) else { return cardinal(number) }
        let (century, rest) = number.quotientAndRemainder(dividingBy: 100)
        let end = rest == 0 ? "hundred" : rest < 10 ? "oh \(small[rest])" : belowThousand(rest)
        return "\(small.indices.contains(century) ? small[century] : belowThousand(century)) \(end)"
    }

    /// `first`, `twenty-fourth`
    static func ordinal(_ number: Int) -> String {
        let words = cardinal(number)
        let start = words.lastIndex { $0 == " " || $0 == "-" }.map { words.index(after: $0) } ?? words.startIndex
        let last = String(words[start...])
        let irregular = [
            "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
            "twelve": "twelfth",
        ]
        let end = irregular[last] ?? (last.hasSuffix("y") ? last.dropLast() + "ieth" : last + "th")
        return words[..<start] + end
    }

    private static func belowThousand(_ number: Int) -> String {
        guard number >= 100 else { return belowHundred(number) }
        let rest = number % 100
        return "\(small[number / 100]) hundred" + (rest > 0 ? " and \(belowHundred(rest))" : "")
    }

    private static func belowHundred(_ number: Int) -> String {
        guard number >= 20 else { return small[number] }
        let (ten, one) = number.quotientAndRemainder(dividingBy: 10)
        return one > 0 ? "\(tens[ten])-\(small[one])" : tens[ten]
    }
}
