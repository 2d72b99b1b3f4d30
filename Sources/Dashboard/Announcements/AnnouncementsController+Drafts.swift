import CallFlow
import HTTPListener
import HTTPTypes
import MediaLibrary
import Sipgate
import Telephony
import Webhook

/// Uploads, drafts and their publication.
extension AnnouncementsController {
    /// How often, every 100 ms, the server checks for the end of a conversion before it sends the page without the result.
    static let polls = 30

    /// Begins a draft for each file. One is listened to on a page of its own, several on one page.
    func upload(_ request: AdminRequest, _ upload: Upload) async throws -> Reply {
        guard let first = upload.files.first, upload.files.allSatisfy({ $0.size > 0 }) else {
            return await list(request, problem: Texts.Announcements.noFile, status: .unprocessableContent)
        }
        do {
            let drafts = try await blocking { [studio] in
                try upload.files.map { try studio.begin($0.path, fileName: $0.name, size: $0.size) }
            }
            drafters.add(drafts.map(\.id), of: VisitorScope.customers)
            guard let draft = drafts.first, drafts.count == 1 else {
                return .seeOther(AnnouncementPaths.drafts(drafts.map(\.id)))
            }
            let replaced = upload.fields["replace"].flatMap { try? AnnouncementName($0) }.flatMap {
                live.owns($0) ? $0 : nil
            }
            let typed = upload.fields["name"].flatMap { $0.isEmpty ? nil : $0 }
            let name = replaced?.text ?? typed ?? Self.suggestion(first.name)
            // Who has typed the name of an announcement means that one; the page says that it will be replaced.
            let isMeant =
                replaced != nil
                || typed.flatMap { try? AnnouncementName($0) }.map(live.catalogue().names.contains) ?? false
            return .seeOther(
                "\(AnnouncementPaths.draft(draft))?name=\(name.prefix(300).description.percentEncoded)"
                    + (isMeant ? "&replace=yes" : ""))
        } catch let failure as StudioError {
            return await list(request, problem: failure.sentence, status: failure.status)
        }
    }

    func draft(_ request: AdminRequest) async throws -> Reply {
        for _ in 0..<Self.polls {
            guard let draft = self.draft(request["id"]), case .converting = draft.outcome else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await draft(
            request, name: request.query?["name"] ?? "", replacing: request.query?["replace"] == "yes")
    }

    private func draft(
        _ request: AdminRequest, name: String, replacing: Bool, problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Reply {
        guard let draft = self.draft(request["id"]) else { return gone(request) }
        let catalogue = live.catalogue()
        let named = typedDrafts[draft.id]?.name ?? name
        let existing = (try? AnnouncementName(named)).flatMap { catalogue.names.contains($0) ? $0 : nil }
        var overview: SoundOverview?
        if case .ready(let file, _) = draft.outcome { overview = try? await sounds.overview(of: file) }
        let page = DraftPage(
            request: request, draft: draft, overview: overview, name: name, existing: existing,
            current: existing.flatMap { catalogue.announcement(Prompt($0)) }, replaces: replacing,
            typed: typedDrafts[draft.id], configuration: live.configuration, overrides: live.plan.overrides, now: now(),
            problem: problem)
        var status = status
        if case .failed = draft.outcome, status == .ok { status = .unprocessableContent }
        var reply = request.page(Texts.Announcements.draftTitle, status: status, page.html)
        if case .converting = draft.outcome { reply.fields[.refresh] = "1" }
        return reply
    }

    /// A draft that the visitor may see: their own, or one of someone with the same customers.
    func draft(_ id: String) -> RecordingDraft? { drafters.sees(id, VisitorScope.customers) ? studio.draft(id) : nil }

    /// The reason why the visitor may not publish under a name; nil if they may.
    ///
    /// Whether others have a recording of this name is not said.
    func refusal(of name: AnnouncementName) -> String? {
        guard let view = live.view, !view.owns(.announcement(name)) else { return nil }
        if view.sees(.announcement(name)) { return Texts.Customers.isShared(name.text) }
        return Texts.Customers.recordingName((view.customers.min() ?? "") + "/")
    }

    func publish(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        guard draft(request["id"]) != nil else { return gone(request) }
        if let reply = await publishTyped(request) { return reply }
        let (text, replacing) = (fields["name"] ?? "", fields["replace"] == "yes")
        let name: AnnouncementName
        do throws(AnnouncementName.ParseError) {
            name = try AnnouncementName(text)
        } catch {
            return try await draft(
                request, name: text, replacing: replacing, problem: error.description, status: .unprocessableContent)
        }
        if let refusal = refusal(of: name) {
            return try await draft(
                request, name: text, replacing: replacing, problem: refusal, status: .unprocessableContent)
        }
        let (id, catalogue) = (request["id"], live.catalogue())
        do {
            let file = try await blocking { [studio] in
                try studio.publish(id, as: name, replacing: replacing, catalogue)
            }
            return await publishing(name, hash: file.hash)
        } catch let failure as StudioError {
            return try await draft(
                request, name: text, replacing: replacing, problem: failure.sentence, status: failure.status)
        }
    }

    func discard(_ request: AdminRequest) async throws -> Reply {
        let id = request["id"]
        guard draft(id) != nil else { return gone(request) }
        await blocking { [studio] in studio.discard(id) }
        return .seeOther(AnnouncementPaths.list)
    }

    private func gone(_ request: AdminRequest) -> Reply {
        request.frame.refusal(Texts.Frame.notFound, .notFound, StudioError.noDraft.sentence)
    }

    /// Suggests a name for an announcement from the name of a file: without folders and extension, and with hyphens for
    /// characters that names cannot contain.
    static func suggestion(_ fileName: String) -> String {
        let last = fileName.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map { String($0) } ?? ""
        let stem = last.lastIndex(of: ".").map { last[..<$0] } ?? last[...]
        let characters = stem.unicodeScalars.map { $0 == "+" || $0.isControl ? "-" : Character($0) }
        var name = String(characters.drop { $0 == "." || $0 == " " })
        while name.utf8.count > 200 { name.removeLast() }
        while name.last == " " { name.removeLast() }
        return (try? AnnouncementName(name))?.text ?? ""
    }
}
