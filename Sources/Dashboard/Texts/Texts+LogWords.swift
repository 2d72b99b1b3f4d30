import CallFlow
import Telephony

extension Texts {
    /// What the call log has in words: answers, the way to them, and refusals.
    ///
    /// The log keeps them in English, as `announce log` prints them. They have few forms, so each is taken apart here and said again in
    /// the language of the request; what has none of these forms stays as it is.
    enum LogWords {
        // MARK: Answers

        /// `ask main-menu`, `fragt: main-menu`
        static func answer(_ words: String) -> String {
            if let refusal = words.rest(behind: "refused: ") {
                return either(words, "abgelehnt: \(Self.refusal(refusal))")
            }
            let parts = words.split(separator: " ", maxSplits: 1).map(String.init)
            let value = parts.count == 2 ? parts[1] : ""
            guard let action = parts.first.flatMap({ CallAction(rawValue: $0) }) else { return words }
            switch action {
            case .connect: return either(words, "klingelt wie gewohnt")
            case .play: return either(words, "spielt \(value)")
            case .ask: return either(words, "fragt mit \(value)")
            case .dial:
                let numbers = value.components(separatedBy: ", ").map { number($0) }.joined(separator: ", ")
                return either("dial \(numbers)", "verbindet mit \(numbers)")
            case .voicemail: return either(words, "Anrufbeantworter")
            case .reject: return either(words, value == "busy" ? "weist als besetzt ab" : "weist ab")
            case .hangup: return either(words, "legt auf")
            }
        }

        // MARK: Ways

        /// `number +492111234567 > office open > menu main`
        static func way(_ words: String) -> String {
            words.components(separatedBy: " > ").map { step($0) }.joined(separator: " > ")
        }

        private static func step(_ words: String) -> String {
            if let value = words.rest(behind: "number ") {
                return either("number \(number(value))", "Rufnummer \(number(value))")
            }
            guard Language.current == .german else { return words }
            if let whole = wholes[words] { return whole }
            for (start, german) in beginnings {
                if let value = words.rest(behind: start) { return "\(german) \(number(value))" }
            }
            if let value = words.rest(behind: "override ") { return "Abweichung: \(statuses(value))" }
            return ending(words) ?? words
        }

        private static let wholes = [
            "other number": "andere Rufnummer", "too many prompts": "zu viele Ansagen", "diverted": "weitergeleitet",
            "voicemail left alone": "Anrufbeantworter bleibt",
            "further leg of a call, left alone": "weiterer Teil eines Anrufs",
        ]
        private static let beginnings = [
            ("caller in list ", "Anrufer der Liste"), ("called number in list ", "Rufnummer der Liste"),
            ("diverted from ", "weitergeleitet von"), ("caller ", "Anrufer"), ("called ", "angerufen:"),
            ("holiday ", "Feiertag"), ("flow ", "Ablauf"), ("menu ", "Menü"),
        ]

        /// `office open (24 Dec)`, `main silence 2`, `main else`.
        private static func ending(_ words: String) -> String? {
            if let match = words.wholeMatch(of: /(.+) (open|closed|holiday)( \((.*)\))?/) {
                let status = Schedule.Status(rawValue: String(match.2)).map { Schedules.word($0) } ?? String(match.2)
                let reason = match.4.map { " (\(self.reason(String($0))))" } ?? ""
                return "\(match.1) \(status)\(reason)"
            }
            if let match = words.wholeMatch(of: /(.+) silence (\d+)/) { return "\(match.1) keine Taste (\(match.2))" }
            if let match = words.wholeMatch(of: /(.+) wrong key (\d+)/) {
                return "\(match.1) falsche Taste (\(match.2))"
            }
            if let match = words.wholeMatch(of: /(.+) else/) { return "\(match.1) andere Taste" }
            if let match = words.wholeMatch(of: /(.+) key/) { return "\(match.1) Taste" }
            return nil
        }

        private static func reason(_ words: String) -> String {
            words.rest(behind: "override until ").map { "abweichend bis \($0)" } ?? words
        }

        /// `office closed until 18:00`
        private static func statuses(_ words: String) -> String {
            words.replacing(" until ", with: " bis ").replacing(" closed", with: " geschlossen")
                .replacing(" open", with: " geöffnet").replacing(" clear", with: " wie gewohnt")
        }

        // MARK: Refusals

        /// Why an event, or a request at the webhook's address, was not answered.
        static func refusal(_ words: String) -> String {
            either(words, germanRefusals[words] ?? germanSize(words) ?? words)
        }

        private static func germanSize(_ words: String) -> String? {
            words.wholeMatch(of: /An event has at most (\d+) bytes\./).map {
                "Ein Ereignis hat höchstens \($0.1) Bytes."
            }
        }

        private static let germanRefusals = [
            "no position": "Tasten ohne Menü", "forged or foreign position": "gefälschte oder fremde Stelle im Anruf",
            "outdated position": "veraltete Stelle im Anruf",
            "new call at the address of a position": "neuer Anruf an der Adresse eines Menüs",
            "Events are sent by POST.": "Ereignisse werden mit POST gesendet.",
            "Events are application/x-www-form-urlencoded.": "Ereignisse sind Formulare.",
            "The event is not signed.": "Das Ereignis ist nicht signiert.",
            "The event is not signed by the provider, or was altered.":
                "Das Ereignis ist nicht vom Anbieter signiert oder wurde verändert.",
            "This URL was not made for this event.": "Diese Adresse ist nicht für dieses Ereignis.",
            "The event could not be answered.": "Das Ereignis konnte nicht beantwortet werden.",
            "User name and password required.": "Benutzername und Passwort fehlen oder sind falsch.",
            "The form has a broken escape.": "Das Formular ist beschädigt.",
            "The form is not UTF-8.": "Das Formular ist nicht in UTF-8.",
            "The form has too many fields.": "Das Formular hat zu viele Felder.",
            "The event is unknown.": "Das Ereignis ist unbekannt.",
        ]

        // MARK: Pictures of flows

        /// When a call takes a way in the picture of a flow: `key 3`, `Taste 3`.
        static func edge(_ words: String) -> String {
            guard Language.current == .german else { return words }
            switch words {
            case "other keys": return "andere Tasten"
            default: break
            }
            for (start, german) in [
                ("key ", "Taste"), ("wrong key ", "falsche Taste"), ("silence ", "keine Taste"), ("after ", "nach"),
                ("from ", "von"),
                ("to ", "an"),
            ] {
                if let value = words.rest(behind: start) { return "\(german) \(value)" }
            }
            return step(words)
        }

        /// How a call ends in the picture of a flow.
        static func end(_ words: String) -> String {
            switch words {
            case "hangup": either(words, "auflegen")
            case "voicemail": either(words, "Anrufbeantworter")
            case "connect": either("rings as usual", "klingelt wie gewohnt")
            case "comes back": either(words, "kommt zurück")
            case "busy": either(words, "besetzt")
            case "reject": either(words, "abweisen")
            case "dial the called number": either(words, "die gewählte Rufnummer anrufen")
            default:
                words.rest(behind: "dial ").map { value in
                    let numbers = value.components(separatedBy: ", ").map { number($0) }.joined(separator: ", ")
                    return either("dial \(numbers)", "anrufen: \(numbers)")
                } ?? words
            }
        }
    }
}

extension String {
    /// What follows a beginning; nil if it begins otherwise, or with nothing else.
    fileprivate func rest(behind start: String) -> String? {
        hasPrefix(start) && count > start.count ? String(dropFirst(start.count)) : nil
    }

    /// FoundationEssentials has no such function for texts of several characters.
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
