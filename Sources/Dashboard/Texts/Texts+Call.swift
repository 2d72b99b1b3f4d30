extension Texts {
    /// The page of one call.
    enum Call {
        static var id: String { either("Call", "Anruf") }
        static var partOf: String { either("Part of", "Teil von") }
        static var direction: String { either("Direction", "Richtung") }
        static var incoming: String { either("incoming", "ankommend") }
        static var outgoing: String { either("outgoing", "abgehend") }
        static var forwardedFrom: String { either("Forwarded from", "Weitergeleitet von") }
        static var users: String { either("Users", "Benutzer") }
        static var answeredBy: String { either("Answered by", "Angenommen von") }
        static var cause: String { either("Cause", "Grund des Endes") }
        static var whatHappened: String { either("What happened", "Was geschah") }
        static func legs(_ count: Int) -> String {
            either("\(count) legs of this call", "\(count) Teile dieses Anrufs")
        }
        static func ofLeg(_ number: Int) -> String { either(", leg \(number)", ", Teil \(number)") }
        static var path: String { either("Path", "Weg") }
        static var answer: String { either("Answer", "Antwort") }
        static func refused(_ reason: String) -> String {
            either("Not answered: \(reason)", "Nicht beantwortet: \(reason)")
        }
        static func missing(_ names: String) -> String {
            either("Skipped because not published: \(names)", "Ausgelassen, weil nicht veröffentlicht: \(names)")
        }
        static func lost(after time: String, menu: String) -> String {
            either("Hung up after \(time) in the menu \(menu).", "Nach \(time) im Menü \(menu) aufgelegt.")
        }
        static func exchange(latency: String, status: Int) -> String {
            either(
                "Request and answer, \(latency), status \(status)", "Anfrage und Antwort, \(latency), Status \(status)")
        }

        // MARK: Events

        static var started: String { either("Call started", "Anruf begonnen") }
        static var answered: String { either("Call answered", "Anruf angenommen") }
        static var ended: String { either("Call ended", "Anruf beendet") }
        static func pressed(_ keys: String) -> String { either("Caller pressed \(keys)", "Anrufer drückte \(keys)") }
        static func pressed(count: Int) -> String {
            either(
                count == 1 ? "Caller pressed a key" : "Caller pressed \(count) keys",
                count == 1 ? "Anrufer drückte eine Taste" : "Anrufer drückte \(count) Tasten")
        }
        static var gone: String { either("Caller had hung up", "Anrufer hatte aufgelegt") }
        static var pressedNothing: String { either("Caller pressed nothing", "Anrufer drückte nichts") }
        static var promptEnded: String { either("Announcement ended", "Ansage zu Ende") }

        // MARK: Fetches

        static func never(_ file: String) -> HTML {
            either(
                html: """
                    <strong>Never fetched:</strong> \(file). The telephone network did not request this file, so the caller did not \
                    hear it. Check that its URL works from outside.
                    """,
                """
                <strong>Nie abgeholt:</strong> \(file). Das Telefonnetz hat diese Datei nicht angefordert, der Anrufer hat sie also nicht \
                gehört. Prüfen Sie, ob ihre Adresse von außen erreichbar ist.
                """)
        }
        static func elsewhere(_ url: String) -> String {
            either(
                "Whether \(url) was fetched is not known: it is on another server.",
                "Ob \(url) abgeholt wurde, ist nicht bekannt: Die Datei liegt auf einem anderen Server.")
        }
        static func kept(_ file: String, since time: String) -> String {
            either(
                "\(file) was not fetched; the network may have cached it on \(time).",
                "\(file) wurde nicht abgeholt; das Netz kann sie seit \(time) aufbewahrt haben.")
        }
        static func whole(_ file: String, wait: Int64, bytes: Int) -> String {
            either(
                "\(file) was fetched \(wait) ms after the answer, all \(bytes) bytes.",
                "\(file) wurde \(wait) ms nach der Antwort abgeholt, alle \(bytes) Bytes.")
        }
        static func cutOff(_ file: String, wait: Int64, sent: Int, of size: Int, isRunning: Bool) -> String {
            either(
                "\(file) was requested \(wait) ms after the answer and \(isRunning ? "is still being fetched" : "was cut off") at "
                    + "\(sent) of \(size) bytes.",
                "\(file) wurde \(wait) ms nach der Antwort angefordert und \(isRunning ? "wird noch abgeholt" : "brach ab"): "
                    + "\(sent) von \(size) Bytes.")
        }

        // MARK: Blocked callers

        static var block: String { either("Block this caller", "Diesen Anrufer sperren") }
        static var unblock: String { either("Unblock this caller", "Diesen Anrufer entsperren") }
        static func isBlocked(_ number: String, list: String) -> String {
            either("\(number) is in the list \(list).", "\(number) steht auf der Liste \(list).")
        }
        static func wasBlocked(_ number: String) -> String {
            either("\(number) was blocked.", "\(number) wurde gesperrt.")
        }
        static func wasUnblocked(_ number: String) -> String {
            either("\(number) was unblocked.", "\(number) wurde entsperrt.")
        }
        static func noRow(_ number: String, file: String) -> String {
            either(
                "\(number) has no row of its own in \(file). A prefix may be blocked there: edit the file.",
                "\(number) hat keine eigene Zeile in \(file). Vielleicht ist dort ein Anfang gesperrt: Bearbeiten Sie die Datei."
            )
        }
        static var notPossible: String { either("Not possible", "Nicht möglich") }
        static func noList(_ list: String) -> String {
            either(
                "The configuration has no list `\(list)` in a file, or the log has no number of this caller.",
                "Die Konfiguration hat keine Liste `\(list)` in einer Datei, oder das Protokoll kennt keine Rufnummer dieses Anrufers."
            )
        }
        static var unknown: String {
            either(
                "The log does not contain this call. `log: keep` in announce.yaml sets how long calls are kept.",
                "Das Protokoll enthält diesen Anruf nicht. Wie lange Anrufe bleiben, bestimmt `log: keep` in announce.yaml."
            )
        }
    }
}
