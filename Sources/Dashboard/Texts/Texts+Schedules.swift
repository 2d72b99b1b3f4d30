import CallFlow
import Telephony

extension Texts {
    /// Schedules and rotas: their status, overrides, and years.
    enum Schedules {
        static var title: String { either("Schedules", "Zeitpläne") }
        static var rotas: String { either("Rotas", "Dienstpläne") }
        static var all: String { either("All schedules", "Alle Zeitpläne") }
        static var allWithRotas: String { either("All schedules and rotas", "Alle Zeitpläne und Dienstpläne") }
        static var configuration: String { either("Configuration", "Konfiguration") }
        static var noMatch: HTML { either(html: "No matching schedules.", "Keine passenden Zeitpläne.") }
        static var search: String { either("Find a schedule", "Zeitplan suchen") }
        static var forAWhile: String { either("Close or open for a while…", "Vorübergehend schließen oder öffnen…") }
        static var none: HTML {
            either(
                html: "The configuration has no schedules. Add them under <code>schedules:</code> in announce.yaml.",
                "Es gibt noch keine Zeitpläne. Legen Sie sie in announce.yaml unter <code>schedules:</code> an.")
        }
        static func now(_ time: LocalTime, _ zone: Zone) -> String {
            let day = Texts.day(time.date, thisYear: time.date.year)
            let clock = Texts.clock(minute: time.second / 60)
            return either("It is \(day), \(clock) in \(zone).", "Es ist \(day), \(clock) (\(zone)).")
        }

        /// `open now`, `jetzt geöffnet`
        static func isNow(_ status: Schedule.Status) -> String {
            either("\(word(status)) now", "jetzt \(word(status))")
        }
        static func word(_ status: Schedule.Status) -> String {
            switch status {
            case .open: either("open", "geöffnet")
            case .closed: either("closed", "geschlossen")
            case .holiday: either("holiday", "Feiertag")
            }
        }
        static func forced(_ state: ScheduleOverride.ForcedStatus) -> String {
            word(state == .open ? Schedule.Status.open : .closed)
        }

        static func ownClock(_ zone: Zone, _ time: LocalTime) -> String {
            let clock = Texts.clock(minute: time.second / 60)
            return either(
                "Its own clock, \(zone), shows \(clock).", "Auf seiner eigenen Uhr (\(zone)) ist es \(clock).")
        }
        static var regular: String { either("Regular hours", "Reguläre Zeiten") }
        static func calendar(_ year: Int) -> String {
            either(
                "Calendar \(year) with holidays and special days",
                "Kalender \(year) mit Feiertagen und besonderen Tagen")
        }
        static var wholeYear: String {
            either("The whole year, and others", "Das ganze Jahr, und andere Jahre")
        }

        // MARK: Overrides

        static func overridden(_ state: ScheduleOverride.ForcedStatus, until: String, by author: String?) -> HTML {
            let by = self.by(author)
            return either(
                html: "Overridden: <strong>\(forced(state)) until \(until)</strong>\(by).",
                "Abweichend: <strong>\(forced(state)) bis \(until)</strong>\(by).")
        }
        static func by(_ author: String?) -> String {
            guard let author else { return "" }
            let caller = author.hasPrefix("a call from ") ? author.dropFirst("a call from ".count) : nil
            return either(
                " by \(author)",
                author == "the dashboard"
                    ? " (über diese Seiten)" : caller.map { " (durch einen Anruf von \($0))" } ?? " (\(author))")
        }
        static func hears(_ name: AnnouncementName) -> HTML {
            either(html: "Callers hear <strong>\(name)</strong>.", "Anrufer hören <strong>\(name)</strong>.")
        }
        static func regularNow(_ status: Schedule.Status) -> String {
            either("Its regular hours say \(word(status)) now.", "Nach den regulären Zeiten: jetzt \(word(status)).")
        }
        static var planned: String { either("Planned:", "Geplant:") }
        static func span(_ state: ScheduleOverride.ForcedStatus, from: String, until: String) -> String {
            either("\(forced(state)) from \(from) until \(until)", "\(forced(state)) von \(from) bis \(until)")
        }
        static func span(_ state: ScheduleOverride.ForcedStatus, from: String) -> String {
            either("\(forced(state)) from \(from)", "\(forced(state)) von \(from)")
        }
        static var remove: String { either("Remove", "Entfernen") }
        static var removeOverride: String { either("Remove override", "Abweichung aufheben") }
        static var from: String { either("From", "Von") }
        static var empty: String { either("(empty: now)", "(leer: ab jetzt)") }
        static var until: String { either("Until", "Bis") }
        static var callersHear: String { either("Callers hear", "Anrufer hören") }
        static var asConfigured: String { either("what the configuration says", "was die Konfiguration sagt") }
        static var close: String { either("Close", "Schließen") }
        static var open: String { either("Open", "Öffnen") }
        static var removeSwap: String { either("Remove swap", "Tausch aufheben") }
        static var who: String { either("Who", "Wer") }
        static var swap: String { either("Swap", "Tauschen") }
        static var nobody: String { either("nobody", "niemand") }
        static func swapped(_ person: String, until: String, regular: String) -> HTML {
            either(
                html: "Swapped: <strong>\(person) until \(until)</strong>. By its turns it is \(regular).",
                "Getauscht: <strong>\(person) bis \(until)</strong>. Nach Plan wäre es \(regular).")
        }
        static func turn(_ person: String, until: String?) -> String {
            guard let until else { return person }
            return either("\(person) until \(until)", "\(person) bis \(until)")
        }
        static func turnCalendar(_ year: Int) -> String {
            either("Calendar \(year) with turns and swaps", "Kalender \(year) mit Diensten und Tauschen")
        }

        // MARK: Refusals

        static func noSchedule(_ name: String) -> String {
            either("The configuration has no schedule \(name).", "Einen Zeitplan \(name) gibt es nicht.")
        }
        static func noRota(_ name: String) -> String {
            either("The configuration has no rota \(name).", "Einen Dienstplan \(name) gibt es nicht.")
        }
        static var years: String {
            either("Only the years 1970 to 2200 can be shown.", "Nur die Jahre 1970 bis 2200 können gezeigt werden.")
        }
        static var noState: String {
            either("Choose whether the schedule is open or closed.", "Wählen Sie, ob geöffnet oder geschlossen ist.")
        }
        static func noPerson(_ name: String) -> String {
            either("The configuration has no person “\(name)”.", "Eine Person „\(name)“ gibt es nicht.")
        }
        static func noTime(_ text: String) -> String {
            either(
                "“\(text)” is not a date and time; write 2026-12-24T18:00.",
                "„\(text)“ ist kein Zeitpunkt; schreiben Sie 2026-12-24T18:00.")
        }
        static func past(_ time: LocalTime) -> String {
            let words = time.words
            return either(
                "\(words) is in the past. Nothing was changed.", "\(words) ist schon vorbei. Es wurde nichts geändert.")
        }
        static func endsBefore(_ time: LocalTime) -> String {
            let words = time.words
            return either(
                "\(words) is before the start. Nothing was changed.",
                "\(words) liegt vor dem Beginn. Es wurde nichts geändert.")
        }
        static func noAnnouncement(_ name: String) -> String {
            either(
                "There is no announcement “\(name)”. Nothing was changed.",
                "Eine Ansage „\(name)“ gibt es nicht. Es wurde nichts geändert.")
        }
        static var notStored: String {
            either(
                "This server has no state folder, so overrides cannot be stored.",
                "Dieser Server hat keinen Ordner für seinen Zustand und kann Abweichungen nicht speichern.")
        }
        static func damaged(_ path: String) -> String {
            either(
                "\(path) is damaged. Delete it and try again.",
                "\(path) ist beschädigt. Löschen Sie die Datei, und versuchen Sie es noch einmal.")
        }
        static func notWritten(_ path: String, _ reason: String) -> String {
            either(
                "\(path) cannot be written (\(reason)). Nothing was changed.",
                "\(path) kann nicht geschrieben werden (\(reason)). Es wurde nichts geändert.")
        }

        // MARK: Years

        static func year(_ name: String, _ year: Int) -> String { "\(name) \(year)" }
        static var yearsNavigation: String { either("Years", "Jahre") }
        static var otherDays: String { either("holiday", "Feiertag") }
        static var special: String { either("special hours", "besondere Zeiten") }
        static var noHolidays: String {
            either("None: no region was chosen.", "Keine: Es ist kein Land gewählt.")
        }
        static var noneAtAll: String { either("None.", "Keine.") }
        static var seasons: String { either("Seasons", "Saisonzeiten") }
        static var turns: String { either("Turns", "Dienste") }
        static var swaps: String { either("Swaps", "Tausche") }
        static var fromThenOn: String { either("from then on", "von da an") }
        static func untilTime(_ time: String) -> String { either("until \(time)", "bis \(time)") }
        static func monthName(_ month: Int) -> String {
            let english = [
                "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                "November", "December",
            ]
            let german = [
                "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                "November", "Dezember",
            ]
            return either(english[month - 1], german[month - 1])
        }
        /// Hours by weekday, days with the same hours together: `Mon–Thu 9–12; Fri 9–14`.
        static func week(_ week: [DayHours?]) -> String {
            var groups: [(hours: DayHours, days: [Weekday])] = []
            for (index, hours) in week.enumerated() {
                guard let hours, let day = Weekday(rawValue: index) else { continue }
                if let known = groups.firstIndex(where: { $0.hours == hours }) {
                    groups[known].days.append(day)
                } else {
                    groups.append((hours, [day]))
                }
            }
            return groups.map { group in
                "\(Texts.list(group.days.map { Texts.weekday($0, alone: true) })): \(Texts.hours(group.hours))"
            }.joined(separator: "; ")
        }
    }
}

extension LocalTime {
    fileprivate var words: String {
        "\(Texts.day(date, thisYear: date.year)) \(Texts.clock(minute: second / 60))"
    }
}
