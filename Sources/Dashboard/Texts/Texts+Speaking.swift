import CallFlow
import MediaLibrary

extension Texts {
    /// Announcements that are typed, and spoken by a voice.
    enum Speaking {
        static var new: String { either("Type an announcement", "Ansage als Text") }
        static func title(_ name: String) -> String { either("Text of \(name)", "Text von \(name)") }
        static var text: String { either("Text", "Text") }
        static func help(_ schedule: String?) -> String {
            guard let schedule else {
                return either(
                    "What callers are to hear, in whole sentences.", "Was Anrufer hören sollen, in ganzen Sätzen.")
            }
            return either(
                "{\(schedule).opens} becomes when it opens next, {\(schedule).hours.today} the hours of today, {holiday} the holiday.",
                "{\(schedule).opens} wird zur nächsten Öffnung, {\(schedule).hours.today} zu den heutigen Zeiten, {holiday} zum Feiertag."
            )
        }
        static var voice: String { either("Voice", "Stimme") }
        static func usual(_ voice: String) -> String { either("as usual (\(voice))", "wie üblich (\(voice))") }
        static var hear: String { either("Listen", "Anhören") }
        static var publishUnheard: String { either("Publish without listening", "Ohne Anhören veröffentlichen") }
        static var change: String { either("Change the text", "Text ändern") }
        static var write: String { either("Write down its text", "Text dazu aufschreiben") }
        static var saved: String { either("The text is saved.", "Der Text ist gespeichert.") }
        static var recordInstead: String { either("Record this text", "Diesen Text aufnehmen") }
        static var recordingStays: String {
            either(
                "There is a recording, and callers hear that. The text is its script, and is found by the search.",
                "Es gibt eine Aufnahme, und die hören die Anrufer. Der Text ist ihr Sprechtext, und die Suche findet ihn."
            )
        }
        static var nothingSpeaks: String {
            either(
                "No voice is set up on this server (speech: in the file), so the text is a script for those who record it.",
                "Auf diesem Server ist keine Stimme eingerichtet (speech: in der Datei). Der Text ist ein Sprechtext für die Aufnahme."
            )
        }

        // MARK: How far a text has come

        static var isSpoken: String { either("spoken", "gesprochen") }
        static var draftVoice: String { either("draft voice", "Entwurfsstimme") }
        static var waiting: String { either("is being spoken", "wird gesprochen") }
        static var notSpoken: String { either("not spoken", "nicht gesprochen") }
        static var waitingLong: String {
            either(
                "The text is being spoken. Callers hear it as soon as that is done.",
                "Der Text wird gerade gesprochen. Anrufer hören ihn, sobald das fertig ist.")
        }
        static var isScript: String {
            either(
                "Callers hear the recording; this is its script.", "Anrufer hören die Aufnahme; das ist ihr Sprechtext."
            )
        }
        static func spoken(by engine: String, isDraft: Bool) -> String {
            isDraft
                ? either(
                    "Spoken by \(engine), a draft voice: callers understand it, but it does not sound like a person. Set up a better one, or record the text.",
                    "Gesprochen von \(engine), einer Entwurfsstimme: Anrufer verstehen sie, aber sie klingt nicht wie ein Mensch. Richten Sie eine bessere ein, oder nehmen Sie den Text auf."
                )
                : either("Spoken by \(engine).", "Gesprochen von \(engine).")
        }
        static func failed(_ failure: SpeechFailure) -> String {
            either(
                "The text was not spoken: \(failure.message).",
                "Der Text wurde nicht gesprochen: \(failure.germanMessage).")
        }
        static var beforeStays: String {
            either(
                "What was spoken before is still what callers hear.",
                "Anrufer hören weiter, was vorher gesprochen wurde.")
        }
        static var nothingHeard: String {
            either("Callers hear nothing of it yet.", "Anrufer hören davon noch nichts.")
        }
        static var now: String { either("now", "jetzt") }
        static func from(_ time: String) -> String { either("from \(time)", "ab \(time)") }

        // MARK: In a form of something else

        static var typeInPlace: String { either("Type a new announcement", "Neue Ansage als Text") }
        static var typeInPlaceHelp: String {
            either(
                "Give it a name, and choose it above. It is published with the rest.",
                "Geben Sie ihr einen Namen, und wählen Sie sie oben aus. Sie wird mit dem Übrigen veröffentlicht.")
        }
        static var isPreparing: String { either("One moment …", "Einen Augenblick …") }
        static func added(_ name: String, _ text: String) -> String {
            either("\(name): new, says “\(text)”", "\(name): neu, sagt „\(text)“")
        }
        static func changed(_ name: String, _ text: String) -> String {
            either("\(name): says “\(text)”", "\(name): sagt „\(text)“")
        }

        // MARK: What cannot be spoken

        static func problem(_ problem: TextProblem) -> String {
            either(sentence(problem.words), german(problem))
        }

        private static func sentence(_ words: String) -> String {
            words.prefix(1).uppercased() + words.dropFirst().replacing("`", with: "") + "."
        }

        private static func german(_ problem: TextProblem) -> String {
            switch problem {
            case .empty: "Der Text ist leer. Schreiben Sie, was Anrufer hören sollen."
            case .tooLong(let count):
                "Der Text hat \(count) Zeichen; gesprochen werden höchstens \(TextTemplate.longest). Teilen Sie ihn auf mehrere Ansagen auf."
            case .controlCharacter: "Der Text enthält ein unsichtbares Steuerzeichen. Schreiben Sie ihn neu."
            case .openBrace(let rest): "„\(rest)“ hat keine schließende Klammer }."
            case .strayBrace(let before): "Nach „\(before)“ steht } ohne {."
            case .notAPlaceholder(let inner): "„{\(inner)}“ ist kein Platzhalter."
            case .unknownField(let field, let schedule, let meant):
                "„{\(schedule).\(field)}“ ist kein Platzhalter"
                    + (meant.map { "; meinten Sie „{\(schedule).\($0)}“?" } ?? ".")
            case .unknownSchedule(let name, let meant):
                "Es gibt keinen Zeitplan „\(name)“" + (meant.map { "; meinten Sie „\($0)“?" } ?? ".")
            case .noHolidays: "{holiday} braucht einen Zeitplan mit Feiertagen."
            case .severalHolidays(let names):
                "{holiday} braucht den Zeitplan, zum Beispiel " + list(names.map { "{\($0).holiday}" }) + "."
            case .unknownLanguage(let language):
                "Zeiten können auf Deutsch und Englisch gesprochen werden, nicht in „\(language)“. Lassen Sie die Platzhalter weg."
            }
        }
    }
}
