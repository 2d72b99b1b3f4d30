import CallFlow

extension Texts {
    /// What people did.
    enum Audit {
        static var title: String { either("Changes", "Änderungen") }
        static var introduction: String {
            either(
                "What was changed on the dashboard, by commands, by telephone and in the file, the latest first.",
                "Was auf dem Dashboard, durch Befehle, per Telefon und in der Datei geändert wurde, das Neueste zuerst."
            )
        }
        static var owner: String { either("Owner", "Inhaber") }
        static var when: String { either("When", "Wann") }
        static var who: String { either("Who", "Wer") }
        static var whatTitle: String { either("What", "Was") }
        static var from: String { either("From", "Von") }
        static var none: String { either("Nothing yet.", "Noch nichts.") }
        static var older: String { either("Older", "Ältere") }
        static var export: String { either("Export as CSV", "Als CSV exportieren") }
        static var unreadable: String {
            either(
                "The list cannot be read. See the log.", "Die Liste ist nicht lesbar. Den Grund nennt das Protokoll.")
        }

        // MARK: Who, and from where

        static func who(_ entry: AuditEntry) -> String {
            switch entry.way {
            case nil: entry.user ?? owner
            case .command: either("\(entry.user ?? "?"), by command", "\(entry.user ?? "?"), per Befehl")
            case .telephone: either("by telephone", "per Telefon")
            case .file: either("in the file", "in der Datei")
            }
        }
        /// An address, or the number of a caller.
        static func from(_ text: String) -> String { text.hasPrefix("+") ? number(text) : text }

        // MARK: Edits of the configuration

        /// The lines of an entry in the language of the request.
        static func changes(_ entry: AuditEntry) -> [String] {
            entry.changes?[Language.current.rawValue] ?? entry.changes?[Language.english.rawValue] ?? []
        }
        static var before: String { either("The version before", "Die Fassung davor") }
        static func changed(_ name: String) -> String { either("\(name) changed", "\(name) geändert") }
        static func added(_ name: String) -> String { either("\(name) added", "\(name) hinzugefügt") }
        static func removed(_ name: String) -> String { either("\(name) removed", "\(name) entfernt") }
        static func more(_ count: Int) -> String { either("and \(count) more", "und \(count) weitere") }

        // MARK: What was done

        /// A schedule that was opened, closed, or left to its hours.
        private static func override(_ entry: AuditEntry, _ now: LocalTime) -> String {
            let name = entry.values["schedule"] ?? entry.values["location"] ?? ""
            func time(_ key: String) -> String? {
                entry.values[key].flatMap { LocalTime($0) }.map { Texts.time($0, relativeTo: now) }
            }
            let until = time("until").map { either(" until \($0)", " bis \($0)") } ?? ""
            let from = time("from").map { either(" from \($0)", " von \($0)") } ?? ""
            let play = entry.values["play"].map { either("; callers hear \($0)", "; Anrufer hören \($0)") } ?? ""
            switch entry.values["state"] {
            case "open"?: return either("Opened \(name)", "\(name) geöffnet") + from + until + play
            case "closed"?: return either("Closed \(name)", "\(name) geschlossen") + from + until + play
            default:
                return either("\(name) follows its hours again", "\(name) folgt wieder seinen Öffnungszeiten")
            }
        }

        /// A sentence for the actions that are known here; others by their path.
        static func what(_ entry: AuditEntry, _ now: LocalTime) -> String {
            func value(_ key: String) -> String { entry.values[key] ?? "" }
            switch entry.action {
            case "override": return override(entry, now)
            case "swap":
                let person = value("person").isEmpty ? "" : ": " + value("person")
                return either("Swapped turns of \(value("rota"))", "Dienste von \(value("rota")) getauscht") + person
            case "restore":
                return either("Restored \(value("version"))", "\(value("version")) wiederhergestellt")
            case "accept":
                return either("Confirmed an edit of the configuration", "Änderung der Konfiguration bestätigt")
            case "password":
                return value("removed").isEmpty
                    ? either("Set the dashboard's password", "Passwort des Dashboards festgelegt")
                    : either("Removed the dashboard's password", "Passwort des Dashboards entfernt")
            case "edit": return either("Edited \(value("file"))", "\(value("file")) bearbeitet")
            case "/schedules/{schedule}/hours":
                return either("Changed the hours", "Öffnungszeiten geändert")
            case "/numbers/new", "/numbers/in/{number}/edit": return either("Changed a number", "Rufnummer geändert")
            case "/menus/{menu}": return either("Changed a menu", "Menü geändert")
            case "/tables/{index}": return either("Replaced a table of numbers", "Rufnummerntabelle ersetzt")
            case "/home/several": return override(entry, now)
            case "/login": return either("Logged in", "Angemeldet")
            case "/logout": return either("Logged out", "Abgemeldet")
            case "/invitation/{secret}": return either("Chose a password", "Passwort festgelegt")
            case "/home/at/{location}/switch", "/schedules/{schedule}/override": return override(entry, now)
            case "/call-back/mark":
                return either("Marked a call back", "Rückruf vermerkt") + details(entry)
            case "/rotas/{rota}/override":
                return either("Swapped turns of \(value("rota"))", "Dienste von \(value("rota")) getauscht")
                    + details(entry, ["rota"])
            case "/configuration": return either("Saved the configuration", "Konfiguration gespeichert")
            case "/configuration/accept":
                return either("Confirmed an edit of the configuration", "Änderung der Konfiguration bestätigt")
            case "/announcements/upload": return either("Uploaded a recording", "Aufnahme hochgeladen") + details(entry)
            case "/announcements/draft/{id}/publish":
                return either("Published a recording", "Aufnahme veröffentlicht") + details(entry, ["id"])
            case "/announcements/draft/{id}/discard": return either("Discarded a draft", "Entwurf verworfen")
            case "/announcements/of/{name}/delete":
                return either("Deleted \(value("name"))", "\(value("name")) gelöscht")
            case "/announcements/of/{name}/restore":
                return either("Restored \(value("name"))", "\(value("name")) wiederhergestellt")
            case "/alerts/test": return either("Sent a test message", "Testnachricht gesendet") + details(entry)
            case "/alerts/rules":
                return either("Changed what is reported", "Geändert, was gemeldet wird") + details(entry)
            case "/alerts/way": return either("Changed alerts", "Benachrichtigungen geändert") + details(entry)
            case "/calls/{call}/block": return either("Blocked a caller", "Anrufer gesperrt")
            case "/calls/{call}/unblock": return either("Unblocked a caller", "Sperre eines Anrufers aufgehoben")
            case "/users":
                return either("Invited \(value("name"))", "\(value("name")) eingeladen") + details(entry, ["name"])
            case "/users/{user}/role":
                return either("Changed the role of \(value("user"))", "Rolle von \(value("user")) geändert")
                    + details(entry, ["user"])
            case "/users/{user}/link":
                return either("Made a new link for \(value("user"))", "Neuer Link für \(value("user"))")
            case "/users/{user}/remove": return either("Removed \(value("user"))", "\(value("user")) entfernt")
            // The lines say what was changed.
            case _ where entry.changes != nil:
                return either("Changed the configuration", "Konfiguration geändert")
            default: return entry.action + details(entry)
            }
        }

        private static func details(_ entry: AuditEntry, _ known: Set<String> = []) -> String {
            let values = entry.values.filter { !known.contains($0.key) && !$0.value.isEmpty }.sorted { $0.key < $1.key }
            return values.isEmpty ? "" : " (" + values.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + ")"
        }
    }
}
