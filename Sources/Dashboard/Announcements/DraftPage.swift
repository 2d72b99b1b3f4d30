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
    let problem: String?

    private var path: String { AnnouncementPaths.draft(draft) }

    var html: HTML {
        """
        <p><a href="\(AnnouncementPaths.list)">All announcements</a></p>
        <h1>Listen before publishing</h1>
        <p>\(draft.fileName.isEmpty ? "A recording" : draft.fileName), \(AnnouncementWords.bytes(draft.size))</p>
        \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(outcome)
        """
    }

    private var outcome: HTML {
        switch draft.outcome {
        case .converting:
            "<p class=\"note\" role=\"status\">Being converted. This page updates by itself.</p>\(discard)"
        case .failed(let failure):
            """
            <p class="bad" role="alert">This recording cannot be published: \(failure.message)</p>
            <p>Nothing was published. Choose another recording, or export this one again.</p>\(discard)
            """
        case .ready(let file, let report): sound(file, report)
        }
    }

    private func sound(_ file: PublishedFile, _ report: RenderReport) -> HTML {
        let original =
            BrowserSound.type(report.format.container) == nil
            ? "<p class=\"faint\">Browsers cannot play the uploaded format, only the converted announcement.</p>"
            : AnnouncementPieces.player("Uploaded recording", "\(path)/recording")
        let before = current.map { AnnouncementPieces.player("Currently published", AnnouncementPaths.sound($0)) }
        return """
            <section class="card">\(AnnouncementPieces.waveform("\(path)/waveform.svg", isLarge: true))
            \(AnnouncementPieces.player("Announcement to be published", "\(path)/announcement.wav"))
            \(AnnouncementPieces.player("As heard on a telephone", "\(path)/phone-ear.wav"))
            \(original)\(before)\(AnnouncementPieces.shortening(file))
            <dl class="figures">\(AnnouncementPieces.figures(file, overview))
            <dt>Recording</dt><dd>\(AnnouncementWords.format(report.format))</dd></dl>
            \(AnnouncementPieces.findings(report.findings))</section>
            <section class="card">\(publication)\(discard)</section>
            """
    }

    private var publication: HTML {
        let replacement: HTML =
            existing.map { name in
                """
                <p class="note"><label class="inline"><input type="checkbox" name="replace" value="yes"\(if: replaces, "checked")>\
                Replace the announcement \(name). The previous version is kept and can be restored.</label></p>
                """
            } ?? .empty
        return request.form(
            path + "/publish",
            """
            <p><label for="name">Name</label><input id="name" name="name" value="\(name)" maxlength="200" required \
            autocomplete="off" spellcheck="false" aria-describedby="rule"><br>
            <small id="rule">The name used in announce.yaml. A slash makes a folder.</small></p>
            \(replacement)<p><button>Publish</button></p>
            """)
    }

    private var discard: HTML {
        request.form(path + "/discard", "<p><button class=\"quiet\">Discard</button></p>")
    }
}
