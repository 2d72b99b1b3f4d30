extension Texts {
    /// Problems that the call log reveals, with their remedies.
    enum Findings {
        static func hangUps(menu: String, percent: Int, calls: Int, after: String?) -> HTML {
            either(
                html: """
                    <strong>\(menu): \(percent) % hang up\(after.map { " at \($0)" })</strong> (of \(calls) calls). Is the prompt too \
                    long, or is the choice that callers want missing?
                    """,
                """
                <strong>\(menu): \(percent) % legen auf\(after.map { " nach \($0)" })</strong> (von \(calls) Anrufen). Ist die Ansage \
                zu lang, oder fehlt, was die Anrufer wählen wollen?
                """)
        }
        static func neverFetched(_ prompt: String, file: String, answers: Int, begun: Int) -> HTML {
            either(
                html: """
                    <strong>\(prompt): answered \(answers) times, \
                    \(begun == 0 ? "fetched 0 times" : "requested \(begun) times, never fetched completely").</strong> Callers heard \
                    nothing. Check that <code>/media/\(file)</code> works from outside, without a password or redirect.
                    """,
                """
                <strong>\(prompt): \(answers)-mal angesagt, \
                \(begun == 0 ? "nie abgeholt" : "\(begun)-mal angefordert, nie ganz abgeholt").</strong> Die Anrufer haben nichts \
                gehört. Prüfen Sie, ob <code>/media/\(file)</code> von außen erreichbar ist, ohne Passwort und Weiterleitung.
                """)
        }
        static func slow(_ count: Int, over: Int, slowest: Int) -> HTML {
            either(
                html: """
                    <strong>\(count) answers took longer than \(over) ms</strong>, the slowest \(slowest) ms. Check whether the \
                    machine is overloaded.
                    """,
                """
                <strong>\(count) Antworten brauchten länger als \(over) ms</strong>, die langsamste \(slowest) ms. Prüfen Sie, ob der \
                Rechner überlastet ist.
                """)
        }
        static func refused(_ reason: String, status: Int, count: Int, last: String) -> HTML {
            either(
                html: "<strong>\(count) × refused (\(status)):</strong> \(reason) Last \(last).",
                "<strong>\(count) × abgelehnt (\(status)):</strong> \(reason) Zuletzt \(last).")
        }
        static func missing(_ announcements: String, answers: Int, last: String) -> HTML {
            either(
                html: """
                    <strong>\(announcements): not published</strong>, so skipped in \(answers) answers, last \(last). See \
                    <a href="/announcements">Announcements</a> for the reason.
                    """,
                """
                <strong>\(announcements): nicht veröffentlicht</strong>, deshalb in \(answers) Antworten ausgelassen, zuletzt \(last). \
                Den Grund nennen die <a href="/announcements">Ansagen</a>.
                """)
        }
        static func calls(_ path: String) -> HTML {
            either(html: " <a href=\"\(path)\">Show these calls</a>", " <a href=\"\(path)\">Diese Anrufe zeigen</a>")
        }
    }
}
