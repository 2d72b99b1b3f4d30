import CallFlow
import Telephony

extension Texts {
    /// Opening hours: the form, the special days, and what an edit changes.
    enum Hours {
        static func title(_ name: String) -> String { either("Opening hours: \(name)", "Öffnungszeiten: \(name)") }
        static var change: String { either("Change hours", "Zeiten ändern") }
        static var week: String { either("Every week", "Jede Woche") }
        static var weekHelp: String {
            either(
                "For example 9–12, 13–18. Leave empty what is closed.",
                "Zum Beispiel 9–12, 13–18. Leer heißt geschlossen.")
        }
        /// Below the picture of a week.
        static var drawHelp: String {
            either(
                "Drag across a day to draw hours, or drag the hours and their ends.",
                "Ziehen Sie über einen Tag, um Zeiten einzuzeichnen, oder verschieben Sie Zeiten und ihre Enden.")
        }
        static var removeSpan: String { either("Remove", "Entfernen") }
        static func season(_ days: String) -> String { either("From \(days)", "Vom \(days)") }
        static var seasonHelp: String {
            either("Leave empty what is as in every week.", "Leer heißt: wie in jeder Woche.")
        }
        static var closed: String { either("closed", "geschlossen") }
        static var asInTheWeek: String { either("as every week", "wie jede Woche") }
        static func like(_ day: String) -> String { either("as \(day)", "wie \(day)") }

        static var specialDays: String { either("Special days", "Besondere Tage") }
        static var daysHelp: String {
            either(
                "A day such as 24 Dec or 24.12.2026, or a range such as 27 Dec – 1 Jan. They come before the week and the holidays.",
                "Ein Tag wie 24.12. oder 24.12.2026, oder ein Zeitraum wie 27.12.–1.1. Sie gehen der Woche und den Feiertagen vor."
            )
        }
        static var day: String { either("Day or days", "Tag oder Zeitraum") }
        static var hoursOfDay: String { either("Open", "Geöffnet") }
        static var everyYear: String { either("every year", "jedes Jahr") }
        static var asHoliday: String { either("otherwise a holiday", "sonst Feiertag") }
        static var remove: String { either("remove", "entfernen") }
        static func newDay(_ number: Int) -> String { either("New special day", "Neuer besonderer Tag") }

        static var holidays: String { either("Holidays", "Feiertage") }
        static var region: String { either("Holidays of", "Feiertage von") }
        static var noRegion: String { either("no region", "keinem Land") }
        static var none: String { either("none", "keine") }
        static func otherRegions(_ codes: String) -> String {
            either("Also those of \(codes), as set in the file.", "Dazu die von \(codes), wie in der Datei festgelegt.")
        }
        static func pickHolidays(_ count: Int, of all: Int) -> String {
            either("\(count) of \(all) days are holidays here", "\(count) von \(all) Tagen sind hier Feiertage")
        }
        static func daysInFile(_ count: Int) -> String {
            either("\(count) special days", "\(count) Sondertage")
        }
        static var addHoliday: String { either("One more by its name", "Ein weiterer mit Namen") }
        static var germany: String { either("Germany", "Deutschland") }
        static var austria: String { either("Austria", "Österreich") }
        static var switzerland: String { either("Switzerland", "Schweiz") }

        static var secondRegion: String { either("And of", "Und von") }
        static var newSeason: String {
            either("Add other hours for a part of the year", "Andere Zeiten für einen Teil des Jahres")
        }
        static var seasonDays: String {
            either("From – to, for example 1 Apr – 31 Oct", "Von – bis, zum Beispiel 1.4.–31.10.")
        }
        static var removeSeason: String {
            either("remove this part of the year", "diesen Teil des Jahres entfernen")
        }
        static var noSeasonHours: String {
            either("Enter the hours of at least one day.", "Geben Sie die Zeiten von mindestens einem Tag ein.")
        }
        static var ownClock: String { either("Another time zone", "Eine andere Zeitzone") }
        static var clock: String { either("Time zone", "Zeitzone") }
        static var zone: String {
            either("Time zone, for example Europe/Lisbon", "Zeitzone, zum Beispiel Europe/Lisbon")
        }
        static var zoneOfTheFile: String { either("that of the other schedules", "die der anderen Zeitpläne") }
        static func noZone(_ text: String) -> String {
            either(
                "No time zone is called “\(text)”; write for example Europe/Lisbon.",
                "Keine Zeitzone heißt „\(text)“; schreiben Sie zum Beispiel Europe/Lisbon.")
        }
        static var ownAnnouncement: String { either("Callers hear", "Anrufer hören") }
        static var usualAnnouncement: String { either("as usual", "wie sonst") }
        static var copy: String { either("Copy to a new one", "In einen neuen kopieren") }
        static func copyTitle(_ name: String) -> String {
            either("New schedule with the hours of \(name)", "Neuer Zeitplan mit den Zeiten von \(name)")
        }
        static var copyName: String { either("Name of the new schedule", "Name des neuen Zeitplans") }
        static func copied(_ name: String, _ other: String) -> String {
            either("\(name): new, with the hours of \(other)", "\(name): neu, mit den Zeiten von \(other)")
        }

        static var save: String { either("Save", "Speichern") }
        static var saveThis: String { either("Save these changes", "Diese Änderungen speichern") }
        static var discard: String { either("Discard", "Verwerfen") }
        static var changes: String { either("This will change:", "Das ändert sich:") }
        static var noChanges: String { either("Nothing changed yet.", "Noch nichts geändert.") }
        static var saved: String {
            either("Saved. Calls follow it from now on.", "Gespeichert. Anrufe richten sich ab jetzt danach.")
        }
        static var notSaved: String {
            either(
                "Not saved: please correct the marked fields.",
                "Nicht gespeichert: Bitte berichtigen Sie die markierten Felder.")
        }
        static var changedMeanwhile: String {
            either(
                "Somebody else has changed these hours since you opened the page. Nothing was saved. Below is what your form would change now.",
                "Inzwischen hat jemand anders diese Zeiten geändert. Es wurde nichts gespeichert. Unten steht, was Ihr Formular jetzt ändern würde."
            )
        }
        static var look: String {
            either("Please look once more: this will change.", "Bitte noch einmal ansehen: Das ändert sich.")
        }
        static var unreachable: String {
            either(
                "The server cannot be reached; nothing was checked.",
                "Der Server ist nicht erreichbar; es wurde nichts geprüft.")
        }
        static func failingCalls(_ calls: [String]) -> String {
            either(
                "\(calls.count == 1 ? "This test call goes" : "These test calls go") differently then: \(list(calls)).",
                "\(calls.count == 1 ? "Dieser Testanruf verläuft" : "Diese Testanrufe verlaufen") dann anders: \(list(calls))."
            )
        }

        // MARK: What cannot be read

        static func notHours(_ text: String) -> String {
            either(
                "“\(text)” cannot be read as hours; write for example 9–12, 13–18 or closed.",
                "„\(text)“ ist als Uhrzeit nicht lesbar; schreiben Sie zum Beispiel 9–12, 13–18 oder geschlossen.")
        }
        static func notDays(_ text: String) -> String {
            either(
                "“\(text)” is not a day; write for example 24 Dec, 24.12.2026 or 27 Dec – 1 Jan.",
                "„\(text)“ ist kein Tag; schreiben Sie zum Beispiel 24.12., 24.12.2026 oder 27.12.–1.1.")
        }
        static func dayTwice(_ days: String) -> String {
            either("There is already a row for \(days).", "Für \(days) gibt es schon eine Zeile.")
        }
        static func noHoliday(_ name: String) -> String {
            either("No holiday is called “\(name)”.", "Kein Feiertag heißt „\(name)“.")
        }
        static func isHolidayNow(_ name: String) -> String {
            either("\(name): becomes a holiday", "\(name): wird Feiertag")
        }
        static func isNoHolidayNow(_ name: String) -> String {
            either("\(name): is no longer a holiday", "\(name): ist kein Feiertag mehr")
        }

        // MARK: Days and hours in fields

        /// `9–12, 13:30–18`: what can be typed in either language.
        static func field(_ hours: DayHours) -> String {
            guard !hours.spans.isEmpty else { return closed }
            func clock(_ minute: Int) -> String {
                let minute = minute > 1440 ? minute - 1440 : minute
                let (hour, rest) = (minute / 60, minute % 60)
                return rest == 0 ? "\(hour)" : "\(hour):" + (rest < 10 ? "0" : "") + "\(rest)"
            }
            return hours.spans.map { "\(clock($0.lowerBound))–\(clock($0.upperBound))" }.joined(separator: ", ")
        }

        /// `24 Dec`, `24.12.2026`, `27 Dec – 1 Jan`, `easter-2`: what `DayKey(typed:)` reads.
        static func field(_ key: DayKey) -> String {
            switch key {
            case .dates(let first, let last):
                let years = first.year == last.year ? "" : " \(first.year)"
                if first == last { return date(first.month, first.day, " \(last.year)") }
                return either(
                    "\(date(first.month, first.day, years)) – \(date(last.month, last.day, " \(last.year)"))",
                    "\(date(first.month, first.day, years))–\(date(last.month, last.day, " \(last.year)"))")
            case .yearly(let first, let last):
                if first == last { return date(first.month, first.day) }
                return either(
                    "\(date(first.month, first.day)) – \(date(last.month, last.day))",
                    "\(date(first.month, first.day))–\(date(last.month, last.day))")
            case .easter, .ordinal, .weeks: return key.description
            }
        }

        private static func date(_ month: Int, _ day: Int, _ year: String = "") -> String {
            either("\(day) \(Texts.month(month))\(year)", "\(day).\(month).\(year.trimmed)")
        }

        /// The days in words: `24 Dec every year`, `Thu 24 Dec`, `2 days before Easter`.
        ///
        /// - Parameter today: its year is left out.
        static func days(_ key: DayKey, from today: CivilDate? = nil) -> String {
            switch key {
            case .dates(let first, let last) where first == last:
                return Texts.day(first, thisYear: today?.year ?? 0)
            case .dates: return field(key)
            case .yearly: return either("\(field(key)) every year", "\(field(key)) jedes Jahr")
            case .easter(let offset):
                let count = abs(offset)
                if offset == 0 { return either("Easter Sunday", "Ostersonntag") }
                return either(
                    "\(count) \(count == 1 ? "day" : "days") \(offset < 0 ? "before" : "after") Easter Sunday",
                    "\(count) \(count == 1 ? "Tag" : "Tage") \(offset < 0 ? "vor" : "nach") Ostersonntag")
            case .ordinal(let number, let weekday, let month):
                let english = number.map { ["first", "second", "third", "fourth", "fifth"][$0 - 1] } ?? "last"
                let german = number.map { ["erster", "zweiter", "dritter", "vierter", "fünfter"][$0 - 1] } ?? "letzter"
                let name = Texts.weekdayName(weekday)
                return either(
                    "\(english) \(name) of \(month.map(Texts.month) ?? "every month")",
                    "\(german) \(name) \(month.map { "im \(Texts.month($0))" } ?? "im Monat")")
            case .weeks(let isEven, let weekdays):
                let names = Texts.list(weekdays.days.map { Texts.weekday($0, alone: true) })
                return either(
                    "\(names) in \(isEven ? "even" : "odd") weeks",
                    "\(names) in \(isEven ? "geraden" : "ungeraden") Wochen")
            }
        }

        /// A special day: `9–12`, `holiday`, `9–12, callers hear christmas`.
        static func value(_ day: SpecialDay) -> String {
            guard let announcement = day.announcement else { return times(day) }
            return times(day) + either(", callers hear \(announcement)", ", Anrufer hören \(announcement)")
        }

        private static func times(_ day: SpecialDay) -> String {
            guard day.isHoliday else { return Texts.hours(day.hours) }
            guard !day.hours.spans.isEmpty else { return either("holiday", "Feiertag") }
            return either("\(Texts.hours(day.hours)), otherwise a holiday", "\(Texts.hours(day.hours)), sonst Feiertag")
        }
    }
}
