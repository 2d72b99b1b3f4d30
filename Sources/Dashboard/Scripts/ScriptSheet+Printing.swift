import Sipgate
import Telephony

extension ScriptSheet {
    /// A table for spreadsheets (RFC 4180).
    package var csv: String {
        Language.$current.withValue(language) {
            let titles = [
                Texts.Scripts.file, Texts.Scripts.text, Texts.Scripts.usedBy, Texts.Scripts.seconds,
                Texts.Scripts.state,
            ]
            let lines = rows.map { row in
                [
                    row.file, row.text ?? "", row.uses.joined(separator: "; "),
                    row.seconds.map(String.init) ?? "", row.state.words,
                ]
            }
            return ([titles] + lines).map { CSV.line($0.map(CSV.harmless), delimiter: .comma) + "\r\n" }
                .joined()
        }
    }

    /// A page to print: a card for each announcement, none of which is divided between two sheets of paper. Loads nothing.
    ///
    /// - Parameter title: of the project.
    package func html(title: String) -> String {
        Language.$current.withValue(language) {
            let cards = rows.map { card($0) }
            let page: HTML = """
                <!doctype html>
                <html lang="\(language.rawValue)">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>\(Texts.Scripts.title): \(title)</title>
                \(Self.style)
                <header><h1>\(Texts.Scripts.title)</h1><p>\(title)</p><p>\(Texts.Scripts.summary(rows.count, missing: missing, seconds: total))</p></header>
                <main>
                \(cards)</main>
                </html>

                """
            return page.text
        }
    }

    private var total: Int { rows.compactMap(\.seconds).reduce(0, +) }

    private func card(_ row: Row) -> HTML {
        let length: HTML =
            row.seconds.map { seconds -> HTML in "<span>\(Texts.Scripts.about(seconds))</span>" }
            ?? .empty
        let text: HTML =
            row.text.map { text -> HTML in "<blockquote>\(text)</blockquote>" }
            ?? "<p class=\"none\">\(Texts.Scripts.noText)</p>"
        let uses = row.uses.isEmpty ? Texts.Scripts.unused : row.uses.joined(separator: ", ")
        return """
            <article class="\(row.state.rawValue)">
            <h2>\(row.file)</h2><p class="state"><b>\(row.state.words)</b>\(length)</p>
            \(text)
            <p class="uses">\(Texts.Scripts.usedBy): \(uses)</p>
            </article>

            """
    }

    private static let style: HTML = """
        <style>
        body { font: 11pt/1.5 system-ui, sans-serif; color: #1f2523; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
        header p { margin: .2rem 0; color: #5b6663; } h1 { font-size: 1.6rem; margin: 0; }
        article { break-inside: avoid; border: 1px solid #d9d8d0; border-left: .4rem solid #1f6b3a; border-radius: .4rem; padding: .8rem 1rem; margin: 1rem 0; }
        article.missing { border-left-color: #a32a20; } article.spoken, article.changing { border-left-color: #8a5a00; }
        h2 { font: 600 1rem ui-monospace, "DejaVu Sans Mono", monospace; margin: 0; overflow-wrap: anywhere; }
        .state { margin: .1rem 0; font-size: .85rem; display: flex; gap: 1rem; } .missing .state b { color: #a32a20; }
        blockquote { font: 1.15rem/1.6 Georgia, "DejaVu Serif", serif; margin: .6rem 0; }
        .uses, .none { font-size: .85rem; color: #5b6663; margin: .3rem 0 0; }
        @media print { body { margin: 0; max-width: none; } }
        </style>
        """
}

extension ScriptSheet.State {
    fileprivate var words: String {
        switch self {
        case .recorded: Texts.Scripts.recorded
        case .spoken: Texts.Scripts.spoken
        case .changing: Texts.Scripts.changing
        case .missing: Texts.Scripts.missing
        }
    }
}
