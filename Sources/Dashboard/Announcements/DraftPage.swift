import CallFlow
import MediaLibrary
import Telephony

/// The preview of an uploaded recording before it is published.
struct DraftPage {
    let request: AdminRequest
    let draft: RecordingDraft
    let overview: SoundOverview?
    /// As typed, or suggested from the file.
    let name: String
    /// The announcement of that name, if there is one.
    let existing: AnnouncementName?
    let current: PublishedFile?
    /// Whether replacing it is confirmed.
    let replaces: Bool
    /// Nil for a recording.
    let typed: TypedText?
    let configuration: Configuration
    let overrides: ScheduleOverrides
    let now: Moment
    let problem: String?

    private var path: String { AnnouncementPaths.draft(draft) }

    var html: HTML {
        """
        <p><a href="\(AnnouncementPaths.list)">\(Texts.Announcements.all)</a></p>
        <h1>\(Texts.Announcements.draftTitle)</h1>
        \(origin)
        \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(outcome)
        """
    }

    /// What was uploaded, or what was typed and who has spoken it.
    private var origin: HTML {
        guard let typed, let spoken = draft.spoken else {
            let name = draft.fileName.isEmpty ? Texts.Announcements.aRecording : draft.fileName
            return "<p>\(name), \(AnnouncementWords.bytes(draft.size))</p>"
        }
        let text = (try? typed.announcement(in: configuration))?.text
        let wordings = text.flatMap { TextPieces.wordings($0, in: configuration, overrides, now: now) }
        return """
            <p><strong>\(typed.name)</strong></p><blockquote>\(typed.text)</blockquote>\(wordings)
            <p class="\(spoken.isDraft ? "note" : "faint")">\(Texts.Speaking.spoken(by: spoken.engine, isDraft: spoken.isDraft))</p>
            """
    }

    private var outcome: HTML {
        switch draft.outcome {
        case .converting:
            "<p class=\"note\" role=\"status\">\(Texts.Announcements.draftWaiting)</p>\(discard)"
        case .failed(let failure):
            """
            <p class="bad" role="alert">\(Texts.Announcements.draftFailed(Texts.Recordings.failure(failure)))</p>
            <p>\(Texts.Announcements.nothingPublished)</p>\(discard)
            """
        case .ready(let file, let report): sound(file, report)
        }
    }

    private func sound(_ file: PublishedFile, _ report: RenderReport) -> HTML {
        let original =
            typed != nil
            ? HTML.empty
            : BrowserSound.type(report.format.container) == nil
                ? "<p class=\"faint\">\(Texts.Announcements.unplayable)</p>"
                : AnnouncementPieces.player(Texts.Announcements.uploaded, "\(path)/recording")
        let before = current.map { current -> HTML in
            """
            \(AnnouncementPieces.player(Texts.Announcements.current, AnnouncementPaths.sound(current)))
            <details><summary>\(Texts.Announcements.currentElsewhere)</summary>
            \(AnnouncementPieces.places { AnnouncementPaths.heard(current, in: $0) })</details>
            """
        }
        return """
            <section class="card">\(AnnouncementPieces.waveform("\(path)/waveform.svg", isLarge: true))
            \(AnnouncementPieces.player(Texts.Announcements.toPublish, "\(path)/announcement.wav"))
            \(AnnouncementPieces.places { "\(path)/\($0.file)" })
            \(original)\(before)\(AnnouncementPieces.shortening(file))
            <dl class="figures">\(AnnouncementPieces.figures(file, overview))</dl>
            <details><summary>\(Texts.Announcements.details)</summary><dl class="figures">\(AnnouncementPieces.details(overview))
            <dt>\(Texts.Announcements.recording)</dt><dd>\(AnnouncementWords.format(report.format))</dd></dl></details>
            \(AnnouncementPieces.findings(report.findings))</section>
            <section class="card">\(publication)\(discard)</section>
            """
    }

    private var publication: HTML {
        if typed != nil {
            let change = "\(TypedText.path)?draft=\(draft.id)"
            return request.form(
                path + "/publish",
                """
                <p class="row"><button>\(Texts.Announcements.publish)</button>\
                <a class="button quiet" href="\(change)">\(Texts.Speaking.change)</a></p>
                """)
        }
        let replacement: HTML =
            existing.map { name in
                """
                <p class="note"><label class="inline"><input type="checkbox" name="replace" value="yes"\(if: replaces, "checked")>\
                \(Texts.Announcements.replaces(name.text))</label></p>
                """
            } ?? .empty
        return request.form(
            path + "/publish",
            """
            <p><label for="name">\(Texts.Announcements.name)</label><input id="name" name="name" value="\(name)" maxlength="200" required \
            autocomplete="off" spellcheck="false" aria-describedby="rule"><br>
            <small id="rule">\(Texts.Announcements.nameRule)</small></p>
            \(replacement)<p><button>\(Texts.Announcements.publish)</button></p>
            """)
    }

    private var discard: HTML {
        request.form(path + "/discard", "<p><button class=\"quiet\">\(Texts.Announcements.discard)</button></p>")
    }
}
