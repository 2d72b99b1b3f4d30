import HTTPListener
import HTTPTypes
import MediaLibrary
import Sipgate
import Telephony
import Webhook

/// Uploads, drafts and their publication.
extension AnnouncementsController {
    /// How often, every 100 ms, the server checks for the end of a conversion before it sends the page without the result.
    private static let polls = 30

    func upload(_ request: AdminRequest, _ upload: Upload) async throws -> Reply {
        guard let file = upload.files.first, file.size > 0 else {
            let problem = "The upload has no file, or an empty one. Choose a recording."
            return await list(request, problem: problem, status: .unprocessableContent)
        }
        do {
            let draft = try await blocking { [studio] in
                try studio.begin(file.path, fileName: file.name, size: file.size)
            }
            let replaced = upload.fields["replace"].flatMap { try? AnnouncementName($0) }
            let typed = upload.fields["name"].flatMap { $0.isEmpty ? nil : $0 }
            let name = replaced?.text ?? typed ?? Self.suggestion(file.name)
            return .seeOther(
                "\(AnnouncementPaths.draft(draft))?name=\(name.prefix(300).description.percentEncoded)"
                    + (replaced == nil ? "" : "&replace=yes"))
        } catch let failure as StudioError {
            return await list(request, problem: failure.sentence, status: failure.status)
        }
    }

    func draft(_ request: AdminRequest) async throws -> Reply {
        for _ in 0..<Self.polls {
            guard let draft = studio.draft(request["id"]), case .converting = draft.outcome else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await draft(
            request, name: request.query?["name"] ?? "", replacing: request.query?["replace"] == "yes")
    }

    private func draft(
        _ request: AdminRequest, name: String, replacing: Bool, problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Reply {
        guard let draft = studio.draft(request["id"]) else { return gone(request) }
        let catalogue = live.catalogue()
        let existing = (try? AnnouncementName(name)).flatMap { catalogue.names.contains($0) ? $0 : nil }
        var overview: SoundOverview?
        if case .ready(let file, _) = draft.outcome { overview = try? await sounds.overview(of: file) }
        let page = DraftPage(
            request: request, draft: draft, overview: overview, name: name, existing: existing,
            current: existing.flatMap { catalogue.announcement(Prompt($0)) }, replaces: replacing, problem: problem)
        var status = status
        if case .failed = draft.outcome, status == .ok { status = .unprocessableContent }
        var reply = request.page("Listen before publishing", status: status, page.html)
        if case .converting = draft.outcome { reply.fields[.refresh] = "1" }
        return reply
    }

    func publish(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let (text, replacing) = (fields["name"] ?? "", fields["replace"] == "yes")
        let name: AnnouncementName
        do throws(AnnouncementName.ParseError) {
            name = try AnnouncementName(text)
        } catch {
            return try await draft(
                request, name: text, replacing: replacing, problem: error.sentence, status: .unprocessableContent)
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
        await blocking { [studio] in studio.discard(id) }
        return .seeOther(AnnouncementPaths.list)
    }

    private func gone(_ request: AdminRequest) -> Reply {
        request.frame.refusal("Not found", .notFound, StudioError.noDraft.sentence)
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
