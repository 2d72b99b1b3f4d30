import Alerts
import CallFlow

extension Texts {
    /// The page about alerts. The messages themselves have their sentences in the target `Alerts`.
    enum Alerts {
        static var title: String { either("Alerts", "Benachrichtigungen") }
        static var introduction: String {
            either(
                "One message when something is wrong, and one when it is over.",
                "Eine Nachricht, wenn etwas nicht stimmt, und eine, wenn es vorbei ist.")
        }

        // MARK: Ways

        static var ways: String { either("Where messages go", "Wohin die Nachrichten gehen") }
        static func name(_ kind: AlertWay.Kind) -> String {
            switch kind {
            case .webhook: "Webhook"
            case .ntfy: either("Push message (ntfy)", "Push-Nachricht (ntfy)")
            case .mail: either("E-mail", "E-Mail")
            }
        }
        static func off(_ kind: AlertWay.Kind) -> String {
            switch kind {
            case .webhook: either("Off. For programs: posts JSON.", "Aus. Für Programme: sendet JSON.")
            case .ntfy:
                either(
                    "Off. The ntfy app on a telephone subscribes to the same address.",
                    "Aus. Die App ntfy auf dem Handy abonniert dieselbe Adresse.")
            case .mail: either("Off.", "Aus.")
            }
        }
        static func addressLabel(_ kind: AlertWay.Kind) -> String {
            kind == .mail
                ? either("E-mail addresses", "E-Mail-Adressen")
                : either("Address (URL), or $ and a variable", "Adresse (URL), oder $ und eine Variable")
        }
        static func example(_ kind: AlertWay.Kind) -> String {
            switch kind {
            case .webhook: "https://example.com/alerts"
            case .ntfy: "https://ntfy.sh/…"
            case .mail: "name@example.com"
            }
        }
        static func more(_ kind: AlertWay.Kind) -> String {
            kind == .mail
                ? either("Mail server, sender", "Mailserver, Absender")
                : either("Access token", "Zugangstoken")
        }
        static var secrets: String {
            either(
                "Secrets stay in the environment of the server: enter the names of variables.",
                "Geheimnisse bleiben in der Umgebung des Servers: Geben Sie die Namen von Variablen ein.")
        }
        static var token: String { either("Variable with the token", "Variable mit dem Token") }
        static var from: String { either("Sender", "Absender") }
        static var server: String { either("Mail server (SMTP)", "Mailserver (SMTP)") }
        static var serverHint: String { either("this machine’s sendmail", "sendmail dieses Rechners") }
        static var user: String { either("User name", "Benutzername") }
        static var password: String { either("Variable with the password", "Variable mit dem Passwort") }
        static var encryption: String { either("Encryption", "Verschlüsselung") }
        static func encryption(_ encryption: AlertWay.Mail.Encryption?) -> String {
            switch encryption {
            case nil: either("as usual at that port", "wie an diesem Port üblich")
            case .startTLS?: "STARTTLS"
            case .implicit?: either("TLS from the start", "TLS von Anfang an")
            case .off?: either("none", "keine")
            }
        }
        static var save: String { either("Save", "Speichern") }
        static var remove: String { either("Switch off", "Ausschalten") }
        static var test: String { either("Send a test message", "Testnachricht senden") }
        static var sent: String {
            either(
                "The test message was accepted. Did it reach you?", "Die Testnachricht wurde angenommen. Kam sie an?")
        }
        static var saved: String {
            either("Saved. Send a test message now.", "Gespeichert. Senden Sie jetzt eine Testnachricht.")
        }
        static var removed: String { either("Switched off.", "Ausgeschaltet.") }
        static var noAddress: String { either("Enter an address first.", "Geben Sie zuerst eine Adresse ein.") }
        static var notAURL: String {
            either(
                "Enter an https URL without a password, or $ and the name of a variable that holds it.",
                "Geben Sie eine https-Adresse ohne Passwort ein, oder $ und den Namen einer Variablen, in der sie steht."
            )
        }
        static func notAVariable(_ text: String) -> String {
            either(
                "“\(text)” is not the name of an environment variable, such as ANNOUNCE_TOKEN.",
                "„\(text)“ ist kein Name einer Umgebungsvariablen wie ANNOUNCE_TOKEN.")
        }
        static func notAnEmail(_ text: String) -> String {
            either("“\(text)” is not an e-mail address.", "„\(text)“ ist keine E-Mail-Adresse.")
        }
        static var noServer: String {
            either(
                "A user name, a password and an encryption need a mail server.",
                "Benutzername, Passwort und Verschlüsselung brauchen einen Mailserver.")
        }
        static func notAServer(_ text: String) -> String {
            either(
                "“\(text)” is not a mail server: smtp.example.com:587.",
                "„\(text)“ ist kein Mailserver: smtp.example.com:587.")
        }
        static var userAndPassword: String {
            either(
                "Enter both the user name and the variable that holds the password.",
                "Geben Sie Benutzername und die Variable mit dem Passwort an.")
        }
        static func notSent(_ error: DeliveryError) -> String {
            either(
                "The test message did not arrive. \(error.sentence)", "Die Testnachricht kam nicht an. \(german(error))"
            )
        }
        static func missing(_ variable: String) -> String {
            either(
                "The environment variable \(variable) is not set. Set it for the server, and start it again.",
                "Die Umgebungsvariable \(variable) ist nicht gesetzt. Setzen Sie sie für den Server, und starten Sie ihn neu."
            )
        }
        static func failing(since time: String) -> String {
            either("Messages fail since \(time).", "Nachrichten kommen nicht an, seit \(time).")
        }
        static func arrived(_ time: String) -> String {
            either("Last message: \(time).", "Letzte Nachricht: \(time).")
        }
        static func waiting(_ count: Int) -> String {
            either(
                count == 1 ? "1 message is waiting." : "\(count) messages are waiting.",
                count == 1 ? "1 Nachricht wartet." : "\(count) Nachrichten warten.")
        }

        private static func german(_ error: DeliveryError) -> String {
            switch error {
            case .connection(_, let host):
                "Keine Verbindung zu \(host). Prüfen Sie Adresse, Internetzugang und Firewall."
            case .status(let status):
                "Der Empfänger antwortete mit dem HTTP-Status \(status). Prüfen Sie Adresse und Token."
            case .redirected(let status):
                "Der Empfänger antwortete mit einer Weiterleitung (\(status)), der nicht gefolgt wird. Geben Sie die endgültige "
                    + "Adresse ein."
            case .missingVariable(let name): missing(name)
            case .badURL(let variable): "In der Umgebungsvariablen \(variable) steht keine https-Adresse."
            case .refused(let command, let code, let words):
                "Der Mailserver lehnte ab (\(command)): \(code) \(words.prefix(200))"
            case .notSMTP: "Dort antwortet kein Mailserver. Prüfen Sie Name und Port."
            case .noEncryption(let host):
                "\(host) bietet kein STARTTLS an. Nehmen Sie Port 465 mit `encryption: tls` oder einen anderen Server."
            case .noLogin(let host): "\(host) bietet über diese Verbindung keine Anmeldung mit Passwort an."
            case .noSendmail:
                "Der Befehl sendmail ist nicht installiert. Installieren Sie ein Mailsystem, oder nennen Sie in der Konfiguration mit "
                    + "`smtp` einen Mailserver."
            case .sendmail(let status, let words):
                "sendmail schlug fehl\(status.map { " (\($0))" } ?? ""): \(words.prefix(300))"
            case .tooSlow(let seconds): "Der Empfänger antwortete nicht innerhalb von \(seconds) Sekunden."
            case .notConfigured: "Dieser Weg ist nicht eingerichtet."
            }
        }

        // MARK: Incidents

        static var open: String { either("Now", "Jetzt") }
        static var nothing: String { either("Nothing to report.", "Keine Störung.") }
        static func since(_ time: String) -> String { either("since \(time)", "seit \(time)") }
        static var over: String { either("Over", "Vorbei") }
        static var what: String { either("Incident", "Störung") }
        static var began: String { either("From", "Von") }
        static var ended: String { either("To", "Bis") }

        // MARK: Rules

        static var rules: String { either("What is reported", "Was gemeldet wird") }
        static var ruleOff: String { either("(off)", "(aus)") }
        static var rulesSaved: String { either("Saved.", "Gespeichert.") }
        static var changedMeanwhile: String {
            either(
                "Somebody else has changed this since you opened the page. Nothing was saved; what is in the file now is below.",
                "Inzwischen hat jemand anders das geändert. Es wurde nichts gespeichert; unten steht, was jetzt in der Datei steht."
            )
        }
        static var quietField: String { either("Quiet hours", "Ruhezeiten") }
        static var quietHelp: String {
            either(
                "Messages wait until they are over, such as 22–7. Empty: never.",
                "Nachrichten warten, bis sie vorbei sind, zum Beispiel 22–7. Leer: nie.")
        }
        static var summaryField: String { either("Weekly summary by mail", "Wochenbericht per E-Mail") }
        static var summaryTime: String { either("Time", "Uhrzeit") }
        static var never: String { either("never", "nie") }
        static var languageField: String { either("Language of the messages", "Sprache der Nachrichten") }
        static func notALimit(_ rule: String, _ range: ClosedRange<Int>) -> String {
            either(
                "\(rule): enter a number from \(range.lowerBound) to \(range.upperBound).",
                "\(rule): Geben Sie eine Zahl von \(range.lowerBound) bis \(range.upperBound) ein.")
        }
        static func notATime(_ text: String) -> String {
            either("“\(text)” is not a time, such as 08:00.", "„\(text)“ ist keine Uhrzeit wie 08:00.")
        }
        static var summaryNeedsMail: String {
            either(
                "The summary is mailed: enter an e-mail address above first.",
                "Der Bericht kommt per E-Mail: Geben Sie oben zuerst eine E-Mail-Adresse ein.")
        }
        /// What a rule is about, beside its limit.
        static func rule(_ rule: AlertRule) -> String {
            switch rule {
            case .notFetched: either("An announcement is not fetched", "Eine Ansage wird nicht abgeholt")
            case .noCalls: either("The usual calls do not come", "Die üblichen Anrufe bleiben aus")
            case .notReady: either("The server is not ready", "Der Server ist nicht bereit")
            case .certificate: either("The certificate expires", "Das Zertifikat läuft ab")
            case .recordings: either("A recording is not published", "Eine Aufnahme wird nicht veröffentlicht")
            case .signatures: either("Requests have a wrong signature", "Anfragen haben eine falsche Signatur")
            case .callLog: either("The call log has a fault", "Das Anrufprotokoll ist gestört")
            case .runningOut: either("Special days or a rota run out", "Sondertage oder ein Dienstplan laufen aus")
            }
        }
        /// The unit of a rule's limit.
        static func unit(_ rule: AlertRule) -> String {
            switch rule {
            case .notFetched: either("times", "Mal")
            case .noCalls: either("open hours", "Öffnungsstunden")
            case .notReady: either("seconds", "Sekunden")
            case .certificate, .runningOut: either("days before", "Tage vorher")
            case .signatures: either("an hour", "pro Stunde")
            case .recordings, .callLog: ""
            }
        }
        static func quiet(_ hours: String) -> String {
            either("No messages at these times: \(hours).", "Keine Nachrichten zu diesen Zeiten: \(hours).")
        }
        static func summary(_ day: String, _ time: String) -> String {
            either("Weekly summary by mail: \(day) \(time).", "Wochenbericht per E-Mail: \(day) \(time).")
        }
        static func rule(_ rule: AlertRule, _ rules: AlertRules) -> String {
            switch rule {
            case .notFetched:
                let count = rules.notFetched ?? 0
                return either(
                    "An announcement is not fetched, \(count) times", "Eine Ansage wird \(count)-mal nicht abgeholt")
            case .noCalls:
                let hours = rules.noCalls ?? 0
                return either(
                    "None of the usual calls for \(hours) open hours",
                    "Keiner der sonst üblichen Anrufe seit \(hours) Öffnungsstunden")
            case .notReady:
                let seconds = rules.notReady ?? 0
                let length = seconds.isMultiple(of: 60) ? "\(seconds / 60) min" : "\(seconds) s"
                return either("The server is not ready for \(length)", "Der Server ist seit \(length) nicht bereit")
            case .certificate:
                let days = rules.certificate ?? 0
                return either(
                    "The certificate is valid for less than \(days) days", "Das Zertifikat gilt keine \(days) Tage mehr"
                )
            case .recordings: return either("A recording is not published", "Eine Aufnahme wird nicht veröffentlicht")
            case .signatures:
                let count = rules.signatures ?? 0
                return either(
                    "\(count) events an hour with a wrong signature",
                    "\(count) Anfragen pro Stunde mit falscher Signatur")
            case .callLog: return either("The call log has a fault", "Das Anrufprotokoll ist gestört")
            case .runningOut:
                let days = rules.runningOut ?? 0
                return either(
                    "Special days or a rota run out within \(days) days",
                    "Sondertage oder ein Dienstplan laufen innerhalb von \(days) Tagen aus")
            }
        }
    }
}
