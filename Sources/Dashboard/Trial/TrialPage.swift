import CallFlow
import HTTPListener
import HTTPTypes
import Telephony

/// The page "Try a call".
struct TrialPage {
    /// The values of the form that begins a call.
    struct Fields {
        var to = ""
        var from = ""
        var diverted = ""
        var at = ""
        var isOutgoing = false
        /// The draft that is called; nil: the configuration in use.
        var draft: String?

        init(
            to: String? = nil, from: String? = nil, diverted: String? = nil, at: String? = nil,
            isOutgoing: Bool = false,
            draft: String? = nil
        ) {
            self.draft = draft.flatMap { $0.isEmpty ? nil : $0 }
            self.to = to ?? ""
            self.from = from ?? ""
            self.diverted = diverted ?? ""
            self.at = at ?? ""
            self.isOutgoing = isOutgoing
        }

        init(_ call: TrialCall, in zone: Zone) {
            self.init(
                to: call.to.description, from: call.from.description, diverted: call.diverted?.description,
                at: zone.localTime(at: call.moment).exactDescription, isOutgoing: call.direction == .outgoing,
                draft: call.draft)
        }
    }

    let request: AdminRequest
    let configuration: Configuration
    let now: Moment

    /// - Parameters:
    ///   - trial: the call so far, if the browser runs no scripts.
    ///   - golden: the simulated call as a golden call.
    func reply(
        _ fields: Fields = Fields(), _ trial: Trial? = nil, golden: String? = nil, problem: String? = nil
    ) -> Reply {
        let state = trial.flatMap { try? TrialController.encode($0) } ?? ""
        let entries = trial?.exchanges.reversed().map(\.entry) ?? []
        return request.page(
            Texts.TestCall.title, status: problem == nil ? .ok : .badRequest, script: TrialController.script,
            """
            <h1>\(Texts.TestCall.title)</h1>
            <p>\(Texts.TestCall.about)</p>\(fields.draft == nil ? nil : "<p class=\"note\">\(Texts.Flows.draft)</p>" as HTML)
            <p class="bad" role="alert" id="problem" data-refused="\(Texts.TestCall.serverRefused)" data-unreachable="\(Texts.TestCall.unreachable)"\(if: problem == nil, "hidden")>\(problem)</p>
            \(start(fields))
            \(golden.map(self.golden))
            <div class="trial">
            <section class="card phone" id="phone" aria-label="\(Texts.TestCall.telephone)"\(if: trial == nil, "hidden")>
            <p class="display" id="status" role="status">\(trial?.exchanges.last?.status)</p>
            \(trial.map { step($0, state) })
            \(keypad)
            </section>
            <section aria-labelledby="sent"><h2 id="sent">\(Texts.TestCall.exchanges)</h2>
            \(export(state, isShown: trial != nil))
            <ol id="exchanges" class="exchanges" reversed>\(entries)</ol>
            </section>
            </div>
            """)
    }

    private func start(_ fields: Fields) -> HTML {
        let plan = configuration.numbers.incoming
        let numbers = plan.entries.filter { !$0.pattern.isPrefix }.prefix(500) + plan.rows(500)
        let options = numbers.map { "<option value=\"\($0.pattern)\"></option>" as HTML }
        let to = fields.to.isEmpty ? numbers.first?.pattern.description ?? "" : fields.to
        return request.form(
            "/try", kind: "card",
            """
            \(fields.draft.map { "<input type=\"hidden\" name=\"draft\" value=\"\($0)\">" as HTML })<div class="row" id="start">
            <p><label for="to">\(Texts.TestCall.numberCalled)</label>
            <input id="to" name="to" value="\(to)" list="numbers" required autocomplete="off">\
            <datalist id="numbers">\(options)</datalist></p>
            <p><label for="from">\(Texts.TestCall.caller)</label>
            <input id="from" name="from" value="\(fields.from)" list="callers" placeholder="\(Texts.TestCall.unknown)" autocomplete="off">\
            <datalist id="callers"><option value="anonymous"></option></datalist></p>
            <p><label for="diverted">\(Texts.TestCall.forwardedFrom)</label>
            <input id="diverted" name="diverted" value="\(fields.diverted)" placeholder="\(Texts.TestCall.notForwarded)" autocomplete="off"></p>
            <p><label for="at">\(Texts.TestCall.time("\(configuration.timeZone)"))</label>
            <input id="at" name="at" type="datetime-local" step="1" value="\(fields.at)"></p>
            <p><label class="inline"><input type="checkbox" name="outgoing"\(if: fields.isOutgoing, "checked")> \
            \(Texts.TestCall.outgoing)</label></p>
            <p><button>\(Texts.TestCall.call)</button></p>
            </div>\(times(fields, to: to))
            """)
    }

    /// Links to times that owners ask about: tonight, tomorrow morning, Sunday.
    private func times(_ fields: Fields, to: String) -> HTML {
        let today = configuration.timeZone.localTime(at: now).date
        let sunday = today.adding(days: (Weekday.sunday.rawValue - today.weekday.rawValue + 7) % 7)
        let times = [
            (Texts.TestCall.tonight, today, 20), (Texts.TestCall.tomorrow, today.adding(days: 1), 9),
            (Texts.TestCall.sunday, sunday, 12),
        ]
        let links = times.map { words, date, hour -> HTML in
            let query = String.query(of: [
                ("to", to), ("from", fields.from), ("at", LocalTime(date: date, second: hour * 3600).description),
                ("outgoing", fields.isOutgoing ? "on" : ""), ("draft", fields.draft ?? ""),
            ])
            return "<a class=\"button quiet\" href=\"/try?\(query)\">\(words)</a>"
        }
        return "<p class=\"row\">\(links)</p>"
    }

    /// The form for the next step, for browsers without scripts.
    private func step(_ trial: Trial, _ state: String) -> HTML {
        guard let gather = trial.exchanges.last?.gather else { return .empty }
        let carried: HTML = "<input type=\"hidden\" name=\"trial\" value=\"\(state)\">"
        let keys: HTML = """
            <p><label for="keys">\(Texts.TestCall.keys(most: gather.maxDigits))</label>
            <input id="keys" name="keys" inputmode="tel" autocomplete="off" autofocus> <button>\(Texts.TestCall.press)</button></p>
            """
        let wait = gather.isAsking ? Texts.TestCall.pressNothing : Texts.TestCall.listenToEnd
        return request.form(
            "/try/step", kind: "step",
            """
            \(carried)\(gather.isAsking ? keys : .empty)
            <p><button class="quiet" name="action" value="wait">\(wait)</button>
            <button class="danger" name="action" value="hangup">\(Texts.TestCall.hangUp)</button></p>
            """)
    }

    /// The keypad, hidden until the script shows it.
    private var keypad: HTML {
        let keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"].map { key -> HTML in
            let name = key == "*" ? Texts.TestCall.star : key == "#" ? Texts.TestCall.hash : key
            return "<button type=\"button\" data-key=\"\(key)\" aria-label=\"\(name)\">\(key)</button>"
        }
        return """
            <div id="keypad" hidden><p class="display" id="pressed" aria-label="\(Texts.TestCall.keysPressed)"></p>
            <div class="keypad">\(keys)</div>
            <p><button type="button" class="quiet" id="wait">\(Texts.TestCall.pressNothing)</button> \
            <button type="button" class="danger" id="hangup">\(Texts.TestCall.hangUp)</button></p></div>
            """
    }

    private func export(_ state: String, isShown: Bool) -> HTML {
        let form = request.form(
            "/try/export", kind: "row",
            """
            <input type="hidden" name="trial" id="trial" value="\(state)">
            <button class="quiet" name="action" value="show">\(Texts.TestCall.showGolden)</button>
            <button class="quiet" name="action" value="download">\(Texts.TestCall.exportGolden)</button>
            """)
        return "<div id=\"export\"\(if: !isShown, "hidden")>\(form)</div>"
    }

    private func golden(_ yaml: String) -> HTML {
        """
        <section class="card"><h2>\(Texts.TestCall.goldenTitle)</h2>
        <p>\(Texts.TestCall.goldenAbout)</p><pre id="golden">\(yaml)</pre></section>
        """
    }
}
