import CallFlow
import HTTPListener
import MediaLibrary
import Sipgate
import Telephony

/// The list of recordings, one row each.
struct AnnouncementsPage {
    let request: AdminRequest
    let catalogue: Catalogue
    let configuration: Configuration
    let uses: [AnnouncementName: [AnnouncementUse]]
    /// How far the texts of announcements have come.
    let texts: [AnnouncementName: SpokenState]
    /// Whether something speaks texts.
    let speaks: Bool
    let deleted: [ReplacedRecording]
    /// The newest replaced recording of each name, if that was lately.
    let replaced: [AnnouncementName: ReplacedRecording]
    let problem: String?
    let now: Moment

    private static let length = 30
    /// The maximum number of problems listed; `announce check` lists all.
    private static let mostProblems = 20

    private var search: String { request.query?["q"] ?? "" }
    private var first: Int { max(0, Int(request.query?["first"] ?? "") ?? 0) }

    private var recordings: [RecordingState] {
        let all = catalogue.recordings
        let words = search.lowercased()
        return words.isEmpty
            ? all
            : all.filter { recording in
                recording.path.lowercased().contains(words)
                    || configuration.texts[recording.name]?.template.written.lowercased().contains(words) == true
            }
    }

    var html: HTML {
        let all = recordings
        let rows = all.dropFirst(first).prefix(Self.length).map(row)
        return """
            <h1>\(Texts.Announcements.title)</h1>
            \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(deletion)\(publication)\(problems)
            \(new)
            <form class="row" method="get" action="\(AnnouncementPaths.list)" role="search">
            <p><label for="q">\(Texts.Search.button)</label><input id="q" name="q" type="search" value="\(search)"></p>\
            <p><button class="quiet">\(Texts.Search.button)</button></p></form>
            <p>\(Texts.Announcements.count(all.count, matching: search))</p>
            \(rows.isEmpty ? nil : table(rows))
            \(pages(all.count))\(undo)
            """
    }

    /// Nothing for those who only listen.
    private var new: HTML? {
        guard request.frame.visitor.mayPost(AnnouncementPaths.upload) else { return nil }
        return """
            <section class="card" id="new"><h2>\(Texts.Announcements.new)</h2>\(AnnouncementPieces.uploadForm(request))
            \(typing)<p class="faint">\(Texts.Announcements.preview)</p></section>
            """
    }

    private var typing: HTML? {
        guard speaks, request.frame.visitor.mayPost(TypedText.path) else { return nil }
        return "<p><a class=\"button quiet\" href=\"\(TypedText.path)\">\(Texts.Speaking.new)</a></p>"
    }

    /// The beginning of what an announcement says.
    private func caption(_ name: AnnouncementName) -> HTML? {
        configuration.texts[name].map { text in
            let words = text.template.written
            let short = words.count > Self.captionLength ? words.prefix(Self.captionLength) + "…" : words[...]
            return "<br><small>\(String(short))</small>"
        }
    }

    private static let captionLength = 80

    private func table(_ rows: [HTML]) -> HTML {
        """
        <table class="list stack short"><thead><tr><th scope="col"><span class="hidden">\(Texts.Home.listen)</span></th>\
        <th scope="col">\(Texts.Announcements.announcement)</th>\
        <th scope="col"><span class="hidden">\(Texts.Announcements.sound)</span></th>\
        <th scope="col">\(Texts.Announcements.length)</th><th scope="col">\(Texts.Announcements.level)</th>\
        <th scope="col">\(Texts.Announcements.usedBy)</th></tr></thead>
        <tbody>\(rows)</tbody></table>
        """
    }

    private func row(_ recording: RecordingState) -> HTML {
        let file = recording.published
        let places = uses[recording.name] ?? []
        let findings = recording.findings.filter { $0.isWarning }
        let picture: HTML = file.map { AnnouncementPieces.waveform(AnnouncementPaths.waveform($0)) } ?? .empty
        let level = recording.report.map { AnnouncementWords.loudness($0.activeLevelDBm0) } ?? ""
        let listen = ListenLink(Prompt(recording.name), catalogue, words: "")?.html
        return """
            <tr><td>\(listen)</td><th scope="row"><a href="\(AnnouncementPaths.page(recording.name))">\(recording.name)</a>\
            \(tag(recording))\(TextPieces.tag(texts[recording.name]).map { " \($0)" as HTML })\(caption(recording.name))\(findings.map { " <small class=\"warning\">\(Texts.Recordings.finding($0))</small>" as HTML })\
            \(AnnouncementWords.obstacle(recording).map { " <small class=\"failed\">\(recording.path): \($0)</small>" as HTML })</th>\
            <td>\(picture)</td><td>\(file.map { AnnouncementWords.duration($0.duration) })</td><td>\(level)</td>\
            <td>\(places.isEmpty ? "<span class=\"faint\">\(Texts.Announcements.nothing)</span>" : AnnouncementWords.places(places, most: 3))\
            \(replaced[recording.name].map { bringBack(recording.name, $0) })</td></tr>

            """
    }

    /// Puts the version back that was replaced last.
    private func bringBack(_ name: AnnouncementName, _ version: ReplacedRecording) -> HTML {
        let time = AnnouncementWords.time(version.time, in: configuration.timeZone, now: now)
        let fields: HTML = """
            <input type="hidden" name="version" value="\(version.id)"><button class="quiet">\
            \(Texts.Announcements.bringBack) <span class="hidden">\(name) (\(Texts.Configuration.until(time)))</span></button>
            """
        return request.form(AnnouncementPaths.page(name) + "/restore", kind: "inline", fields)
    }

    private func tag(_ recording: RecordingState) -> HTML {
        switch recording.status {
        case .published: .empty
        case .converting, .beingWritten: " <span class=\"tag override\">\(Texts.Announcements.converting)</span>"
        case .failed, .sameName:
            recording.published == nil
                ? " <span class=\"tag closed\">\(Texts.Announcements.notPublished)</span>"
                : " <span class=\"tag closed\">\(Texts.Announcements.previousIsLive)</span>"
        }
    }

    /// Problems, including those that no row shows.
    private var problems: HTML {
        let others = catalogue.problems.filter { problem in
            switch problem {
            case .failed, .sameName, .beingWritten: false
            default: true
            }
        }
        let failed = catalogue.recordings.filter { AnnouncementWords.obstacle($0) != nil && $0.status != .beingWritten }
        var items = failed.prefix(Self.mostProblems).map { recording -> HTML in
            """
            <li><a href="\(AnnouncementPaths.page(recording.name))">\(recording.path)</a>: \
            \(AnnouncementWords.obstacle(recording))</li>
            """
        }
        if failed.count > items.count {
            items.append("<li>\(Texts.Announcements.more(failed.count - items.count))</li>")
        }
        items += others.prefix(Self.mostProblems).map { "<li>\(Texts.Recordings.problem($0))</li>" }
        return items.isEmpty
            ? .empty : "<div class=\"bad\"><strong>\(Texts.Announcements.attention)</strong><ul>\(items)</ul></div>"
    }

    private func pages(_ count: Int) -> HTML {
        guard count > Self.length else { return .empty }
        let links = stride(from: 0, to: count, by: Self.length).map { start -> HTML in
            let end = min(count, start + Self.length)
            let current: HTML = start == first ? " aria-current=\"page\"" : ""
            let query = "first=\(start)" + (search.isEmpty ? "" : "&q=\(search.percentEncoded)")
            return "<a href=\"\(AnnouncementPaths.list)?\(query)\"\(current)>\(start + 1)–\(end)</a>"
        }
        return "<nav class=\"chips\" aria-label=\"\(Texts.Announcements.pages)\">\(links)</nav>"
    }

    // MARK: Deleted recordings

    private var deletion: HTML {
        guard let name = request.query?["deleted"] else { return .empty }
        return """
            <p class="good" role="status">\(Texts.Announcements.wasDeleted(name))</p>
            """
    }

    /// How many recordings were just published together.
    private var publication: HTML? {
        request.query?["published"].flatMap { Int($0) }.map { count in
            "<p class=\"good\" role=\"status\">\(Texts.Announcements.werePublished(count))</p>"
        }
    }

    private var undo: HTML {
        let items = deleted.compactMap { version -> HTML? in
            guard let name = version.name else { return nil }
            let time = AnnouncementWords.time(version.time, in: configuration.timeZone, now: now)
            let form = request.form(
                AnnouncementPaths.page(name) + "/restore", kind: "inline",
                """
                <input type="hidden" name="version" value="\(version.id)"><button class="quiet">\(Texts.Announcements.restore)</button>
                """)
            return "<li><a href=\"\(AnnouncementPaths.page(name))\">\(name)</a> <small>\(time)</small> \(form)</li>"
        }
        guard !items.isEmpty else { return .empty }
        return
            "<section><h2>\(Texts.Announcements.deleted)</h2><ul class=\"plain\">\(Array(items.prefix(100)))</ul></section>"
    }
}
