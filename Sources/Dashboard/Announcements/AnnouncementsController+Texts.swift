import CallFlow
import HTTPListener
import HTTPTypes
import MediaLibrary
import Sipgate
import Telephony
import Webhook

/// Announcements that are typed: heard first, then published as the text that the configuration has.
extension AnnouncementsController {
    /// Bytes of a form with the longest text.
    static let longestForm = 1 << 17

    /// The routes, if texts can be written into the configuration.
    var textRoutes: [AdminRoute] {
        guard let editing else { return [] }
        return [
            .get(TypedText.path) { try await showText($0, editing) },
            .form(TypedText.path, limit: Self.longestForm) { try await takeText($0, $1, editing) },
            .text(TypedText.path + "/hear", limit: Self.longestForm) { try await hearInPlace($0, $1, editing) },
        ]
    }

    // MARK: Typing

    private func showText(_ request: AdminRequest, _ editing: FormEditing) async throws -> Reply {
        await editing.answer(request, Texts.Speaking.new) { opened in
            if let id = request.query?["draft"], draft(id) != nil, let typed = typedDrafts[id] {
                return page(request, typed, opened)
            }
            let name = request.query?["name"] ?? ""
            let text = (try? AnnouncementName(name)).flatMap { opened.configuration.texts[$0] }
            let isNamed = (try? AnnouncementName(name)).map { text != nil || live.catalogue().names.contains($0) }
            return page(
                request, TypedText(name, text, in: opened.configuration), opened, isNamed: isNamed ?? false)
        }
    }

    private func page(
        _ request: AdminRequest, _ typed: TypedText, _ opened: FormEditing.Opened, isNamed: Bool = false,
        problem: HTML? = nil
    ) -> Reply {
        let isRecorded = (try? AnnouncementName(typed.name)).map(isRecorded) ?? false
        let page = TextPage(
            request: request, typed: typed, configuration: opened.configuration, speaks: studio.speaks,
            isRecorded: isRecorded, isNamed: isNamed, problem: problem)
        return request.page(
            Texts.Speaking.new, status: problem == nil ? .ok : .unprocessableContent, page.html)
    }

    /// Whether callers hear a recording under a name, so that its text is a script.
    private func isRecorded(_ name: AnnouncementName) -> Bool {
        live.catalogue().recordings.contains { $0.name == name && !$0.isSpoken }
    }

    private func takeText(
        _ request: AdminRequest, _ fields: FormFields, _ editing: FormEditing
    ) async throws -> Reply {
        let typed = TypedText(fields)
        return await editing.answer(request, Texts.Speaking.new) { opened in
            func again(_ problem: HTML) -> Reply {
                page(request, typed, opened, isNamed: fields["named"] != nil, problem: problem)
            }
            do throws(TypedText.Mistake) {
                let (name, text) = try announcement(typed, opened)
                if fields["action"] == "hear" {
                    return .seeOther(AnnouncementPaths.draft(try await draft(typed, name, text, opened)))
                }
                return await publish(text, as: name, opened, editing, hash: nil, again: again)
            } catch {
                return again(HTML(error.sentence))
            }
        }
    }

    /// What was typed, if the visitor may publish it.
    private func announcement(
        _ typed: TypedText, _ opened: FormEditing.Opened
    ) throws(TypedText.Mistake) -> (name: AnnouncementName, text: AnnouncementText) {
        let (name, text) = try typed.announcement(in: opened.configuration)
        if let refusal = refusal(of: name) { throw TypedText.Mistake(refusal) }
        return (name, text)
    }

    // MARK: Hearing

    /// Has a text spoken.
    private func draft(
        _ typed: TypedText, _ name: AnnouncementName, _ text: AnnouncementText, _ opened: FormEditing.Opened
    ) async throws(TypedText.Mistake) -> RecordingDraft {
        guard let spoken = text.spoken(at: now(), in: opened.configuration, live.plan.overrides) else {
            throw TypedText.Mistake(Texts.Speaking.nothingSpeaks)
        }
        do throws(SpeechFailure) {
            let draft = try await studio.begin(speaking: spoken)
            drafters.add([draft.id], of: VisitorScope.customers)
            typedDrafts.add(typed, of: draft.id)
            return draft
        } catch {
            let heard = live.catalogue().announcement(Prompt(name)) != nil
            throw TypedText.Mistake(
                Texts.Speaking.failed(error) + (heard ? " " + Texts.Speaking.beforeStays : ""))
        }
    }

    /// For a script: answers with the path of the sound, or with a sentence.
    private func hearInPlace(
        _ request: AdminRequest, _ body: String, _ editing: FormEditing
    ) async throws -> Reply {
        guard let fields = try? FormFields(Array(body.utf8)) else { return .notFound }
        func refused(_ sentence: String) -> Reply { Reply(.unprocessableContent, text: sentence) }
        let typed = TypedText(fields)
        do throws(FormEditing.Failure) {
            let opened = try await editing.open()
            do throws(TypedText.Mistake) {
                let (name, text) = try announcement(typed, opened)
                let begun = try await draft(typed, name, text, opened)
                for _ in 0..<Self.polls {
                    guard let draft = self.draft(begun.id), case .converting = draft.outcome else { break }
                    try? await Task.sleep(for: .milliseconds(100))
                }
                guard let draft = self.draft(begun.id), case .ready = draft.outcome else {
                    return refused(Texts.Announcements.draftWaiting)
                }
                return Reply(.ok, text: AnnouncementPaths.draft(draft) + "/announcement.wav")
            } catch {
                return refused(error.sentence)
            }
        } catch {
            return refused(error.plainSentence(editing.name))
        }
    }

    // MARK: Publishing

    /// Writes what was typed for a draft into the configuration; nil if the draft is a recording.
    func publishTyped(_ request: AdminRequest) async -> Reply? {
        let id = request["id"]
        guard let editing, let typed = typedDrafts[id] else { return nil }
        return await editing.answer(request, Texts.Speaking.new) { opened in
            func again(_ problem: HTML) -> Reply { page(request, typed, opened, problem: problem) }
            do throws(TypedText.Mistake) {
                let (name, text) = try announcement(typed, opened)
                var hash: String?
                if case .ready(let file, _)? = draft(id)?.outcome { hash = file.hash }
                let reply = await publish(text, as: name, opened, editing, hash: hash, again: again)
                if reply.status == .seeOther { await blocking { [studio] in studio.discard(id) } }
                return reply
            } catch {
                return again(HTML(error.sentence))
            }
        }
    }

    private func publish(
        _ text: AnnouncementText, as name: AnnouncementName, _ opened: FormEditing.Opened, _ editing: FormEditing,
        hash: String?, again: (HTML) -> Reply
    ) async -> Reply {
        do throws(FormEditing.Failure) {
            let draft = try await editing.draft([.text(name, text)], of: opened)
            if !draft.isEmpty { try await editing.save(draft) }
        } catch {
            return again(error.sentence(editing.name))
        }
        guard let hash, !isRecorded(name) else {
            return .seeOther(AnnouncementPaths.page(name) + "?text=saved")
        }
        return await publishing(name, hash: hash)
    }
}
