import CallFlow
import HTTPListener
import MediaLibrary
import Telephony
import Webhook

/// The card of a location: "Closed now. Callers hear closed. Opens tomorrow 9:00.", with the buttons that change it.
struct LocationCard {
    let location: Location
    let catalogue: Catalogue
    let canSwitch: Bool
    /// What has just been changed here.
    let note: String?
    let request: AdminRequest

    private var name: String { location.schedule.name }
    private var path: String { HomePaths.location(name) }

    var html: HTML {
        """
        <section class="card place" id="\(HomePaths.mark(name))" aria-labelledby="\(HomePaths.mark(name))-title">
        <h2 id="\(HomePaths.mark(name))-title">\(name) <small>\(customers)\(numbers)</small></h2>
        \(note.map { "<p class=\"good\" role=\"status\">\($0)</p>" as HTML })
        <p class="state"><strong class="\(location.isOpen ? "is-open" : "is-closed")">\(state)</strong> \(heard) \(change)</p>
        \(byHand)\(planned)
        <p class="row actions">\(buttons)\(trial)</p>
        </section>

        """
    }

    /// The customers whose location it is, if that is not what it is called.
    private var customers: String {
        let titles = location.customers.filter { $0 != name }
        return titles.isEmpty ? "" : Texts.list(titles) + " · "
    }

    private var numbers: String {
        let titles = location.numbers.prefix(2).map(LocationWords.title)
        let more = location.numberCount - titles.count
        return titles.joined(separator: ", ") + (more > 0 ? " " + Texts.Home.andMore(more) : "")
    }

    private var state: String {
        switch (location.status, location.reason) {
        case (.open, _): Texts.Home.openNow
        case (.holiday, .holiday(let names)): Texts.Home.holidayNow(Texts.list(names))
        case (.holiday, _): Texts.Home.holidayNow(nil)
        case (.closed, _): Texts.Home.closedNow
        }
    }

    private var change: String {
        guard let change = location.change else { return Texts.Home.staysAsItIs }
        return Texts.Home.changes(
            isOpen: location.isOpen, at: Texts.time(change, relativeTo: location.now),
            isToday: change.date == location.now.date)
    }

    // MARK: What callers hear

    private var heard: HTML? { location.preview.map { HeardSentence(preview: $0, catalogue: catalogue).html } }

    // MARK: Overrides

    private var byHand: HTML? {
        location.override.map { override in
            let until = Texts.time(location.zone.localTime(at: override.until), relativeTo: location.now)
            let clock = location.schedule.clock(in: location.zone)
            let regular = location.schedule.status(at: clock.localTime(at: location.zone.moment(of: location.now)))
            let words = Texts.Home.setByHand(
                until: until, by: Texts.Home.author(override.author), regular: regular)
            return "<p class=\"faint\">\(words)</p>"
        }
    }

    private var planned: HTML? {
        guard !location.planned.isEmpty else { return nil }
        let rows = location.planned.prefix(5).map { override -> HTML in
            let words = LocationWords.plan(override, in: location.zone, now: location.now)
            let button: HTML = """
                <input type="hidden" name="state" value="hours"><button class="quiet" name="ends" value="\(override.key)">\
                \(Texts.Home.cancel) <span class="hidden">\(words)</span></button>
                """
            return "<li>\(words) \(canSwitch ? request.form(path + "/switch", kind: "inline", button) : nil)</li>"
        }
        return "<p class=\"planning\">\(Texts.Home.planned)</p><ul class=\"planned\">\(rows)</ul>"
    }

    private var buttons: HTML? {
        guard canSwitch else { return nil }
        let regular: HTML? =
            location.override == nil
            ? nil
            : request.form(
                path + "/switch", kind: "inline",
                "<button name=\"state\" value=\"hours\">\(Texts.Home.regularHours) \(hidden)</button>")
        let isMain = location.override == nil && location.isOpen
        return """
            \(regular)<a class="button\(isMain ? "" : " quiet")" href="\(path)/close">\(Texts.Home.close) \(hidden)</a>
            <a class="button quiet" href="\(path)/open">\(location.isOpen ? Texts.Home.stayOpen : Texts.Home.open) \(hidden)</a>
            """
    }

    /// The page that calls the first of the numbers, now or at another time.
    private var trial: HTML? {
        guard request.frame.visitor.role.allows("/try", isGet: true),
            let call = location.numbers.first(where: { !$0.isOutgoing })
        else { return nil }
        let query = String.query(of: [("to", call.example.description)])
        return "<a class=\"button quiet\" href=\"/try?\(query)\">\(Texts.Home.tryCall) \(hidden)</a>"
    }

    /// Names the location for screen readers, to distinguish the buttons.
    private var hidden: HTML { "<span class=\"hidden\">\(name)</span>" }
}

/// Words about locations that several pages use.
enum LocationWords {
    /// A number's title in the language of the request.
    static func title(_ call: NumberCall) -> String {
        guard let pattern = call.pattern else { return Texts.Home.anyNumber }
        let number = Texts.pattern(pattern)
        return call.isOutgoing ? Texts.Home.outgoing(number) : number
    }

    /// `closed from tomorrow 13:00 until tomorrow 17:00`
    static func plan(_ override: ScheduleOverride, in zone: Zone, now: LocalTime) -> String {
        let from = override.from.map { zone.localTime(at: $0) } ?? now
        let until = zone.localTime(at: override.until)
        let end =
            until.date == from.date
            ? Texts.clock(minute: until.second / 60) : Texts.time(until, relativeTo: now)
        return Texts.Home.plan(override.state, from: Texts.time(from, relativeTo: now), until: end)
    }
}
