package import CallFlow
package import Telephony

/// A message in words.
package struct AlertText: Hashable, Sendable {
    /// One line.
    package let title: String
    /// Sentences; lines separated by line breaks.
    package let text: String

    /// - Parameters:
    ///   - server: the public URL, which tells servers apart.
    ///   - zone: of the times in the text.
    package init(_ message: AlertMessage, _ language: AlertLanguage, server: PublicURL, zone: Zone) {
        let words = AlertWords(language: language, zone: zone, server: server)
        let server = server.host
        switch message.event {
        case .test:
            title = words.either("Test message", "Testnachricht")
            text = words.either(
                "This is how \(server) reports what needs attention. Nothing is wrong.",
                "So meldet \(server), was Aufmerksamkeit braucht. Es ist alles in Ordnung.")
        case .summary:
            title = words.either("The week of \(server)", "Die Woche von \(server)")
            text = message.summary.map { words.summary($0) } ?? ""
        case .begin, .end:
            guard let incident = message.incident else {
                (title, text) = ("", "")
                return
            }
            let cause = incident.cause
            let began = words.time(incident.began)
            guard message.event == .end else {
                title = words.title(cause)
                let more =
                    message.others > 0
                    ? "\n" + words.either("And \(message.others) more.", "Und \(message.others) weitere.") : ""
                text =
                    words.text(cause) + more + "\n"
                    + words.either("Since \(began), at \(server).", "Seit \(began), auf \(server).")
                return
            }
            title = words.either("Over: \(words.title(cause))", "Vorbei: \(words.title(cause))")
            let ended = words.time(incident.ended ?? message.at)
            text = words.either(
                "It lasted from \(began) to \(ended), at \(server).", "Von \(began) bis \(ended), auf \(server).")
        }
    }
}
