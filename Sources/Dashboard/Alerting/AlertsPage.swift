import Alerts
import CallFlow
import Telephony

/// The page about alerts.
struct AlertsPage {
    let settings: AlertSettings
    let ledger: AlertLedger
    /// Environment variables that are not set.
    let missing: [String]
    let canEdit: Bool
    let zone: Zone
    let server: PublicURL
    let now: Moment
    /// About what was just done, shown at its way.
    let note: HTML?
    let noted: AlertWay.Kind?
    let isAboutRules: Bool
    /// What was typed and not saved.
    let typed: AlertWayForm?
    let typedRules: AlertRulesForm?
    /// The field that cannot be read.
    let wrong: String?

    private var words: AlertWords {
        AlertWords(language: Language.current == .german ? .german : .english, zone: zone, server: server)
    }

    /// - Parameter form: makes a form of a path, a class, and fields.
    func html(_ form: (String, String, HTML) -> HTML) -> HTML {
        """
        <h1>\(Texts.Alerts.title)</h1>
        <p>\(Texts.Alerts.introduction)</p>
        \(noted == nil && !isAboutRules ? note : nil)\
        \(missing.map { "<p class=\"bad\" role=\"alert\">\(Texts.Alerts.missing($0))</p>" as HTML })\
        <section aria-labelledby="open-title" id="open"><h2 id="open-title">\(Texts.Alerts.open)</h2>\(openIncidents)</section>
        <section aria-labelledby="ways-title"><h2 id="ways-title">\(Texts.Alerts.ways)</h2>
        <div class="ways">\(Self.kinds.map { card($0, form) })</div></section>
        \(earlier)
        <section aria-labelledby="rules-title" id="rules"><h2 id="rules-title">\(Texts.Alerts.rules)</h2>
        \(isAboutRules ? note : nil)\(rules(form))</section>
        """
    }

    // MARK: Ways

    /// What most people have comes first.
    private static let kinds: [AlertWay.Kind] = [.mail, .ntfy, .webhook]

    private func card(_ kind: AlertWay.Kind, _ form: (String, String, HTML) -> HTML) -> HTML {
        let way = settings.ways.first { $0.kind == kind }
        let hidden: HTML = "<input type=\"hidden\" name=\"way\" value=\"\(kind.rawValue)\">"
        let test: HTML? = way.map { _ in
            form("/alerts/test", "", "\(hidden)<button class=\"quiet\">\(Texts.Alerts.test)</button>")
        }
        return """
            <article class="card way" id="\(kind.rawValue)" aria-labelledby="\(kind.rawValue)-title">
            <h3 id="\(kind.rawValue)-title">\(Texts.Alerts.name(kind))</h3>
            \(noted == kind ? note : nil)\
            \(state(kind, way))\(test)\(canEdit ? entry(kind, way, hidden, form) : nil)
            </article>
            """
    }

    private func state(_ kind: AlertWay.Kind, _ way: AlertWay?) -> HTML {
        guard let way else { return "<p class=\"faint\">\(Texts.Alerts.off(kind))</p>" }
        let record = ledger.ways[kind.rawValue]
        let waiting = ledger.deliveries.count { $0.way == kind }
        let fault: HTML? = record?.failingSince.map { since in
            "<p class=\"bad\">\(Texts.Alerts.failing(since: time(since))) <span lang=\"en\">\(record?.fault ?? "")</span></p>"
        }
        let arrived: HTML? = record?.arrived.map { "<p class=\"faint\">\(Texts.Alerts.arrived(time($0)))</p>" }
        let line: HTML? = waiting > 0 ? "<p>\(Texts.Alerts.waiting(waiting))</p>" : nil
        let address: HTML? =
            canEdit ? nil : "<p class=\"address\"><code>\(AlertWayForm(kind, way).address)</code></p>"
        return "\(address)\(fault)\(arrived)\(line)"
    }

    /// The fields of a way.
    private func entry(
        _ kind: AlertWay.Kind, _ way: AlertWay?, _ hidden: HTML, _ form: (String, String, HTML) -> HTML
    ) -> HTML {
        let values = noted == kind ? typed ?? AlertWayForm(kind, way) : AlertWayForm(kind, way)
        let remove: HTML? =
            way == nil
            ? nil
            : "<button class=\"quiet\" name=\"action\" value=\"remove\" formnovalidate>\(Texts.Alerts.remove)</button>"
        func field(_ name: String, _ label: String, _ value: String, _ hint: String = "") -> HTML {
            let id = "\(kind.rawValue)-\(name)"
            let state: HTML = noted == kind && wrong == name ? " aria-invalid=\"true\"" : ""
            return """
                <label for="\(id)">\(label)</label><input id="\(id)" name="\(name)" value="\(value)" placeholder="\(hint)" \
                autocomplete="off" autocapitalize="off" spellcheck="false"\(state)>
                """
        }
        let further: HTML =
            switch kind {
            case .mail:
                """
                \(field("from", Texts.Alerts.from, values.from, Texts.Alerts.example(.mail)))\
                \(field("smtp", Texts.Alerts.server, values.server, Texts.Alerts.serverHint))\
                \(encryption(values.encryption))\(field("user", Texts.Alerts.user, values.user))\
                \(field("password-env", Texts.Alerts.password, values.password, "ANNOUNCE_SMTP_PASSWORD"))
                """
            case .webhook, .ntfy: field("token-env", Texts.Alerts.token, values.token, "ANNOUNCE_ALERT_TOKEN")
            }
        return form(
            "/alerts/way", "entry",
            """
            \(hidden)<input type="hidden" name="opened" value="\(AlertsController.mark(of: way))">\
            \(field("address", Texts.Alerts.addressLabel(kind), values.address, Texts.Alerts.example(kind)))
            <details\(if: values.hasMore, "open")><summary>\(Texts.Alerts.more(kind))</summary>\
            <p class="faint">\(Texts.Alerts.secrets)</p>\(further)</details>
            <p class="row"><button name="action" value="save">\(Texts.Alerts.save)</button>\(remove)</p>
            """)
    }

    private func encryption(_ chosen: String) -> HTML {
        let choices = [nil] + AlertWay.Mail.Encryption.allCases.map { Optional($0) }
        let options = choices.map { choice -> HTML in
            let value = choice?.rawValue ?? ""
            return """
                <option value="\(value)"\(if: value == chosen, "selected")>\(Texts.Alerts.encryption(choice))</option>
                """
        }
        return """
            <label for="encryption">\(Texts.Alerts.encryption)</label><select id="encryption" name="encryption">\(options)</select>
            """
    }

    // MARK: Incidents

    private var openIncidents: HTML {
        let open = ledger.incidents.filter(\.isCurrent).reversed()
        guard !open.isEmpty else { return "<p class=\"good\">\(Texts.Alerts.nothing)</p>" }
        return "<ul class=\"findings\">\(open.map { incident in item(incident) })</ul>"
    }

    private func item(_ incident: AlertIncident) -> HTML {
        let lines = words.text(incident.cause).split(separator: "\n").map { "<br>\($0)" as HTML }
        return """
            <li><strong>\(words.title(incident.cause))</strong> \
            <span class="faint">\(Texts.Alerts.since(time(incident.began)))</span>\(lines)</li>
            """
    }

    private var earlier: HTML? {
        let over = ledger.incidents.filter { $0.ended != nil && $0.reported != nil }.reversed()
        guard !over.isEmpty else { return nil }
        let rows = over.prefix(20).map { incident -> HTML in
            """
            <tr><th scope="row">\(words.title(incident.cause))</th><td>\(time(incident.began))</td>\
            <td>\(incident.ended.map { time($0) })</td></tr>
            """
        }
        return """
            <section aria-labelledby="over-title" id="over"><h2 id="over-title">\(Texts.Alerts.over)</h2>
            <div class="scroll"><table class="stack"><thead><tr><th scope="col">\(Texts.Alerts.what)</th>\
            <th scope="col">\(Texts.Alerts.began)</th><th scope="col">\(Texts.Alerts.ended)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div></section>
            """
    }

    private func time(_ moment: Moment) -> String {
        Texts.time(zone.localTime(at: moment), relativeTo: zone.localTime(at: now))
    }

    // MARK: Rules

    /// The form of the rules; for those who may not change it, and without a file, a list.
    private func rules(_ form: (String, String, HTML) -> HTML) -> HTML {
        let form = canEdit ? form("/alerts/rules", "card rules", fields) : .empty
        return form.text.isEmpty ? list : form
    }

    private var fields: HTML {
        let values = typedRules ?? AlertRulesForm(settings)
        func state(_ name: String) -> HTML { isAboutRules && wrong == name ? " aria-invalid=\"true\"" : "" }
        let days = [("", Texts.Alerts.never)] + Weekday.allCases.map { ($0.shortName, Texts.weekdayName($0)) }
        func options(_ choices: [(String, String)], _ chosen: String) -> [HTML] {
            choices.map { "<option value=\"\($0)\"\(if: $0 == chosen, "selected")>\($1)</option>" }
        }
        return """
            <input type="hidden" name="opened" value="\(AlertRulesForm.mark(of: settings))">\
            \(AlertRule.allCases.map { row($0, values, state) })
            <div class="row"><div><label for="quiet">\(Texts.Alerts.quietField)</label>\
            <input id="quiet" name="quiet" value="\(values.quiet)" autocomplete="off" aria-describedby="quiet-help"\(state("quiet"))></div>
            <div><label for="day">\(Texts.Alerts.summaryField)</label>\
            <select id="day" name="day"\(state("day"))>\(options(days, values.summaryDay))</select></div>
            <div><label for="time">\(Texts.Alerts.summaryTime)</label>\
            <input id="time" name="time" type="time" value="\(values.summaryTime)"\(state("time"))></div>
            <div><label for="alert-language">\(Texts.Alerts.languageField)</label>\
            <select id="alert-language" name="language">\
            \(options(Language.allCases.map { ($0.rawValue, $0.ownName) }, values.language.rawValue))</select></div></div>
            <p class="faint" id="quiet-help">\(Texts.Alerts.quietHelp)</p>
            <p class="row"><button>\(Texts.Alerts.save)</button></p>
            """
    }

    private func row(_ rule: AlertRule, _ values: AlertRulesForm, _ state: (String) -> HTML) -> HTML {
        let (word, name) = (rule.rawValue, Texts.Alerts.rule(rule))
        let limit: HTML? = AlertRulesForm.range(rule).map { range in
            """
            <span class="limit"><input type="number" name="limit-\(word)" min="\(range.lowerBound)" max="\(range.upperBound)" \
            value="\(values.limits[rule] ?? "")" aria-label="\(name): \(Texts.Alerts.unit(rule))"\(state("limit-\(word)"))> \
            \(Texts.Alerts.unit(rule))</span>
            """
        }
        return """
            <p class="rule"><label class="inline"><input type="checkbox" name="on" value="\(word)"\(if: values.on.contains(rule), "checked")>\
            \(name)</label>\(limit)</p>
            """
    }

    private var list: HTML {
        let items = AlertRule.allCases.map { rule -> HTML in
            settings.rules.isOn(rule)
                ? "<li>\(Texts.Alerts.rule(rule, settings.rules))</li>"
                : "<li class=\"faint\"><s>\(Texts.Alerts.rule(rule, AlertRules()))</s> \(Texts.Alerts.ruleOff)</li>"
        }
        let quiet: HTML? =
            settings.quiet.spans.isEmpty ? nil : "<p>\(Texts.Alerts.quiet(Texts.hours(settings.quiet)))</p>"
        let summary: HTML? = settings.summary.map { summary in
            "<p>\(Texts.Alerts.summary(Texts.weekday(summary.day, alone: true), Texts.clock(minute: summary.minute)))</p>"
        }
        return "<ul>\(items)</ul>\(quiet)\(summary)"
    }
}
