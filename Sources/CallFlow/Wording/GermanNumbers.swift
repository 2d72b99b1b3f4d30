/// Numbers as they are said in German.
enum GermanNumbers {
    private static let small = [
        "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
        "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
    ]
    private static let tens = [
        "", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig",
    ]
    private static let large = [
        (1_000_000_000, "eine Milliarde", "Milliarden"), (1_000_000, "eine Million", "Millionen"),
    ]

    /// - Parameter number: 0 to 999,999,999,999.
    static func cardinal(_ number: Int) -> String {
        var (rest, words) = (number, [String]())
        for (unit, one, many) in large where rest >= unit {
            let count = rest / unit
            words.append(count == 1 ? one : "\(counting(count)) \(many)")
            rest %= unit
        }
        if rest > 0 || words.isEmpty { words.append(belowMillion(rest, last: "eins")) }
        return words.joined(separator: " ")
    }

    /// A number before what it counts: `ein`, `hundertein`.
    static func counting(_ number: Int) -> String {
        number < 1_000_000 ? belowMillion(number, last: "ein") : cardinal(number)
    }

    /// A year, or a number of which the hundreds are counted: `neunzehnhundertfünfundachtzig`.
    static func year(_ number: Int) -> String {
        guard (1100...1999).contains(number) else { return cardinal(number) }
        let rest = number % 100
        return small[number / 100] + "hundert" + (rest > 0 ? belowHundred(rest, last: "eins") : "")
    }

    /// The ordinal without its ending: `erst`, `vierundzwanzigst`.
    ///
    /// - Parameter number: 0 to 999,999.
    static func ordinalStem(_ number: Int) -> String {
        let last = number % 100
        let irregular = [1: "erst", 3: "dritt", 7: "siebt", 8: "acht"]
        if (1..<20).contains(last) {
            let before = number - last
            let stem = irregular[last] ?? small[last] + "t"
            return (before > 0 ? belowMillion(before, last: "") : "") + stem
        }
        return number == 0 ? "nullt" : belowMillion(number, last: "eins") + "st"
    }

    /// - Parameter last: `eins`, or `ein` before what is counted.
    private static func belowMillion(_ number: Int, last: String) -> String {
        guard number >= 1000 else { return belowThousand(number, last: last) }
        let rest = number % 1000
        return belowThousand(number / 1000, last: "ein") + "tausend" + (rest > 0 ? belowThousand(rest, last: last) : "")
    }

    private static func belowThousand(_ number: Int, last: String) -> String {
        guard number >= 100 else { return belowHundred(number, last: last) }
        let rest = number % 100
        return (number < 200 ? "ein" : small[number / 100]) + "hundert"
            + (rest > 0 ? belowHundred(rest, last: last) : "")
    }

    private static func belowHundred(_ number: Int, last: String) -> String {
        guard number != 1 else { return last }
        guard number >= 20 else { return small[number] }
        let (ten, one) = number.quotientAndRemainder(dividingBy: 10)
        guard one > 0 else { return tens[ten] }
        return (one == 1 ? "ein" : small[one]) + "und" + tens[ten]
    }
}
