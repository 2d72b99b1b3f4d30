import CallFlow
import Telephony

extension Texts {
    /// The page Home: locations, callers to call back, and the day.
    enum Home {
        static var title: String { either("Home", "Start") }
        /// `Today, Fri 27 Nov`, or an earlier day.
        static func today(_ date: CivilDate, now: LocalTime) -> String {
            let day = day(date, thisYear: now.date.year)
            return date == now.date ? either("Today, \(day)", "Heute, \(day)") : day
        }
        static var locations: String { either("Locations", "Standorte") }
        static var openNow: String { either("Open now.", "Jetzt geöffnet.") }
        static var closedNow: String { either("Closed now.", "Jetzt geschlossen.") }
        static func holidayNow(_ names: String?) -> String {
            either(
                "Closed now for a holiday\(names.map { ": \($0)" } ?? "").",
                "Jetzt geschlossen wegen Feiertag\(names.map { ": \($0)" } ?? "").")
        }
        /// - Parameter time: as `Texts.time` writes it.
        static func changes(isOpen: Bool, at time: String, isToday: Bool) -> String {
            let (at, um) = isToday ? ("at ", "um ") : ("", "")
            return isOpen
                ? either("Closes \(at)\(time).", "Schließt \(um)\(time).")
                : either("Opens \(at)\(time).", "Öffnet \(um)\(time).")
        }
        static var staysAsItIs: String { either("No change planned.", "Keine Änderung geplant.") }
        static func setByHand(until time: String, by author: String?, regular: Schedule.Status) -> String {
            let hours = regular == .open ? either("open", "geöffnet") : either("closed", "geschlossen")
            return either(
                "Set by hand until \(time)\(author.map { " (\($0))" } ?? ""); the regular hours say \(hours).",
                "Von Hand eingestellt bis \(time)\(author.map { " (\($0))" } ?? ""); nach Öffnungszeiten: \(hours).")
        }
        /// Who set an override, from the author that is stored.
        static func author(_ stored: String?) -> String? {
            switch stored {
            case nil: nil
            case "the dashboard"?: either("here", "hier")
            case let text?:
                text.hasPrefix("a call from ")
                    ? either("a call from ", "Anruf von ") + number(String(text.dropFirst(12))) : text.printable
            }
        }

        // MARK: What callers hear

        static var hear: String { either("Callers hear", "Anrufer hören") }
        static func listen(to name: String) -> String { either("Listen to \(name)", "\(name) anhören") }
        static var listen: String { either("Listen", "Anhören") }
        static func notPublished(_ names: String) -> String {
            either("not published: \(names)", "nicht veröffentlicht: \(names)")
        }
        static func end(_ end: CallEnd, isAfterPrompt: Bool) -> String {
            switch (end, isAfterPrompt) {
            case (.voicemail, true): either("Then the voicemail answers.", "Danach nimmt der Anrufbeantworter ab.")
            case (.voicemail, false): either("The voicemail answers.", "Der Anrufbeantworter nimmt ab.")
            case (.hangup, true): either("Then the call ends.", "Danach ist das Gespräch beendet.")
            case (.hangup, false): either("The call is hung up.", "Es wird aufgelegt.")
            case (.connect, true): either("Then the telephone rings.", "Danach klingelt das Telefon.")
            case (.connect, false): either("The telephone rings.", "Das Telefon klingelt.")
            case (.reject, _): either("Calls are rejected.", "Anrufe werden abgewiesen.")
            case (.busy, _): either("Callers hear the busy signal.", "Anrufer hören das Besetztzeichen.")
            }
        }
        static func rings(_ targets: [String], isAfterPrompt: Bool) -> String {
            let isOne = targets.count == 1
            return isAfterPrompt
                ? either(
                    "Then \(list(targets)) \(isOne ? "rings" : "ring").",
                    "Danach \(isOne ? "klingelt" : "klingeln") \(list(targets)).")
                : either(
                    "\(list(targets)) \(isOne ? "rings" : "ring").",
                    "Es \(isOne ? "klingelt" : "klingeln") \(list(targets)).")
        }
        static func choose(_ keys: [String]) -> String {
            either("Then they choose \(alternatives(keys)).", "Danach wählen sie \(alternatives(keys)).")
        }
        private static func alternatives(_ keys: [String]) -> String {
            guard let last = keys.last, keys.count > 1 else { return keys.first ?? "" }
            return keys.dropLast().joined(separator: ", ") + either(" or ", " oder ") + last
        }
        static var anyNumber: String { either("all other numbers", "alle anderen Rufnummern") }
        static func outgoing(_ number: String) -> String {
            either("calls made from \(number)", "Anrufe von \(number) aus")
        }
        static func andMore(_ count: Int) -> String { either("and \(count) more", "und \(count) weitere") }

        // MARK: Opening and closing

        static var close: String { either("Close…", "Schließen…") }
        static var open: String { either("Open…", "Öffnen…") }
        static var stayOpen: String { either("Stay open longer", "Länger geöffnet") }
        static var regularHours: String { either("Back to the regular hours", "Zurück zu den Öffnungszeiten") }
        static var cancel: String { either("Cancel", "Absagen") }
        static var planned: String { either("Planned:", "Geplant:") }
        static func plan(_ state: ScheduleOverride.ForcedStatus, from: String, until: String) -> String {
            let word = state == .open ? either("open", "geöffnet") : either("closed", "geschlossen")
            return either("\(word) from \(from) until \(until)", "\(word) von \(from) bis \(until)")
        }
        static func isSet(_ state: ScheduleOverride.ForcedStatus, until: String) -> String {
            state == .open
                ? either("Open until \(until).", "Geöffnet bis \(until).")
                : either("Closed until \(until).", "Geschlossen bis \(until).")
        }
        static func isPlanned(_ plan: String) -> String { either("Planned: \(plan).", "Geplant: \(plan).") }
        static var isCleared: String {
            either("The regular hours apply again.", "Es gelten wieder die Öffnungszeiten.")
        }
        static var tryCall: String { either("Hear a call", "Anruf anhören") }
        static func switchTitle(_ state: ScheduleOverride.ForcedStatus, _ name: String) -> String {
            state == .open
                ? either("Open \(name)", "\(name) öffnen") : either("Close \(name)", "\(name) schließen")
        }
        static func now(until time: String) -> String { either("Now, until \(time)", "Jetzt, bis \(time)") }
        static func forHours(_ count: Int) -> String {
            either(
                "Now, for \(count == 1 ? "1 hour" : "\(count) hours")",
                "Jetzt, für \(count == 1 ? "1 Stunde" : "\(count) Stunden")")
        }
        static var meanwhile: String { either("Callers hear meanwhile", "Anrufer hören währenddessen") }
        static var asConfigured: String { either("the usual announcement", "die übliche Ansage") }
        static var recordOne: String { either("Record a new one", "Neue aufnehmen") }
        static var otherTimes: String { either("Another time", "Andere Zeit") }
        static func from(_ zone: String) -> String {
            either("From (empty: now)", "Von (leer: ab jetzt)")
        }
        static func until(_ zone: String) -> String { either("Until (\(zone))", "Bis (\(zone))") }
        static func submit(_ state: ScheduleOverride.ForcedStatus) -> String {
            state == .open ? either("Open", "Öffnen") : either("Close", "Schließen")
        }
        static var back: String { either("Home", "Zur Startseite") }
        static func unknownSchedule(_ name: String) -> String {
            either(
                "The configuration has no schedule \(name).", "In der Konfiguration gibt es keinen Zeitplan \(name).")
        }
        static var several: String { either("Close several locations", "Mehrere Standorte schließen") }
        static var closeSeveral: String { either("Close several…", "Mehrere schließen…") }
        static var noneChosen: String {
            either("Choose at least one location.", "Wählen Sie mindestens einen Standort.")
        }
        static func changed(_ count: Int) -> String {
            either(
                count == 1
                    ? "1 location was changed. Each says below how it is now."
                    : "\(count) locations were changed. Each says below how it is now.",
                count == 1
                    ? "1 Standort wurde geändert. Unten steht, wie jeder jetzt ist."
                    : "\(count) Standorte wurden geändert. Unten steht, wie jeder jetzt ist.")
        }
        static var cannotStore: String {
            either(
                "This server has no state folder, so nothing can be opened or closed here.",
                "Dieser Server hat keinen Datenordner; hier lässt sich nichts öffnen oder schließen.")
        }
        static func noTime(_ text: String) -> String {
            either(
                "“\(text)” is not a date and time; write 2026-12-24T18:00.",
                "„\(text)“ ist keine Zeit; schreiben Sie 24.12.2026 18:00.")
        }
        static var noEnd: String { either("Say until when.", "Geben Sie an, bis wann.") }
        static func past(_ time: String) -> String {
            either(
                "\(time) is in the past. Nothing was changed.", "\(time) ist vorbei. Es wurde nichts geändert.")
        }
        static func endsBefore(_ time: String) -> String {
            either(
                "\(time) is before the start. Nothing was changed.",
                "\(time) liegt vor dem Beginn. Es wurde nichts geändert.")
        }
        static func noAnnouncement(_ name: String) -> String {
            either(
                "There is no announcement “\(name)”. Nothing was changed.",
                "Eine Ansage „\(name)“ gibt es nicht. Es wurde nichts geändert.")
        }
        static func noLocations(_ hasSearch: Bool) -> String {
            hasSearch
                ? either("No matching location.", "Kein passender Standort.")
                : either(
                    "No number follows opening hours yet.", "Noch richtet sich keine Rufnummer nach Öffnungszeiten.")
        }
        static var searchLocations: String { either("Find a location", "Standort suchen") }
        static func range(_ first: Int, _ last: Int, _ count: Int) -> String {
            either("\(first) to \(last) of \(count)", "\(first) bis \(last) von \(count)")
        }
        static var previous: String { either("Previous", "Zurück") }
        static var next: String { either("Next", "Weiter") }

        // MARK: The day

        static var inProgress: String { either("Calls in progress", "Laufende Gespräche") }
        static var noneInProgress: String { either("No calls in progress.", "Zurzeit kein Gespräch.") }
        static var attention: String { either("Needs attention", "Bitte beachten") }
        static var nothing: String { either("Nothing.", "Nichts.") }
        static func callsByHour(_ count: Int) -> String {
            either(
                count == 1 ? "1 call, by hour" : "\(count) calls, by hour",
                count == 1 ? "1 Anruf nach Stunden" : "\(count) Anrufe nach Stunden")
        }
        static var previousDay: String { either("Previous day", "Tag davor") }
        static var nextDay: String { either("Next day", "Tag danach") }
        static var outcomes: String { either("Outcomes", "Ergebnisse") }
        static var share: String { either("Share", "Anteil") }
        static var noCalls: String { either("No calls on this day", "Kein Anruf an diesem Tag") }
        static func chart(_ hours: String) -> String {
            either("Calls by hour: \(hours)", "Anrufe nach Stunden: \(hours)")
        }
        static func tunnel(_ url: String) -> HTML {
            either(html: "The tunnel is open: <code>\(url)</code>", "Der Tunnel ist offen: <code>\(url)</code>")
        }
        static func logUnreadable(_ reason: String) -> String {
            either(
                "The call log cannot be read: \(reason)", "Das Anrufprotokoll kann nicht gelesen werden: \(reason)")
        }
        /// `{time}` is filled in by the script.
        static var disconnected: String {
            either(
                "Not connected since {time}. What is shown here may be out of date.",
                "Seit {time} Uhr keine Verbindung. Die Anzeige kann veraltet sein.")
        }
        static var since: String { either("Since", "Seit") }
        static var parties: String { either("From → to", "Von → an") }
        static var position: String { either("Position", "Stelle") }
        static func inMenu(_ menu: String) -> String { either("in the menu \(menu)", "im Menü \(menu)") }
        static func legs(_ count: Int) -> String { either("\(count) legs", "\(count) Teile") }
        static var more: String { either("… and more.", "… und weitere.") }
    }
}
