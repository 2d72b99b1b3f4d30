import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate
import Telephony
import Webhook

/// `/numbers`: what each number does, now and at any other time.
struct NumbersController: AdminSection {
    static var entry: AdminEntry? { AdminEntry(title: Texts.Frame.numbers, path: "/numbers", place: .bar(.numbers)) }

    let live: VisiblePlan
    /// Whether the forms of numbers and menus can be reached.
    let canEdit: Bool
    let now: @Sendable () -> Moment
    let pictures = FlowPictures()

    /// The number of rows per page.
    private static let pageLength = 60
    /// Graphs with more nodes are drawn on the pages of single numbers only.
    private static let mostNodes = 40

    var routes: [AdminRoute] {
        [
            .get("/numbers") { await list($0) },
            .get("/numbers/{direction}/{number}") { await number($0) },
        ]
    }

    private func list(_ request: AdminRequest) async -> Reply {
        let snapshot = live.snapshot
        let configuration = snapshot.configuration
        let inquiry = NumberInquiry(request.query, zone: configuration.timeZone, now: now())
        let search = request.query?["q"] ?? ""
        let searched = SearchedText(search)
        let found = search.isEmpty ? [] : live.customers(named: searched)
        let digits = search.filter(\.isNumber)
        let sentences = StepSentences(configuration)
        let isSeen = { (call: NumberCall) in snapshot.view?.sees(.number(call.direction, call.pattern)) ?? true }
        let parts = [digits, String(digits.drop { $0 == "0" })].filter { !$0.isEmpty }
        let numbers = NumberSearch(
            configuration.numbers,
            listed: { call in
                isSeen(call)
                    && (call.isFound(by: searched)
                        || snapshot.belongs(.number(call.direction, call.pattern), to: found)
                        || parts.contains(where: call.name.contains)
                        || call.steps.map { sentences.line($0).localizedLowercase(contains: search) } ?? false)
            },
            digits: parts, steps: { sentences.line($0).localizedLowercase(contains: search) },
            name: searched.part, row: found.isEmpty ? nil : { snapshot.belongs(.number(.incoming, $0), to: found) })
        let first = min(1 << 40, max(0, Int(request.query?["first"] ?? "") ?? 0))
        let (calls, count) = (search.isEmpty ? NumberSearch(configuration.numbers, listed: isSeen) : numbers).page(
            from: first, length: Self.pageLength)
        let rows = calls.map { call in
            NumbersPage.Row(
                call: call,
                customers: call.isDefault && call.steps == nil
                    ? [] : snapshot.titles(of: .number(call.direction, call.pattern)),
                does: call.steps.map { sentences.line($0) } ?? Texts.Numbers.ringsAsUsual,
                preview: CallPreview(call, from: inquiry.caller, at: inquiry.moment, snapshot))
        }
        let graph = pictures.graph(of: snapshot)
        let picture = graph.nodes.count <= Self.mostNodes ? await pictures.picture(of: graph, Texts.Numbers.all) : nil
        let page = NumbersPage(
            inquiry: inquiry, search: search, rows: rows, first: first, count: count, pageLength: Self.pageLength,
            picture: picture, zone: configuration.timeZone, canEdit: canEdit,
            mayAdd: request.frame.visitor.mayPost("/numbers/new"), hasCustomers: !configuration.customers.isEmpty,
            menus: configuration.menus.keys.filter { name in
                !name.contains("(") && request.frame.visitor.mayPost("/menus/\(name.percentEncoded)")
            }.sorted(),
            flows: configuration.flows.keys.filter { name in
                !name.contains("(") && request.frame.visitor.mayPost("/flows/\(name.percentEncoded)")
            }.sorted(),
            newFlow: request.form(
                "/flows", kind: "row",
                """
                \(NewName.fields("flow-name", Texts.Flows.newName, in: configuration))\
                <button class="quiet">\(Texts.Flows.create)</button>
                """),
            newMenu: NewMenuForm.html(request, in: configuration), isSaved: request.query?["saved"] != nil)
        return request.page(Texts.Numbers.title, page.html)
    }

    private func number(_ request: AdminRequest) async -> Reply {
        let snapshot = live.snapshot
        let configuration = snapshot.configuration
        let call = NumberCall(
            direction: request["direction"], name: request["number"], in: configuration.numbers)
        guard let call else {
            return request.frame.refusal(
                Texts.Frame.notFound, .notFound, Texts.Numbers.noNumber(request["number"]))
        }
        let inquiry = NumberInquiry(request.query, zone: configuration.timeZone, now: now())
        let preview = CallPreview(call, from: inquiry.caller, at: inquiry.moment, snapshot)
        var picture: HTML?
        let graph = pictures.graph(of: snapshot)
        if let node = call.node(in: graph) {
            picture = await pictures.picture(of: graph.subgraph(from: node), call.title)
        }
        let page = NumberPage(
            call: call, inquiry: inquiry, preview: preview, sentences: StepSentences(configuration), picture: picture,
            zone: configuration.timeZone)
        return request.page(call.title, page.html)
    }
}

extension String {
    /// Whether it contains another text, ignoring case.
    fileprivate func localizedLowercase(contains other: String) -> Bool {
        lowercased().contains(other.lowercased())
    }
}
