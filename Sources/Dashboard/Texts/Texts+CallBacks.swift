import CallFlow

extension Texts {
    /// The list of callers to call back.
    enum CallBacks {
        static var title: String { either("Call back", "Zurückrufen") }
        static var none: String { either("No one to call back.", "Niemand zurückzurufen.") }
        static func tries(_ count: Int, last: String) -> String {
            either(
                count == 1 ? "1 try, \(last)" : "\(count) tries, last \(last)",
                count == 1 ? "1 Versuch, \(last)" : "\(count) Versuche, zuletzt \(last)")
        }
        /// `today 14:05`, `heute 14:05 Uhr`
        static func time(_ time: LocalTime, relativeTo now: LocalTime) -> String {
            let clock = clock(minute: time.second / 60)
            let day = nearDay(time.date, today: now.date)
            return abs(time.date.dayNumber - now.date.dayNumber) <= 1
                ? "\(day) \(clock)" : either("\(day) \(clock)", "\(day), \(clock)")
        }
        static func to(_ number: String) -> String { either("to \(number)", "an \(number)") }
        static var done: String { either("Done", "Erledigt") }
        static var undo: String { either("Undo", "Doch nicht erledigt") }
        static func isDone(_ number: String) -> String {
            either("\(number) is marked as called back.", "\(number) ist als zurückgerufen vermerkt.")
        }
        static func withoutNumber(_ count: Int, days: Int) -> String {
            either(
                count == 1
                    ? "1 call without a number in the last \(days) days."
                    : "\(count) calls without a number in the last \(days) days.",
                count == 1
                    ? "1 Anruf ohne Rufnummer in den letzten \(days) Tagen."
                    : "\(count) Anrufe ohne Rufnummer in den letzten \(days) Tagen.")
        }
        static func finished(_ count: Int) -> String { either("Done (\(count))", "Erledigt (\(count))") }
        static func all(_ count: Int) -> String { either("Show all \(count)", "Alle \(count) anzeigen") }
        static var csv: String { either("Save as CSV", "Als CSV speichern") }
        static func explanation(days: Int) -> String {
            either(
                "Callers of the last \(days) days who reached nobody and were not spoken to since.",
                "Wer in den letzten \(days) Tagen niemanden erreicht hat und seither nicht gesprochen wurde.")
        }
        static var unavailable: String {
            either(
                "This server has no state folder, so nothing can be marked as done.",
                "Dieser Server hat keinen Datenordner; hier lässt sich nichts als erledigt vermerken.")
        }
        static func notWritten(_ path: String, _ reason: String) -> String {
            either(
                "\(path) cannot be written (\(reason)). Nothing was marked.",
                "\(path) kann nicht geschrieben werden (\(reason)). Es wurde nichts vermerkt.")
        }
        static func isDamaged(_ path: String) -> String {
            either(
                "\(path) is damaged, so callers marked as done are listed again. Delete the file.",
                "\(path) ist beschädigt; Erledigte stehen wieder in der Liste. Löschen Sie die Datei.")
        }
    }
}
