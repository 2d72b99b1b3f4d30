import MediaLibrary
import Telephony

/// Several uploaded recordings before they are published: a row each to listen to, with its name.
struct DraftsPage {
    struct Row {
        let draft: RecordingDraft
        /// As typed, or suggested from the file.
        let name: String
        /// Whether there is an announcement of that name.
        let isTaken: Bool
        let problem: String?
    }

    let request: AdminRequest
    let rows: [Row]

    /// Whether one of them is still being converted.
    var isWaiting: Bool { rows.contains { if case .converting = $0.draft.outcome { true } else { false } } }

    var html: HTML {
        let form = request.form(
            AnnouncementPaths.manyDrafts + "/publish",
            """
            <ul class="rows">\(rows.map(item))</ul>
            <p class="row"><button\(if: isWaiting, "disabled")>\(Texts.Announcements.publishAll)</button>\
            <button class="quiet" name="action" value="discard">\(Texts.Announcements.discardAll)</button></p>
            """)
        return """
            <p><a href="\(AnnouncementPaths.list)">\(Texts.Announcements.all)</a></p>
            <h1>\(Texts.Announcements.draftsTitle(rows.count))</h1>
            \(isWaiting ? "<p class=\"note\" role=\"status\">\(Texts.Announcements.draftWaiting)</p>" as HTML : nil)\(form)
            """
    }

    private func item(_ row: Row) -> HTML {
        let (id, path) = (row.draft.id, AnnouncementPaths.draft(row.draft))
        let failure: HTML? = row.problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" }
        switch row.draft.outcome {
        case .converting:
            return
                "<li><input type=\"hidden\" name=\"id\" value=\"\(id)\"><span class=\"grow\">\(row.draft.fileName)</span></li>"
        case .failed(let reason):
            return """
                <li><input type="hidden" name="id" value="\(id)"><span class="grow">\(row.draft.fileName)</span>\
                <p class="bad">\(Texts.Announcements.draftFailed(Texts.Recordings.failure(reason)))</p></li>
                """
        case .ready(let file, let report):
            let replace: HTML? =
                row.isTaken
                ? """
                <label class="inline"><input type="checkbox" name="replace-\(id)" value="yes">\(Texts.Announcements.replaceShort)</label>
                """ : nil
            let warnings = report.findings.filter(\.isWarning).map {
                "<small class=\"warning\">\(Texts.Recordings.finding($0))</small> " as HTML
            }
            return """
                <li><input type="hidden" name="id" value="\(id)">\
                <a class="listen" data-listen href="\(path)/announcement.wav" aria-label="\(Texts.Home.listen(to: row.draft.fileName))"></a>
                <input class="grow" name="name-\(id)" value="\(row.name)" maxlength="200" required autocomplete="off" spellcheck="false" \
                aria-label="\(Texts.Announcements.name): \(row.draft.fileName)">\(replace)\
                <span class="faint">\(AnnouncementWords.duration(file.duration))</span>\(warnings)\(failure)</li>
                """
        }
    }
}
