import CallFlow
import Telephony

/// The people who call on a generated day: some call again, some hide their number, some are those that the configuration
/// treats differently.
struct CallerPool {
    private let regulars: [Caller]
    /// Numbers that branches of the configuration name.
    private let named: [Caller]
    private let countryCode: String

    /// - Parameter calls: How many calls the day has.
    init(_ configuration: Configuration, calls: Int, using random: inout SeededRandom) {
        let first = configuration.numbers.incoming.entries.first?.pattern ?? configuration.numbers.incoming.first
        countryCode = first?.countryCode ?? "49"
        var regulars: [Caller] = []
        for _ in 0..<max(1, calls / 3) { regulars.append(Self.number(countryCode, using: &random)) }
        self.regulars = regulars
        var patterns: Set<NumberPattern> = []
        for list in configuration.allLists {
            for case .caller(let branches) in list.steps {
                for case .number(let pattern) in branches.map(\.pattern) { patterns.insert(pattern) }
            }
        }
        named = patterns.sorted { $0.digits < $1.digits }.compactMap { $0.number(using: &random).map { .number($0) } }
    }

    func caller(using random: inout SeededRandom) -> Caller {
        if random.happens(6) { return .anonymous }
        if random.happens(1) { return .unknown("") }
        if let caller = named.randomElement(using: &random), random.happens(12) { return caller }
        if let caller = regulars.randomElement(using: &random), random.happens(50) { return caller }
        return Self.number(countryCode, using: &random)
    }

    /// Someone to be called.
    func callee(using random: inout SeededRandom) -> PhoneNumber {
        guard case .number(let number) = Self.number(countryCode, using: &random) else { return .fictional }
        return number
    }

    /// A number that belongs to no one where that is known: those that the Bundesnetzagentur keeps free for films and the like.
    private static func number(_ countryCode: String, using random: inout SeededRandom) -> Caller {
        func digits(_ count: Int) -> String {
            String((0..<count).map { _ in "0123456789".randomElement(using: &random) ?? "0" })
        }
        let text =
            countryCode == "49"
            ? [
                "493023125" + digits(3), "496990009" + digits(3), "494066969" + digits(3), "492214710" + digits(3),
                "498999998" + digits(3), "4917139200" + digits(2), "4917604069" + digits(3),
            ].randomElement(using: &random) ?? "" : countryCode + "555" + digits(6)
        return .number((try? PhoneNumber(text)) ?? .fictional)
    }
}

extension PhoneNumber {
    /// One of the numbers that the Bundesnetzagentur keeps free for films.
    static let fictional: PhoneNumber = {
        guard let number = try? PhoneNumber("493023125000") else { preconditionFailure("invalid literal") }
        return number
    }()
}

extension NumberPattern {
    /// The number, or one that begins with these digits.
    func number(using random: inout SeededRandom) -> PhoneNumber? {
        guard isPrefix else { return try? PhoneNumber(digits) }
        let rest = max(3, 12 - digits.count)
        let end = (0..<rest).map { _ in "123456789".randomElement(using: &random) ?? "1" }
        return try? PhoneNumber(digits + String(end))
    }
}

extension Configuration {
    /// All lists of steps that numbers and flows begin with, and those within them.
    fileprivate var allLists: [StepList] {
        var lists: [StepList] = []
        var waiting =
            numbers.lists + flows.values
        while let list = waiting.popLast() {
            lists.append(list)
            for step in list.steps { step.forEachBranch { waiting.append($0.steps) } }
        }
        return lists
    }
}
