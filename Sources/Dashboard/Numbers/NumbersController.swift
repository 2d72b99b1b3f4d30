import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate
import Telephony
import Webhook

/// `/numbers`: what each number does, now and at any other time.
struct NumbersController: AdminSection {
    static let entry: AdminEntry? = AdminEntry(title: "Numbers", path: "/numbers")

    let live: LivePlan
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
        let digits = search.filter(\.isNumber)
        let sentences = StepSentences(configuration)
        let all = NumberCall.all(of: configuration.numbers).filter { call in
            search.isEmpty || !digits.isEmpty && call.name.contains(digits)
                || call.steps.map { sentences.line($0).localizedLowercase(contains: search) } ?? false
        }
        let first = max(0, Int(request.query?["first"] ?? "") ?? 0)
        let rows = all.dropFirst(first).prefix(Self.pageLength).map { call in
            NumbersPage.Row(
                call: call, does: call.steps.map { sentences.line($0) } ?? "rings as usual",
                preview: CallPreview(call, from: inquiry.caller, at: inquiry.moment, snapshot))
        }
        let graph = pictures.graph(of: snapshot)
        let picture = graph.nodes.count <= Self.mostNodes ? await pictures.picture(of: graph, "All numbers") : nil
        let page = NumbersPage(
            inquiry: inquiry, search: search, rows: rows, first: first, count: all.count, pageLength: Self.pageLength,
            picture: picture, zone: configuration.timeZone)
        return request.page("Numbers", page.html)
    }

    private func number(_ request: AdminRequest) async -> Reply {
        let snapshot = live.snapshot
        let configuration = snapshot.configuration
        let call = NumberCall.all(of: configuration.numbers).first {
            $0.direction.rawValue == request["direction"] && $0.name == request["number"]
        }
        guard let call else {
            return request.frame.refusal(
                "Not found", .notFound, "The configuration has no number \(request["number"]).")
        }
        let inquiry = NumberInquiry(request.query, zone: configuration.timeZone, now: now())
        let preview = CallPreview(call, from: inquiry.caller, at: inquiry.moment, snapshot)
        var picture: HTML?
        if let node = call.node {
            picture = await pictures.picture(of: pictures.graph(of: snapshot).subgraph(from: node), call.title)
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
