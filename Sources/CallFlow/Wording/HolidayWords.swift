extension WordingLanguage {
    /// The name of a holiday as it is said; German names where English has none.
    package func holiday(_ name: String) -> String {
        self == .english ? Self.englishHolidays[name] ?? name : name
    }

    /// In place of a holiday that there is not.
    var someHoliday: String { self == .german ? "Feiertag" : "a public holiday" }

    /// By their names in `holidays.txt`.
    private static let englishHolidays = [
        "Neujahr": "New Year's Day", "Berchtoldstag": "Berchtold's Day", "Heilige Drei Könige": "Epiphany",
        "Internationaler Frauentag": "International Women's Day", "Josefstag": "Saint Joseph's Day",
        "Karfreitag": "Good Friday", "Ostersonntag": "Easter Sunday", "Ostermontag": "Easter Monday",
        "Tag der Arbeit": "Labour Day", "Staatsfeiertag": "Labour Day", "Christi Himmelfahrt": "Ascension Day",
        "Auffahrt": "Ascension Day", "Pfingstsonntag": "Whit Sunday", "Pfingstmontag": "Whit Monday",
        "Fronleichnam": "Corpus Christi", "Peter und Paul": "Saints Peter and Paul",
        "Bundesfeier": "Swiss National Day",
        "Mariä Himmelfahrt": "Assumption Day", "Weltkindertag": "Children's Day",
        "Tag der Deutschen Einheit": "German Unity Day", "Nationalfeiertag": "Austrian National Day",
        "Reformationstag": "Reformation Day", "Allerheiligen": "All Saints' Day",
        "Buß- und Bettag": "the Day of Repentance and Prayer", "Mariä Empfängnis": "the Immaculate Conception",
        "1. Weihnachtstag": "Christmas Day", "Christtag": "Christmas Day", "Weihnachten": "Christmas Day",
        "2. Weihnachtstag": "Boxing Day", "Stefanitag": "Boxing Day", "Stephanstag": "Boxing Day",
        "Rosenmontag": "Carnival Monday", "Faschingsdienstag": "Shrove Tuesday", "Aschermittwoch": "Ash Wednesday",
        "Gründonnerstag": "Maundy Thursday", "Karsamstag": "Holy Saturday", "Heiligabend": "Christmas Eve",
        "Silvester": "New Year's Eve",
    ]
}
