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

        init(
            to: String? = nil, from: String? = nil, diverted: String? = nil, at: String? = nil, isOutgoing: Bool = false
        ) {
            self.to = to ?? ""
            self.from = from ?? ""
            self.diverted = diverted ?? ""
            self.at = at ?? ""
            self.isOutgoing = isOutgoing
        }

        init(_ call: TrialCall, in zone: Zone) {
            self.init(
                to: call.to.description, from: call.from.description, diverted: call.diverted?.description,
                at: zone.localTime(at: call.moment).exactDescription, isOutgoing: call.direction == .outgoing)
        }
    }

    let request: AdminRequest
    let configuration: Configuration

    /// - Parameters:
    ///   - trial: the call so far, if the browser runs no scripts.
    ///   - golden: the simulated call as a golden call.
    func reply(
        _ fields: Fields = Fields(), _ trial: Trial? = nil, golden: String? = nil, problem: String? = nil
    ) -> Reply {
        let state = trial.flatMap { try? TrialController.encode($0) } ?? ""
        let entries = trial?.exchanges.reversed().map(\.entry) ?? []
        return request.page(
            "Try a call", status: problem == nil ? .ok : .badRequest, script: TrialController.script,
            """
            <h1>Try a call</h1>
            <p>A simulated call, answered by the code that answers real ones. No telephone rings, and the clock is frozen at the \
            time you choose.</p>
            <p class="bad" role="alert" id="problem"\(if: problem == nil, "hidden")>\(problem)</p>
            \(start(fields))
            \(golden.map(self.golden))
            <div class="trial">
            <section class="card phone" id="phone" aria-label="Telephone"\(if: trial == nil, "hidden")>
            <p class="display" id="status" role="status">\(trial?.exchanges.last?.status)</p>
            \(trial.map { step($0, state) })
            \(keypad)
            </section>
            <section aria-labelledby="sent"><h2 id="sent">Requests and answers</h2>
            \(export(state, isShown: trial != nil))
            <ol id="exchanges" class="exchanges" reversed>\(entries)</ol>
            </section>
            </div>
            """)
    }

    private func start(_ fields: Fields) -> HTML {
        let numbers = configuration.numbers.incoming.entries.filter { !$0.pattern.isPrefix }.prefix(500)
        let options = numbers.map { "<option value=\"\($0.pattern)\"></option>" as HTML }
        let to = fields.to.isEmpty ? numbers.first?.pattern.description ?? "" : fields.to
        return request.form(
            "/try", kind: "card",
            """
            <div class="row" id="start">
            <p><label for="to">Number called</label>
            <input id="to" name="to" value="\(to)" list="numbers" required autocomplete="off">\
            <datalist id="numbers">\(options)</datalist></p>
            <p><label for="from">Caller</label>
            <input id="from" name="from" value="\(fields.from)" list="callers" placeholder="unknown" autocomplete="off">\
            <datalist id="callers"><option value="anonymous"></option></datalist></p>
            <p><label for="diverted">Forwarded from</label>
            <input id="diverted" name="diverted" value="\(fields.diverted)" placeholder="not forwarded" autocomplete="off"></p>
            <p><label for="at">Time (\(configuration.timeZone)); default: now</label>
            <input id="at" name="at" type="datetime-local" step="1" value="\(fields.at)"></p>
            <p><label class="inline"><input type="checkbox" name="outgoing"\(if: fields.isOutgoing, "checked")> \
            outgoing call, from your own number</label></p>
            <p><button>Call</button></p>
            </div>
            """)
    }

    /// The form for the next step, for browsers without scripts.
    private func step(_ trial: Trial, _ state: String) -> HTML {
        guard let gather = trial.exchanges.last?.gather else { return .empty }
        let carried: HTML = "<input type=\"hidden\" name=\"trial\" value=\"\(state)\">"
        let keys: HTML = """
            <p><label for="keys">Keys (at most \(gather.maxDigits))</label>
            <input id="keys" name="keys" inputmode="tel" autocomplete="off" autofocus> <button>Press</button></p>
            """
        let wait = gather.isAsking ? "Press nothing" : "Listen to the end"
        return request.form(
            "/try/step", kind: "step",
            """
            \(carried)\(gather.isAsking ? keys : .empty)
            <p><button class="quiet" name="action" value="wait">\(wait)</button>
            <button class="danger" name="action" value="hangup">Hang up</button></p>
            """)
    }

    /// The keypad, hidden until the script shows it.
    private var keypad: HTML {
        let keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"].map { key -> HTML in
            let name = key == "*" ? "star" : key == "#" ? "hash" : key
            return "<button type=\"button\" data-key=\"\(key)\" aria-label=\"\(name)\">\(key)</button>"
        }
        return """
            <div id="keypad" hidden><p class="display" id="pressed" aria-label="Keys pressed"></p>
            <div class="keypad">\(keys)</div>
            <p><button type="button" class="quiet" id="wait">Press nothing</button> \
            <button type="button" class="danger" id="hangup">Hang up</button></p></div>
            """
    }

    private func export(_ state: String, isShown: Bool) -> HTML {
        let form = request.form(
            "/try/export", kind: "row",
            """
            <input type="hidden" name="trial" id="trial" value="\(state)">
            <button class="quiet" name="action" value="show">Show as golden call</button>
            <button class="quiet" name="action" value="download">Export as golden call</button>
            """)
        return "<div id=\"export\"\(if: !isShown, "hidden")>\(form)</div>"
    }

    private func golden(_ yaml: String) -> HTML {
        """
        <section class="card"><h2>As a golden call</h2>
        <p>Add this to <code>calls.yaml</code> next to the configuration. <code>announce test</code> then checks that the call \
        still goes like this.</p><pre id="golden">\(yaml)</pre></section>
        """
    }
}
