extension LanguageMapping {
    static let menu = LanguageMapping([
        Key("prompt", .prompt, "Announcement that asks the question.", isRequired: true),
        Key("again", .prompt, "Announcement when the menu asks again. Default: `prompt`."),
        Key("timeout", .duration, "How long the menu waits for a key, e.g. 4s or 500ms.", standard: "5s"),
        Key(
            "choices",
            .mapping(of: .definition("menuSteps"), keys: "^([0-9*#x]{1,32}|else)$", mayBeEmpty: false),
            "Steps by the keys pressed: 1, 0815, 9xxx (x is any digit), *, #; `else` is any other key.",
            isRequired: true),
        Key("silence", retry.schema, "What happens if no key is pressed."),
        Key("wrong-key", retry.schema, "What happens after a key that is not a choice."),
    ])

    static let retry = LanguageMapping([
        Key("say", .prompt, "Announcement before the menu asks again."),
        Key("tries", .count(1...20), "How often the menu asks in total.", standard: 3),
        Key("then", .definition("menuSteps"), "Steps after the last try.", standard: "hangup"),
    ])

    static let schedule = LanguageMapping([
        Key(
            "hours", .mapping(of: .hours, keys: "^[A-Za-z ,–-]+$"),
            "Opening hours by weekday: mon, mon-thu, `sat, sun` or daily; e.g. 09:00-12:30, 13:30-17:00, or closed.",
            isRequired: true),
        Key(
            "holidays", .oneOrMore(.word(HolidayRegion.allCases.map(\.rawValue))),
            "Regions whose public holidays are closed, e.g. DE-NW."),
        Key(
            "days", .mapping(of: .hours, keys: "^[0-9]{4}-[0-9]{2}-[0-9]{2}( *\\.\\. *[0-9]{4}-[0-9]{2}-[0-9]{2})?$"),
            "Hours of single days, 2026-12-24, or of several, 2026-12-28..2027-01-01."),
    ])
}
