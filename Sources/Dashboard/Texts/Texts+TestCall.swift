extension Texts {
    /// The simulated telephone.
    enum TestCall {
        static var title: String { either("Try a call", "Probeanruf") }
        static var about: String {
            either(
                "A simulated call, answered by the code that answers real ones. No telephone rings, and the clock is frozen at the "
                    + "time you choose.",
                "Ein simulierter Anruf, beantwortet wie ein echter. Kein Telefon klingelt, und die Uhr bleibt auf der Zeit stehen, die "
                    + "Sie wählen.")
        }
        static var numberCalled: String { either("Number called", "Angerufene Rufnummer") }
        static var caller: String { either("Caller", "Anrufer") }
        static var unknown: String { either("unknown", "unbekannt") }
        static var forwardedFrom: String { either("Forwarded from", "Weitergeleitet von") }
        static var notForwarded: String { either("not forwarded", "nicht weitergeleitet") }
        static func time(_ zone: String) -> String {
            either("Time (\(zone)); default: now", "Zeit (\(zone)); sonst: jetzt")
        }
        static var outgoing: String {
            either("outgoing call, from your own number", "abgehender Anruf, von Ihrer eigenen Rufnummer")
        }
        static var tonight: String { either("Tonight 20:00", "Heute 20 Uhr") }
        static var tomorrow: String { either("Tomorrow 9:00", "Morgen 9 Uhr") }
        static var sunday: String { either("Sunday 12:00", "Sonntag 12 Uhr") }
        static var call: String { either("Call", "Anrufen") }
        static var telephone: String { either("Telephone", "Telefon") }
        static var exchanges: String { either("Requests and answers", "Anfragen und Antworten") }
        static func keys(most: Int) -> String { either("Keys (at most \(most))", "Tasten (höchstens \(most))") }
        static var press: String { either("Press", "Drücken") }
        static var pressNothing: String { either("Press nothing", "Nichts drücken") }
        static var listenToEnd: String { either("Listen to the end", "Zu Ende hören") }
        static var hangUp: String { either("Hang up", "Auflegen") }
        static var star: String { either("star", "Stern") }
        static var hash: String { either("hash", "Raute") }
        static var keysPressed: String { either("Keys pressed", "Gedrückte Tasten") }
        static var showGolden: String { either("Show as golden call", "Als Testanruf zeigen") }
        static var exportGolden: String { either("Export as golden call", "Als Testanruf speichern") }
        static var goldenTitle: String { either("As a golden call", "Als Testanruf") }
        static var goldenAbout: HTML {
            either(
                html: """
                    Add this to <code>calls.yaml</code> next to the configuration. <code>announce test</code> then checks that the \
                    call still goes like this.
                    """,
                """
                Fügen Sie dies <code>calls.yaml</code> neben der Konfiguration hinzu. <code>announce test</code> prüft dann, ob der \
                Anruf noch so verläuft.
                """)
        }

        // MARK: Events

        static var started: String { either("Call started", "Anruf begonnen") }
        static var callerHungUp: String { either("Caller hung up", "Anrufer hat aufgelegt") }
        static var nothingPressed: String { either("Nothing pressed", "Nichts gedrückt") }
        static func pressed(_ keys: String) -> String { either("Pressed \(keys)", "\(keys) gedrückt") }
        static var promptEnded: String { either("Prompt ended", "Ansage zu Ende") }
        static func skipped(_ prompt: String) -> String {
            either(
                "\(prompt) is not published, so it is skipped.",
                "\(prompt) ist nicht veröffentlicht und wird ausgelassen.")
        }
        static func playing(_ prompt: String) -> String { either("Playing \(prompt).", "\(prompt) ist zu hören.") }
        static var continues: String { either("Then the call continues.", "Danach geht der Anruf weiter.") }
        static func waiting(_ time: String, keys: Int) -> String {
            either(
                "Then waiting \(time) for \(keys == 1 ? "1 key" : "\(keys) keys").",
                "Danach wird \(time) auf \(keys == 1 ? "1 Taste" : "\(keys) Tasten") gewartet.")
        }
        static var youHungUp: String { either("You hung up.", "Sie haben aufgelegt.") }
        static func ringing(_ targets: [String]) -> String {
            let names = targets.joined(separator: either(" and ", " und "))
            return either("Ringing \(names).", "Es klingelt bei \(names).")
        }
        static var hungUp: String { either("The call is hung up.", "Der Anruf wird beendet.") }
        static var voicemail: String { either("The call goes to voicemail.", "Der Anrufbeantworter nimmt ab.") }
        static var rejected: String { either("The call is rejected.", "Der Anruf wird abgewiesen.") }
        static var busy: String {
            either("The call is rejected as busy.", "Der Anruf wird als besetzt abgewiesen.")
        }
        static var rings: String { either("The telephone rings as usual.", "Das Telefon klingelt wie gewohnt.") }
        static func answered(in time: String) -> String { either("answered in \(time)", "beantwortet in \(time)") }
        static var request: String { either("Request", "Anfrage") }
        static var answer: String { either("Answer", "Antwort") }
        static var undecodable: String {
            either("This event cannot be decoded.", "Dieses Ereignis lässt sich nicht lesen.")
        }
        static var opensNothing: String {
            either(
                "A simulated call opens and closes nothing: the schedules stay as they are.",
                "Ein Probeanruf öffnet und schließt nichts: Die Zeitpläne bleiben, wie sie sind.")
        }
        static func notAnswered(_ reason: String) -> String {
            either("Not answered: \(reason).", "Nicht beantwortet: \(reason).")
        }
        static func missing(_ names: String) -> String {
            either("Skipped because not published: \(names).", "Ausgelassen, weil nicht veröffentlicht: \(names).")
        }

        // MARK: Failures

        static var noNumber: String {
            either(
                "The called number is missing. Include the country code: +49 211 1234567.",
                "Die angerufene Rufnummer fehlt. Schreiben Sie sie mit Landesvorwahl: +49 211 1234567.")
        }
        static func notANumber(_ text: String) -> String {
            either(
                "“\(text)” is not a telephone number; include the country code: +49 211 1234567.",
                "„\(text)“ ist keine Rufnummer; schreiben Sie sie mit Landesvorwahl: +49 211 1234567.")
        }
        static func notACaller(_ text: String) -> String {
            either(
                "“\(text)” is not a caller; write a number with its country code, anonymous, or nothing for an unknown caller.",
                "„\(text)“ ist kein Anrufer; schreiben Sie eine Rufnummer mit Landesvorwahl, anonymous, oder nichts für einen unbekannten."
            )
        }
        static func notForwarding(_ text: String) -> String {
            either(
                "“\(text)” is not a telephone number that a call can be forwarded from; include the country code.",
                "„\(text)“ ist keine Rufnummer, von der ein Anruf weitergeleitet werden kann; schreiben Sie sie mit Landesvorwahl."
            )
        }
        static var outgoingWithoutCaller: String {
            either(
                "An outgoing call needs your own number as the caller.",
                "Ein abgehender Anruf braucht Ihre eigene Rufnummer als Anrufer.")
        }
        static func notATime(_ text: String) -> String {
            either(
                "“\(text)” is not a date and time; write 2026-12-24T13:59.",
                "„\(text)“ ist keine Zeit; schreiben Sie 2026-12-24T13:59.")
        }
        static var notATrial: String {
            either(
                "This is not a simulated call. Start a new one.", "Das ist kein Probeanruf. Beginnen Sie einen neuen.")
        }
        static var midway: String {
            either(
                "The call stopped in the middle of a prompt, which a golden call cannot express. Continue it to a menu or to its end.",
                "Der Anruf hielt mitten in einer Ansage, was ein Testanruf nicht ausdrücken kann. Führen Sie ihn bis zu einem Menü oder zu "
                    + "seinem Ende.")
        }
        static var noSuchKeys: String {
            either("Only the keys 0 to 9, * and # exist.", "Es gibt nur die Tasten 0 bis 9, * und #.")
        }
        static var notAnEvent: String {
            either("This is not an event of a simulated call.", "Das ist kein Ereignis eines Probeanrufs.")
        }
        /// `{status}` is filled in by the script.
        static var serverRefused: String {
            either(
                "The server refused ({status}). Reload the page.",
                "Der Server hat abgelehnt ({status}). Laden Sie die Seite neu.")
        }
        static var unreachable: String {
            either("The server cannot be reached.", "Der Server ist nicht zu erreichen.")
        }
    }
}
