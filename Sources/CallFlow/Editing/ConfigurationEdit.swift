package import Telephony

/// A change of a configuration as a form asks for it, by what it means. `ConfigurationEditor` writes it into the file.
package enum ConfigurationEdit: Hashable, Sendable {
    /// Hours of seven days, Monday first: of the schedule, or of one of its seasons, where `nil` leaves a day to the schedule.
    case week(schedule: String, season: DayKey?, [DayHours?])
    /// The first day is added if it has no key before, removed if there is nothing new, or else changed.
    case day(schedule: String, DayKey?, SpecialDay?)
    /// Regions, names that are added, and names that are left out.
    case holidays(schedule: String, HolidaySelection)
    /// A number with its step, as it is to be written; of one that is there, either may be left as it is.
    case number(NumberPattern?, text: String?, ChosenStep?)
    case removeNumber(NumberPattern)
    /// The name of a number, with the number as it is to be written if that changes; without a name, the one it has goes.
    case name(NumberPattern, text: String?, String?)
    /// A number of a customer: added without a number before, removed without a text, or else written anew.
    case customerNumber(customer: String, NumberPattern?, text: String?)
    /// A schedule that a customer has beside those of its numbers.
    case customerSchedule(customer: String, String)
    /// What a key of a menu does; `nil` removes the key.
    case choice(menu: String, KeyPattern, ChosenStep?)
    case menu(String, MenuChange)
    /// The steps of a flow or a number in their order; those that are not named go.
    case steps(StepPlace, [FlowPart])
    case newFlow(String, [FlowBlock])
    /// A menu with its prompt and its keys, at least one; all else as usual.
    case newMenu(String, Prompt, [NewChoice])
    /// Hours for a part of the year: added without a key before, removed if there is nothing new, or else with other days.
    case season(schedule: String, DayKey?, Season?)
    /// The schedule's own clock; `nil`: the file's.
    case timeZone(schedule: String, Zone?)
    /// People in the order of their turns, in a rota whose turns are as long as each other.
    case turns(rota: String, [String])
    /// Days of another person: added without days before, removed if there is nothing new, or else changed.
    case swap(rota: String, DayKey?, Rota.Swap?)
    /// A schedule with the hours of another one.
    case newSchedule(String, like: String)
    /// What an announcement says: in `texts`, or in its file if that is where it is, and it says no more than the text.
    case text(AnnouncementName, AnnouncementText)
    /// All of `alerts:`, and what it said before.
    case alerts(AlertSettings, insteadOf: AlertSettings)
}

/// A key of a new menu, and what it does.
package struct NewChoice: Hashable, Sendable {
    package let keys: KeyPattern
    package let step: ChosenStep

    package init(_ keys: KeyPattern, _ step: ChosenStep) { (self.keys, self.step) = (keys, step) }
}

/// Where steps are written that can be edited one by one.
package enum StepPlace: Hashable, Sendable {
    case flow(String)
    /// An incoming number; in tables there are no steps.
    case number(NumberPattern)
}

extension Configuration {
    /// The steps at a place; `nil` if it does not exist.
    package func steps(at place: StepPlace) -> StepList? {
        switch place {
        case .flow(let name): flows[name]
        case .number(let pattern): numbers.incoming.entries.first { $0.pattern == pattern }?.steps
        }
    }
}

/// Reasons an edit is not made. The file is as it was.
package enum ConfigurationEditError: Error, Hashable, Sendable {
    /// The file has errors before the edit.
    case invalidBefore([ConfigurationProblem])
    /// What is to be changed does not exist (any more): `schedule office`.
    case missing(String)
    /// What is to be added exists: `12-24`.
    case exists(String)
    /// It is written in a way that is left to people with an editor; the line, from 1, and the file, `nil` for the
    /// configuration's own.
    case unusual(line: Int, file: String?)
    /// The result would have errors.
    case invalid([ConfigurationProblem])
    /// The result would mean something else than was asked for: something else depends on the value that was changed.
    case misread
}
