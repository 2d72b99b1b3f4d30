import Telephony

/// The regions and rules of `holidays.txt`, which is part of the program: no file is needed beside it.
struct HolidayTable: Sendable {
    struct Region: Hashable, Sendable {
        let code: String
        let names: [String]
    }

    let regions: [Region]
    let codes: Set<String>
    let rules: [HolidayRule]
    /// All names of holidays, the ones in the laws first.
    let names: [String]
    /// The names by themselves in lower case.
    let spellings: [String: String]
    /// Lines that could not be read, from 1. A test keeps the table free of them.
    let unreadableLines: [Int]

    /// The table of the program, read once.
    static let shared = HolidayTable(String(decoding: PackageResources.holidays_txt, as: UTF8.self))

    init(_ text: String) {
        var regions: [Region] = []
        var rules: [HolidayRule] = []
        var unreadable: [Int] = []
        var isInRules = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmed
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("[") {
                isInRules = line == "[holidays]"
                continue
            }
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
            if !isInRules, fields.count == 2 {
                regions.append(Region(code: fields[0], names: Self.list(fields[1])))
            } else if isInRules, let rule = HolidayRule(fields) {
                rules.append(rule)
            } else {
                unreadable.append(index + 1)
            }
        }
        self.regions = regions
        self.rules = rules
        codes = Set(regions.map(\.code))
        var seen: Set<String> = []
        names = (rules.map(\.name) + rules.flatMap(\.names)).filter { seen.insert($0).inserted }
        spellings = Dictionary(names.map { ($0.lowercased(), $0) }) { first, _ in first }
        unreadableLines = unreadable
    }

    static func list(_ text: String) -> [String] { text.split(separator: ",").map(\.trimmed) }
}

extension HolidayRule {
    /// `nil` if the fields of a line are no rule.
    fileprivate init?(_ fields: [String]) {
        guard (2...4).contains(fields.count), let (day, condition) = Self.day(fields[1]) else { return nil }
        let names = HolidayTable.list(fields[0])
        guard !names.isEmpty, let years = fields.count > 3 ? Self.years(fields[3]) : 1...9999 else { return nil }
        self.init(
            names: names, day: day, condition: condition,
            regions: fields.count > 2 ? fields[2].split(separator: " ").map(String.init) : [], years: years)
    }

    /// `2019..`, `2020`
    private static func years(_ text: String) -> ClosedRange<Int>? {
        let isOpen = text.hasSuffix("..")
        guard let first = text.dropLast(isOpen ? 2 : 0).plainNumber, first <= 9999 else { return nil }
        return first...(isOpen ? 9999 : first)
    }

    private static func day(_ text: String) -> (Day, Condition?)? {
        var words = text.split(separator: " ").map(String.init)
        var condition: Condition?
        if let mark = words.firstIndex(where: { ["only", "not", "unless"].contains($0) }) {
            guard let found = self.condition(Array(words[mark...])) else { return nil }
            condition = found
            words.removeSubrange(mark...)
        }
        guard let day = Day(words) else { return nil }
        return (day, condition)
    }

    private static func condition(_ words: [String]) -> Condition? {
        if words[0] == "unless" {
            guard words.count == 4, words[2] == "then", case .easter(let offset)? = Day([words[1]]),
                let days = Int(words[3])
            else { return nil }
            return .moved(fromEaster: offset, days: days)
        }
        let weekdays = words.dropFirst().compactMap { Weekday(name: $0) }
        guard !weekdays.isEmpty, weekdays.count == words.count - 1 else { return nil }
        return words[0] == "only" ? .only(weekdays) : .not(weekdays)
    }
}

extension HolidayRule.Day {
    fileprivate init?(_ words: [String]) {
        let first = words.first ?? ""
        if words.count == 1, let day = MonthDay(first) {
            self = .fixed(day)
        } else if words.count == 1, first.hasPrefix("easter"), let offset = Int(first.dropFirst(6)) {
            self = .easter(offset)
        } else if words.count == 3, words[1] == "before", let weekday = Weekday(name: first),
            let day = MonthDay(words[2])
        {
            self = .before(day, weekday)
        } else if (3...4).contains(words.count),
            let number = ["first", "second", "third", "fourth"].firstIndex(of: first),
            let weekday = Weekday(name: words[1]), let month = MonthDay.month(named: words[2]),
            let plus = words.count > 3 ? Int(words[3]) : 0
        {
            self = .nth(number + 1, weekday, month: month, plus: plus)
        } else {
            return nil
        }
    }
}
