import CallFlow
import CallLog
import HTTPListener
import MediaLibrary
import Sipgate
import Telephony
import Webhook

/// `/search`: everything that belongs to a name or a number: locations, numbers, announcements and the latest calls.
struct SearchController: AdminSection {
    /// Nil if calls are not recorded.
    let log: CallLogReader?
    let live: VisiblePlan
    let now: @Sendable () -> Moment

    /// Rows of each kind.
    private static let most = 25
    private static let mostCalls = 10

    var routes: [AdminRoute] { [.get("/search") { try await page($0) }] }

    /// What is looked for: a text, and the customers whose name has it, with all that is theirs.
    private struct Found {
        let text: SearchedText
        let snapshot: VisiblePlan.Snapshot
        let customers: [Customer]

        var configuration: Configuration { snapshot.configuration }
        func belongs(_ part: CustomerPart) -> Bool { snapshot.belongs(part, to: customers) }
    }

    private func page(_ request: AdminRequest) async throws -> Reply {
        let text = request.query?["q"] ?? ""
        let searched = SearchedText(text)
        var parts: [HTML] = []
        if !searched.isEmpty {
            let found = Found(text: searched, snapshot: live.snapshot, customers: live.customers(named: searched))
            parts += [locations(found), numbers(found), announcements(found)].compactMap(\.self)
            parts += [await calls(text, found)].compactMap(\.self)
        }
        let nothing: HTML? = parts.isEmpty ? "<p class=\"faint\">\(Texts.Search.nothing)</p>" : nil
        return request.page(
            Texts.Search.title,
            """
            <h1>\(Texts.Search.title)\(searched.isEmpty ? "" : " " + Texts.Search.results(text.printable))</h1>
            <form class="row" method="get" action="/search" role="search"><p><label for="q">\(Texts.Search.field)</label>\
            <input id="q" name="q" type="search" value="\(text)"></p><p><button>\(Texts.Search.button)</button></p></form>
            \(nothing)\(parts)
            """)
    }

    /// - Parameter count: how many items there are, if not all are given.
    private func section(_ title: String, _ items: [HTML], of count: Int? = nil, more: HTML? = nil) -> HTML? {
        guard !items.isEmpty else { return nil }
        let left = (count ?? items.count) - Self.most
        let rest: HTML? = left > 0 ? "<li class=\"faint\">\(Texts.Search.more(left))</li>" : nil
        return """
            <section class="card"><h2>\(title)</h2><ul class="rows">\(Array(items.prefix(Self.most)))\(rest)</ul>\(more)</section>
            """
    }

    private func locations(_ found: Found) -> HTML? {
        let searched = found.text
        let items = Location.all(of: found.configuration).filter { schedule, numbers in
            searched.isIn(schedule.name) || found.belongs(.schedule(schedule.name))
                || numbers.contains { $0.isFound(by: searched) }
        }.map { schedule, numbers -> HTML in
            let titles = Texts.list(found.snapshot.titles(of: .schedule(schedule.name)).filter { $0 != schedule.name })
            let path = "\(HomePaths.home)?q=\(schedule.name.percentEncoded)#\(HomePaths.mark(schedule.name))"
            return """
                <li><a href="\(path)">\(schedule.name)</a> <span class="grow faint">\(titles.isEmpty ? "" : titles + ", ")\(Texts.numbers(Location.count(numbers)))</span> \
                <a class="button quiet" href="\(HomePaths.location(schedule.name))/close">\(Texts.Home.close) \
                <span class="hidden">\(schedule.name)</span></a></li>
                """
        }
        return section(Texts.Home.locations, items)
    }

    private func numbers(_ found: Found) -> HTML? {
        let (searched, sentences) = (found.text, StepSentences(found.configuration))
        let search = NumberSearch(
            found.configuration.numbers,
            listed: { call in
                (live.view?.sees(.number(call.direction, call.pattern)) ?? true)
                    && (call.isFound(by: searched) || searched.isIn(call.steps.map { sentences.line($0) } ?? "")
                        || found.belongs(.number(call.direction, call.pattern)))
            },
            digits: searched.digits.map { [$0] } ?? [], steps: { searched.isIn(sentences.line($0)) },
            name: searched.part, row: found.customers.isEmpty ? nil : { found.belongs(.number(.incoming, $0)) })
        let (calls, count) = search.page(from: 0, length: Self.most)
        let items = calls.map { call -> HTML in
            let does = call.steps.map { sentences.line($0) } ?? ""
            return
                "<li><a href=\"\(call.path)\">\(LocationWords.title(call))</a> <span class=\"faint\">\(does)</span></li>"
        }
        return section(Texts.Search.numbers, items, of: count)
    }

    private func announcements(_ found: Found) -> HTML? {
        let catalogue = live.catalogue()
        let items = catalogue.names.filter { name in
            found.text.isIn(name.text) || found.belongs(.announcement(name))
                || found.configuration.texts[name].map { found.text.isIn($0.template.written) } == true
        }.sorted().map { name -> HTML in
            let listen = ListenLink(Prompt(name), catalogue, words: Texts.Home.listen)?.html
            return "<li>\(listen) <a href=\"\(AnnouncementPaths.page(name))\">\(name)</a></li>"
        }
        return section(Texts.Search.announcements, items)
    }

    private func calls(_ text: String, _ named: Found) async -> HTML? {
        guard let log else { return nil }
        let configuration = named.configuration
        let isNumber = SearchedText(text).isNumber
        var query = CallQuery(number: isNumber ? text : nil, text: isNumber ? nil : text, isTrial: false)
        query.scope = live.calls
        var all = [("q", text)]
        if !named.customers.isEmpty {
            query.text = nil
            query.scope = CallScope(of: Set(named.customers.map(\.name)), in: live.whole.configuration)
            all = named.customers.map { ("customer", $0.name) }
        } else if let part = named.text.part, let number = configuration.numbers.names.first(1, with: part).first {
            // The log has numbers, not what they are called here.
            (query.number, query.text) = ("+" + number.pattern.digits, nil)
            all = [("q", "+" + number.pattern.digits)]
        }
        guard let found = try? await log.calls(query, limit: Self.mostCalls), !found.isEmpty else { return nil }
        let hearing = try? await log.hearing(of: found.map(\.id), at: now())
        let words = CallWords(times: LogTimes(zone: configuration.timeZone), now: now())
        return """
            <section class="card"><h2>\(Texts.Calls.title)</h2><div class="scroll"><table class="stack short calls">\(CallWords.head)\
            <tbody>\(found.map { words.row($0, hearing?[$0.id]) })</tbody></table></div>
            <p><a href="/calls?\(String.query(of: all))">\(Texts.Search.allCalls)</a></p></section>
            """
    }
}
