import CallFlow
import HTTPListener
import Telephony
import Webhook

/// One number: what happens to a call at a moment, step by step, and a picture of all its paths.
struct NumberPage {
    let call: NumberCall
    let inquiry: NumberInquiry
    let preview: CallPreview
    let sentences: StepSentences
    let picture: HTML?
    let zone: Zone

    private typealias Words = Texts.Numbers

    var html: HTML {
        """
        <p><a href="/numbers\(inquiry.query)">\(Words.all)</a></p>
        <h1>\(call.title)</h1>
        <p>\(call.steps.map { sentences.line($0) } ?? Words.ringsAsUsual)</p>
        <form method="get" action="\(call.path)" class="card row">\(inquiry.fields(zone))<button>\(Words.show)</button></form>
        \(inquiry.alerts)
        <section class="card" aria-labelledby="preview">
        <h2 id="preview">\(Words.hearsAt(inquiry.words))</h2>
        \(reason)
        <ol>\(preview.steps.compactMap(item))</ol>\(preview.missingTag)
        \(menu)\(trial)
        </section>
        \(picture.map { "<h2>\(Words.flow)</h2>\($0)" as HTML })
        """
    }

    /// A link to the same call on the page "Try a call".
    private var trial: HTML {
        let (from, to) =
            call.isOutgoing
            ? (call.example.description, call.partner(inquiry.caller)) : (inquiry.fromText, call.example)
        let query = String.query(of: [
            ("to", to.description), ("from", from), ("at", inquiry.atText), ("outgoing", call.isOutgoing ? "on" : ""),
        ])
        return "<p><a class=\"button quiet\" href=\"/try?\(query)\">\(Words.tryCall)</a></p>"
    }

    private var reason: HTML? {
        preview.reason.isEmpty ? nil : "<p class=\"faint\">\(Words.reason): \(preview.reason)</p>"
    }

    private func item(_ step: CallSimulation.Step) -> HTML? {
        switch step {
        case .hear(let prompt, let seconds):
            return "<li>\(Words.hears(prompt)) <span class=\"faint\">\(Self.text(seconds))</span></li>"
        case .dial(let numbers):
            return "<li>\(Words.transferred(numbers))</li>"
        case .end(let end): return "<li>\(Words.endSentence(end))</li>"
        case .press, .silence: return nil
        }
    }

    private var menu: HTML? {
        preview.menu.map { menu in
            let choices = menu.choices.sorted { $0.keys.text < $1.keys.text }.map { choice -> HTML in
                "<tr><th scope=\"row\"><kbd>\(choice.keys)</kbd></th><td>\(sentences.line(choice.steps))</td></tr>"
            }
            let wrong: HTML =
                if let otherwise = menu.otherwise {
                    "<tr><th scope=\"row\">\(Words.otherKey)</th><td>\(sentences.line(otherwise))</td></tr>"
                } else {
                    retry(Words.wrongKey, menu.wrongKey)
                }
            return """
                <h3>\(Words.waits(menu.name))</h3>
                <div class="scroll"><table>
                <thead><tr><th scope="col">\(Words.keyColumn)</th><th scope="col">\(Words.action)</th></tr></thead>
                <tbody>\(choices)\(wrong)\(retry(Words.noKey, menu.silence))</tbody></table></div>
                """
        }
    }

    private func retry(_ what: String, _ retry: Menu.Retry) -> HTML {
        let again = retry.tries > 1 ? Words.again(retry.say.map { "\($0)" }, tries: retry.tries) : ""
        return "<tr><th scope=\"row\">\(what)</th><td>\(again)\(sentences.line(retry.then))</td></tr>"
    }

    /// `0:03.2`, `0:03,2`, `1:04`
    static func text(_ seconds: Double) -> String {
        let tenths = Int((min(max(seconds, 0), 1e6) * 10).rounded())
        let (whole, tenth) = tenths.quotientAndRemainder(dividingBy: 10)
        let rest = whole % 60
        return "\(whole / 60):" + (rest < 10 ? "0" : "") + "\(rest)"
            + (whole < 10 ? Texts.either(".", ",") + "\(tenth)" : "")
    }
}
