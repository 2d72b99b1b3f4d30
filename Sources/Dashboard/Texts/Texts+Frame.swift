extension Texts {
    /// The frame of all pages, the login, and what the controller refuses.
    enum Frame {
        static var skip: String { either("Skip to content", "Zum Inhalt springen") }
        static var navigation: String { either("Dashboard", "Hauptmenü") }
        /// As the bar of pages lists them.
        static var hours: String { either("Hours", "Zeiten") }
        static var numbers: String { either("Numbers", "Rufnummern") }
        static var logOut: String { either("Log out", "Abmelden") }
        static var language: String { either("Language", "Sprache") }

        static var notAvailable: String { either("Not available", "Nicht verfügbar") }
        static var notFound: String { either("Not found", "Nicht gefunden") }
        static var noSuchPage: String { either("This page does not exist.", "Diese Seite gibt es nicht.") }
        static var refused: String { either("Refused", "Abgelehnt") }
        static var otherSite: String {
            either(
                "The request came from another site. Nothing was changed.",
                "Die Anfrage kam von einer anderen Website. Es wurde nichts geändert.")
        }
        static var pageFailed: String {
            either(
                "The page could not be created. See the log for the reason.",
                "Die Seite konnte nicht erstellt werden. Den Grund nennt das Protokoll.")
        }
    }

    enum Login {
        static var title: String { either("Log in", "Anmelden") }
        static var password: String { either("Password", "Passwort") }
        static var wrong: String { either("Wrong password.", "Das Passwort ist falsch.") }
        static var forgotten: HTML {
            either(
                html: "Forgotten? Set a new one with <code>announce password</code> on the server.",
                "Vergessen? Legen Sie auf dem Server mit <code>announce password</code> ein neues fest.")
        }
        static func wait(seconds: Int) -> String {
            let minutes = (seconds + 59) / 60
            return either(
                "Too many attempts. Try again in \(seconds < 90 ? "\(seconds) seconds" : "\(minutes) minutes").",
                "Zu viele Versuche. Versuchen Sie es in \(seconds < 90 ? "\(seconds) Sekunden" : "\(minutes) Minuten") wieder."
            )
        }
        static var notLoggedIn: String { either("You are not logged in.", "Sie sind nicht angemeldet.") }
    }

    /// Why the body of a request is refused.
    enum Refusal {
        static var form: String { either("The form cannot be decoded.", "Das Formular ist nicht lesbar.") }
        static var text: String { either("The text is not UTF-8.", "Der Text ist nicht in UTF-8 geschrieben.") }
        static var incomplete: String {
            either("The request is incomplete.", "Die Anfrage ist unvollständig.")
        }
        static func type(expected: String) -> String {
            either(
                "The request has the wrong content type; expected \(expected).",
                "Die Anfrage hat den falschen Inhaltstyp; erwartet wird \(expected).")
        }
        static func tooLarge(limit bytes: Int) -> String {
            either(
                "The request is too large; the limit is \(bytes >> 10) KiB.",
                "Die Anfrage ist zu groß; erlaubt sind \(bytes >> 10) KiB.")
        }
        static var token: String {
            either(
                "This page is out of date: the server was restarted, or you have logged in since. Nothing was changed. "
                    + "Go back, reload the page and try again.",
                "Diese Seite ist veraltet: Der Server wurde neu gestartet, oder Sie haben sich seither angemeldet. Es wurde "
                    + "nichts geändert. Gehen Sie zurück, laden Sie die Seite neu, und versuchen Sie es noch einmal.")
        }
    }

    enum Uploading {
        static func tooLarge(limit bytes: Int) -> String {
            either(
                "The upload is too large; the limit is \(bytes / 1_000_000) MB.",
                "Die Datei ist zu groß; erlaubt sind \(bytes / 1_000_000) MB.")
        }
        static func tooMany(limit: Int) -> String {
            either("Too many files; the limit is \(limit).", "Zu viele Dateien; erlaubt sind \(limit).")
        }
        static var broken: String {
            either("The upload is incomplete. Try again.", "Die Übertragung brach ab. Versuchen Sie es noch einmal.")
        }
        static func notWritten(_ reason: String) -> String {
            either(
                "The upload could not be written (\(reason)). Check that the disk has free space.",
                "Die Datei konnte nicht gespeichert werden (\(reason)). Prüfen Sie, ob die Festplatte voll ist.")
        }
    }
}
