import CallFlow
import CallLog

extension Texts {
    /// The pages Calls and of one call.
    enum Calls {
        static var title: String { either("Calls", "Anrufe") }
        static var one: String { either("Call", "Anruf") }
        static var none: String { either("No calls yet.", "Noch keine Anrufe.") }

        // MARK: Tables

        static var start: String { either("Start", "Beginn") }
        static var parties: String { either("From → to", "Von → an") }
        static var outcome: String { either("Outcome", "Ergebnis") }
        static var heard: String { either("Heard?", "Gehört?") }
        static var duration: String { either("Duration", "Dauer") }
        static var lastAnswer: String { either("Last answer", "Letzte Antwort") }

        static func outcome(_ outcome: CallOutcome) -> String {
            switch outcome {
            case .open: either("in progress", "läuft")
            case .answered: either("answered", "angenommen")
            case .voicemail: either("voicemail", "Anrufbeantworter")
            case .missed: either("missed", "verpasst")
            case .abandoned: either("caller hung up", "Anrufer hat aufgelegt")
            case .ended: either("hung up as configured", "wie eingestellt beendet")
            case .rejected: either("rejected", "abgewiesen")
            case .forwarded: either("forwarded", "weitergeleitet")
            case .refused: either("not answered", "nicht beantwortet")
            }
        }
        static var unknownEnd: String { either("end unknown", "Ende unbekannt") }
        static var trialOver: String { either("ended", "beendet") }
        static var trial: String { either("test call", "Probeanruf") }

        static func hearing(_ hearing: CallHearing) -> String {
            switch hearing {
            case .whole: either("fetched whole", "ganz abgeholt")
            case .begun: either("fetch cut off", "nur angefangen")
            case .kept: either("kept by the network", "vom Netz aufbewahrt")
            case .never: either("never fetched", "nie abgeholt")
            case .unknown: either("not known", "nicht bekannt")
            }
        }
        static func leg(_ number: Int) -> String { either("leg \(number)", "Teil \(number)") }
        static func by(_ name: String) -> String { either("by \(name)", "von \(name)") }
        static func diverted(from number: String) -> String {
            either("diverted from \(number)", "umgeleitet von \(number)")
        }
        /// `then`: between those who answered one after the other.
        static var then: String { either(", then ", ", dann ") }
        static func cause(_ cause: String) -> String {
            switch cause {
            case "normalClearing": either("hung up", "aufgelegt")
            case "busy": either("busy", "besetzt")
            case "cancel": either("caller gave up", "Anrufer hat aufgegeben")
            case "noAnswer": either("no answer", "keine Antwort")
            case "congestion": either("network congested", "Netz überlastet")
            case "notFound": either("no such number", "Rufnummer gibt es nicht")
            case "forwarded": either("forwarded", "weitergeleitet")
            default: cause
            }
        }

        // MARK: The list

        static var search: String { either("Number, name or text", "Rufnummer, Name oder Text") }
        static var searchHint: String { either("0211 400 1100, menu, …", "0211 400 1100, Menü, …") }
        static var from: String { either("From", "Von") }
        static var to: String { either("To", "Bis") }
        static var trials: String { either("Test calls", "Probeanrufe") }
        static var hide: String { either("hide", "ausblenden") }
        static var show: String { either("show", "anzeigen") }
        static var onlyThese: String { either("show only these", "nur diese") }
        static var any: String { either("any", "alle") }
        static var moreFilters: String { either("Dates and outcome", "Zeitraum und Ausgang") }
        static var filters: String { either("Frequent searches", "Häufige Suchen") }
        static var all: String { either("All", "Alle") }
        static var today: String { either("Today", "Heute") }
        static var lastNight: String { either("Last night", "Letzte Nacht") }
        static var silent: String { either("Heard nothing", "Nichts gehört") }
        static var allCalls: String { either("All calls", "Alle Anrufe") }
        static var newest: String { either("Newest", "Neueste") }
        static var older: String { either("Older", "Ältere") }
        static func found(_ count: Int, most: Int) -> String {
            switch count {
            case 0: either("No matching calls.", "Keine passenden Anrufe.")
            case 1: either("1 call.", "1 Anruf.")
            case ...most: either("\(count) calls, newest first.", "\(count) Anrufe, die neuesten zuerst.")
            default: either("More than \(most) calls, newest first.", "Mehr als \(most) Anrufe, die neuesten zuerst.")
            }
        }
        static func notADate(_ field: String) -> String {
            either("\(field): not a date; write 24.12.2026.", "\(field): kein Datum; schreiben Sie 24.12.2026.")
        }
        static func withNumber(_ number: String) -> String {
            either("Only calls with the number \(number).", "Nur Anrufe mit der Rufnummer \(number).")
        }
        static func callsOf(_ name: String, _ number: String) -> String {
            either("Calls from and to \(name) (\(number))", "Anrufe von und an \(name) (\(number))")
        }
        static func about(_ evidence: CallEvidence) -> String {
            switch evidence {
            case .lost(let menu):
                either("Callers who hung up in the menu \(menu).", "Anrufer, die im Menü \(menu) aufgelegt haben.")
            case .unfetched(let file):
                either(
                    "Calls for which \(file) was not fetched whole.",
                    "Anrufe, für die \(file) nicht ganz abgeholt wurde.")
            case .missing(let names):
                either("Calls that were to hear \(names).", "Anrufe, die \(names) hören sollten.")
            case .slow(let milliseconds):
                either(
                    "Calls with answers of \(milliseconds) ms or more.",
                    "Anrufe mit Antworten, die \(milliseconds) ms oder länger brauchten.")
            case .refused(let reason):
                either("Calls refused: \(reason)", "Abgelehnte Anrufe: \(LogWords.refusal(reason))")
            }
        }
        static func unreadable(_ reason: String) -> String {
            either("The call log cannot be read: \(reason)", "Das Anrufprotokoll kann nicht gelesen werden: \(reason)")
        }
        static func fault(_ fault: CallLogError) -> String {
            switch fault {
            case .diskFull: either("the disk is full.", "die Festplatte ist voll.")
            case .locked: either("another program has locked it.", "ein anderes Programm hat es gesperrt.")
            case .readOnly: either("it is read-only.", "es ist schreibgeschützt.")
            case .cannotOpen: either("its file cannot be opened.", "die Datei lässt sich nicht öffnen.")
            case .damaged: either("its file is damaged.", "die Datei ist beschädigt.")
            case .newer:
                either(
                    "it was written by a newer version of announce.",
                    "es stammt von einer neueren Version von announce.")
            case .missing: either("it does not exist yet.", "es gibt es noch nicht.")
            case .noConnection:
                either("its database cannot be reached.", "seine Datenbank ist nicht erreichbar.")
            case .other(let words): words
            }
        }
    }
}
