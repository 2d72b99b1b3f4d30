import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate
import Telephony

/// `/flows/{flow}`, `/numbers/in/{number}/steps`: a flow, or the steps of a number, as a list of blocks, with its picture beside
/// it.
struct FlowController: AdminSection {
    let editing: FormEditing
    private let pictures = FlowPictures()

    init(editing: FormEditing) { self.editing = editing }

    /// Bytes of a form of fifty blocks.
    private static let limit = 256 << 10

    var routes: [AdminRoute] {
        [
            .get("/forms/announcements") { _ in
                .json(try TrialController.encode(editing.announcements.map(\.text)))
            },
            .form("/flows") { try await create($0, $1) },
            .get("/flows/{flow}") { try await show($0) },
            .form("/flows/{flow}", limit: Self.limit) { try await save($0, $1) },
            .text("/flows/{flow}/check", limit: Self.limit) { try await check($0, $1) },
            .get("/numbers/in/{number}/steps") { try await show($0) },
            .form("/numbers/in/{number}/steps", limit: Self.limit) { try await save($0, $1) },
            .text("/numbers/in/{number}/steps/check", limit: Self.limit) { try await check($0, $1) },
        ]
    }

    private func place(_ request: AdminRequest) -> StepPlace {
        (try? NumberPattern(request["number"])).map { .number($0) } ?? .flow(request["flow"])
    }

    private func flow(_ request: AdminRequest, _ configuration: Configuration) -> StepList? {
        configuration.steps(at: place(request))
    }

    // MARK: Pages

    private func show(_ request: AdminRequest) async throws -> Reply {
        await editing.answer(request, place(request).title) { opened in
            let flow = flow(request, opened.configuration)
            let name = request["flow"]
            if flow == nil,
                request.query?["new"] == nil || !NewName.isValid(path: name, in: opened.configuration)
            {
                return unknown(request)
            }
            return page(
                request, FlowForm(flow), flow, opened.configuration,
                picture: await picture(place(request), opened.configuration),
                note: request.savedNote)
        }
    }

    /// Opens the form of a flow that is not there yet.
    private func create(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        await editing.answer(request, place(request).title) { opened in
            guard let name = NewName.path(fields, in: opened.configuration) else {
                return request.frame.refusal(Texts.Flows.new, .unprocessableContent, Texts.Flows.badName)
            }
            guard opened.configuration.flows[name] == nil else {
                return request.frame.refusal(Texts.Flows.new, .conflict, Texts.Flows.exists(name))
            }
            return .seeOther(StepPlace.flow(name).path + "?new=1")
        }
    }

    private func unknown(_ request: AdminRequest) -> Reply {
        let sentence =
            request["number"].isEmpty
            ? Texts.Flows.noFlow(request["flow"]) : Texts.Numbers.noNumber(request["number"])
        return request.unknown(sentence)
    }

    /// The steps and where they lead; nil if there are none.
    private func picture(_ place: StepPlace, _ configuration: Configuration) async -> HTML? {
        guard configuration.steps(at: place) != nil else { return nil }
        return await pictures.picture(of: FlowGraph(configuration).subgraph(from: place.node), place.title)
    }

    private func page(
        _ request: AdminRequest, _ form: FlowForm, _ flow: StepList?, _ configuration: Configuration,
        new: NewAnnouncement = NewAnnouncement(), changes: FormChanges = .nothing, picture: HTML?,
        status: HTTPResponse.Status = .ok, note: HTML? = nil
    ) -> Reply {
        let place = place(request)
        let page = FlowPage(
            place: place, form: form, flow: flow, problems: form.parts(of: flow, in: configuration).problems,
            changes: changes, configuration: configuration, announcements: editing.announcements(with: new),
            new: new, picture: picture,
            newMenu: flow == nil ? nil : NewMenuForm.html(request, in: configuration, from: place.field), note: note)
        return request.page(
            place.title, status: status, script: HoursController.script,
            page.html { request.form($0, kind: "fields", $1) })
    }

    // MARK: Saving

    private func changes(
        _ form: FlowForm, _ new: NewAnnouncement, _ request: AdminRequest, _ opened: FormEditing.Opened
    ) async -> (FormChanges, FormEditing.Draft?) {
        let (place, configuration) = (place(request), opened.configuration)
        let flow = flow(request, configuration)
        let (parts, problems) = form.parts(of: flow, in: configuration)
        if !problems.isEmpty {
            let sentences = problems.sorted { $0.key < $1.key }.map { Texts.Flows.inBlock($0.key + 1, $0.value) }
            return (.problems(sentences), nil)
        }
        if parts.isEmpty { return (.problems([Texts.Flows.noSteps]), nil) }
        let typed: (edits: [ConfigurationEdit], lines: [String])
        do throws(TypedText.Mistake) { typed = try new.edit(in: configuration) } catch {
            return (.problems([error.sentence]), nil)
        }
        let isKept = flow.map { flow in parts == flow.steps.indices.map { .kept($0, nil) } } ?? false
        if isKept, typed.edits.isEmpty { return (.nothing, nil) }
        let blocks = parts.compactMap { part in if case .new(let block) = part { block } else { nil } }
        let edit: ConfigurationEdit = flow == nil ? .newFlow(request["flow"], blocks) : .steps(place, parts)
        return await editing.changes(typed.edits + (isKept ? [] : [edit]), of: opened) { draft in
            guard !isKept, let steps = draft.configuration.steps(at: place) else { return typed.lines }
            return typed.lines + FlowChanges(parts, of: flow, to: steps, draft.configuration).lines
        }
    }

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        await editing.answer(request, place(request).title) { opened in
            let configuration = opened.configuration
            let flow = flow(request, configuration)
            var form = FlowForm(fields)
            let new = NewAnnouncement(fields)
            if form.press(fields, configuration) != nil {
                let (changes, draft) = await changes(form, new, request, opened)
                return page(
                    request, form, flow, configuration, new: new, changes: changes,
                    picture: await picture(place(request), draft?.configuration ?? configuration))
            }
            let isConflict = form.opened != FlowForm.mark(flow)
            let (changes, draft) = await changes(form, new, request, opened)
            form.opened = FlowForm.mark(flow)
            let sent = SentForm(
                changes: changes, draft: draft, conflict: isConflict ? Texts.Numbers.changedMeanwhile : nil,
                confirmed: fields["confirmed"], isTrial: fields["action"] == "try",
                number: FlowGraph(configuration).number(leadingTo: place(request).node))
            let picture = await picture(place(request), draft?.configuration ?? configuration)
            return await editing.save(sent, thenSee: place(request).path + "?saved=1") { status, note in
                page(
                    request, form, flow, configuration, new: new, changes: changes, picture: picture, status: status,
                    note: note)
            }
        }
    }

    private func check(_ request: AdminRequest, _ body: String) async throws -> Reply {
        await editing.check(body) { fields, opened in
            await changes(FlowForm(fields), NewAnnouncement(fields), request, opened).0
        }
    }
}

extension StepPlace {
    var path: String {
        switch self {
        case .flow(let name): "/flows/\(name.percentEncoded)"
        case .number(let pattern): "/numbers/in/\(pattern.description.percentEncoded)/steps"
        }
    }

    var title: String {
        switch self {
        case .flow(let name): Texts.Flows.title(name)
        case .number(let pattern): Texts.Flows.stepsOf(Texts.pattern(pattern))
        }
    }

    var node: FlowGraph.Node {
        switch self {
        case .flow(let name): .flow(name)
        case .number(let pattern): .number(.incoming, pattern)
        }
    }
}

extension FlowGraph {
    /// An incoming number whose calls can come to a node, the first by the fewest steps; nil if none is listed.
    func number(leadingTo node: Node) -> PhoneNumber? {
        if case .number(.incoming, let pattern?) = node {
            return NumberCall(direction: .incoming, pattern: pattern, steps: nil).example
        }
        let ways = Dictionary(grouping: edges, by: \.to)
        var (known, waiting): (Set<Node>, [Node]) = ([node], [node])
        while !waiting.isEmpty {
            for edge in waiting.flatMap({ ways[$0] ?? [] }) {
                if case .number(.incoming, let pattern?) = edge.from {
                    return NumberCall(direction: .incoming, pattern: pattern, steps: nil).example
                }
            }
            waiting = waiting.flatMap { ways[$0] ?? [] }.map(\.from).filter { known.insert($0).inserted }
        }
        return nil
    }
}
