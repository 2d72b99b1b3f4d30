extension LanguageMapping {
    static let menu = LanguageMapping([
        Key("prompt", .prompt, "Announcement that asks the question.", isRequired: true),
        Key("again", .prompt, "Announcement when the menu asks again. Default: `prompt`."),
        Key("timeout", .duration.orParameter, "How long the menu waits for a key, e.g. 4s or 500ms.", standard: "5s"),
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
        Key("tries", .count(1...20).orParameter, "How often the menu asks in total.", standard: 3),
        Key("then", .definition("menuSteps"), "Steps after the last try.", standard: "hangup"),
    ])

    static let schedule = LanguageMapping([
        Key(
            "hours", .week,
            "Opening hours by weekday: mon, mon-thu, `sat, sun` or daily; e.g. 09:00-12:30, 13:30-17:00, or closed. Required unless there are `days` or `seasons`."
        ),
        Key(
            "seasons", .mapping(of: .week, keys: "^\(dates)$"),
            "Hours by weekday for parts of the year, e.g. 04-01..10-31; days left out keep those of `hours`."),
        Key(
            "holidays",
            .oneOrMore([
                "enum": .list(
                    (HolidayRegion.all.map(\.code) + HolidaySelection.knownNames
                        + HolidaySelection.knownNames.map { "not \($0)" }).map { .text($0) })
            ]),
            "Regions whose public holidays are closed, e.g. DE-NW, CH-ZH or DE-BY/Augsburg; more holidays by name; `not` before one that is none."
        ),
        Key(
            "days",
            .mapping(of: ["anyOf": [.dayValue, specialDay.schema]], keys: dayKeys),
            "Hours of single days and of several: 2026-12-24, 12-24 (every year), 12-24..01-01, first tue, jan last sun, easter+39, even-weeks sat; closed, or holiday; or a mapping with `hours` and `play`."
        ),
        Key("time-zone", .name, "The schedule's own clock, e.g. Europe/London. Default: the file's `time-zone`."),
    ])

    static let specialDay = LanguageMapping([
        Key("hours", .dayValue, "Hours, closed, or holiday.", isRequired: true),
        Key(
            "play", .anyText,
            "Announcement in these hours, or all day if there are none, in place of the one that the branch of a check begins with."
        ),
    ])

    static let rota = LanguageMapping([
        Key(
            "turns", ["anyOf": [.oneOrMore(.name), .mapping(of: .name, mayBeEmpty: false)]],
            "People in the order of their turns; or each by the day, or day and time, from which on it is their turn.",
            isRequired: true),
        Key("every", .text(matching: "^ *[0-9]+ *[A-Za-z]+ *$"), "How long a turn is, e.g. 1 week, 3 days, 12 hours."),
        Key(
            "from", .text(matching: "^.*[0-9]{4}.*$"),
            "When the first one's turn begins, and at what time turns change, e.g. 2026-01-05T08:00."),
        Key(
            "swaps", .mapping(of: .name, keys: dayKeys),
            "Days when another person takes the turn, e.g. 2026-12-24..2026-12-26."),
        Key("time-zone", .name, "The rota's own clock. Default: the file's `time-zone`."),
    ])

    private static let dayKeys =
        "^(\(dates)|[Ee]aster( *[+-] *[0-9]{1,3})?|[A-Za-z0-9]+[A-Za-z0-9 ,–-]*)$"
    private static let dates = "(date( *\\.\\. *date)?)".replacing("date", with: "([0-9]{4}-)?[0-9]{2}-[0-9]{2}")
}
