import CallFlow
import HTTPListener
import HTTPTypes
import MediaLibrary
import Sipgate
import Telephony
import Webhook

/// Several uploads at once: listened to on one page, and published together.
extension AnnouncementsController {
    /// The files of one upload at most.
    static let mostFiles = 30

    func drafts(_ request: AdminRequest) async throws -> Reply {
        let ids = request.query?.values(of: "id").prefix(Self.mostFiles) ?? []
        for _ in 0..<Self.polls {
            let isConverting = ids.contains { id in
                if case .converting? = self.draft(id)?.outcome { true } else { false }
            }
            guard isConverting else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        return drafts(request, Array(ids))
    }

    private func drafts(
        _ request: AdminRequest, _ ids: [String], names: [String: String] = [:], problems: [String: String] = [:],
        status: HTTPResponse.Status = .ok
    ) -> Reply {
        let drafts = ids.compactMap { self.draft($0) }
        guard !drafts.isEmpty else {
            return request.frame.refusal(Texts.Frame.notFound, .notFound, StudioError.noDraft.sentence)
        }
        let known = live.catalogue().names
        let rows = drafts.map { draft -> DraftsPage.Row in
            let name = names[draft.id] ?? Self.suggestion(draft.fileName)
            let isTaken = (try? AnnouncementName(name)).map(known.contains) ?? false
            return DraftsPage.Row(draft: draft, name: name, isTaken: isTaken, problem: problems[draft.id])
        }
        let page = DraftsPage(request: request, rows: rows)
        var reply = request.page(Texts.Announcements.draftTitle, status: status, page.html)
        if page.isWaiting { reply.fields[.refresh] = "1" }
        return reply
    }

    /// Publishes each draft of the form under its name; those that cannot be stay on the page with the reason.
    func publishAll(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let ids = fields.values(of: "id").prefix(Self.mostFiles).filter { draft($0) != nil }
        if fields["action"] == "discard" {
            await blocking { [studio] in for id in ids { studio.discard(id) } }
            return .seeOther(AnnouncementPaths.list)
        }
        var (names, problems): ([String: String], [String: String]) = ([:], [:])
        var published = 0
        for id in ids {
            let text = fields["name-\(id)"] ?? ""
            names[id] = text
            // One that cannot be converted is shown as such, and is in no one's way.
            if case .failed? = studio.draft(id)?.outcome { continue }
            do throws(AnnouncementName.ParseError) {
                let name = try AnnouncementName(text)
                if let refusal = refusal(of: name) {
                    problems[id] = refusal
                    continue
                }
                let (replacing, catalogue) = (fields["replace-\(id)"] == "yes", live.catalogue())
                let language = Language.current
                problems[id] = await blocking { [studio] () -> String? in
                    do throws(StudioError) {
                        try studio.publish(id, as: name, replacing: replacing, catalogue)
                        return nil
                    } catch {
                        // A thread of the pool knows no request.
                        return Language.$current.withValue(language) { error.sentence }
                    }
                }
                if problems[id] == nil { published += 1 }
            } catch {
                problems[id] = error.description
            }
        }
        guard problems.isEmpty else {
            return drafts(request, ids, names: names, problems: problems, status: .conflict)
        }
        return .seeOther("\(AnnouncementPaths.list)?published=\(published)")
    }
}
