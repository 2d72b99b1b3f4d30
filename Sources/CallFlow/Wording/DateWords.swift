extension WordingLanguage {
    package func weekday(_ weekday: Weekday) -> String {
        switch self {
        case .german:
            ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"][weekday.rawValue]
        case .english: "\(weekday)".prefix(1).uppercased() + "\(weekday)".dropFirst()
        }
    }

    /// The names of the months, January first.
    var months: [String] {
        switch self {
        case .german:
            [
                "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                "November",
                "Dezember",
            ]
        case .english:
            [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
        }
    }

    /// A day as it is named on another day: `heute`, `morgen`, `Montag`, and from a week on
    /// `Montag, den vierten Januar,`; `Monday, the fourth of January,`.
    func day(_ date: CivilDate, on today: CivilDate) -> String {
        switch date.dayNumber - today.dayNumber {
        case 0: return self == .german ? "heute" : "today"
        case 1: return self == .german ? "morgen" : "tomorrow"
        case 2...6: return weekday(date.weekday)
        default:
            return switch self {
            case .german:
                "\(weekday(date.weekday)), den \(GermanNumbers.ordinalStem(date.day))en \(months[date.month - 1]),"
            case .english: "\(weekday(date.weekday)), \(self.date(date.day, date.month)),"
            }
        }
    }

    /// A date: `vierundzwanzigster Dezember`, `the twenty-fourth of December`.
    ///
    /// - Parameter ending: Of the ordinal in German.
    func date(_ day: Int, _ month: Int, ending: String = "er") -> String {
        switch self {
        case .german: "\(GermanNumbers.ordinalStem(day))\(ending) \(months[month - 1])"
        case .english: "the \(EnglishNumbers.ordinal(day)) of \(months[month - 1])"
        }
    }
}
