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
    let uses: [AnnouncementName: [FlowGraph.Node]]
    let deleted: [ReplacedRecording]
    let problem: String?

    private static let length = 50
    /// The maximum number of problems listed; `announce check` lists all.
    private static let mostProblems = 20

    private var search: String { request.query?["q"] ?? "" }
    private var first: Int { max(0, Int(request.query?["first"] ?? "") ?? 0) }

    private var recordings: [RecordingState] {
        let all = catalogue.recordings
        let words = search.lowercased()
        return words.isEmpty ? all : all.filter { $0.path.lowercased().contains(words) }
    }

    var html: HTML {
        let all = recordings
        let rows = all.dropFirst(first).prefix(Self.length).map(row)
        return """
            <h1>Announcements</h1>
            \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(deletion)\(problems)
            <section class="card"><h2>New</h2>\(AnnouncementPieces.uploadForm(request))
            <p class="faint">Nothing is published until you have listened to it.</p></section>
            <form class="row" method="get" action="\(AnnouncementPaths.list)" role="search">
            <p><label for="q">Search</label><input id="q" name="q" type="search" value="\(search)"></p><p><button class="quiet">Search</button></p></form>
            <p>\(all.count) \(all.count == 1 ? "recording" : "recordings")\(search.isEmpty ? "" : " matching “\(search)”").</p>
            \(rows.isEmpty ? nil : table(rows))
            \(pages(all.count))\(undo)
            """
    }

    private func table(_ rows: [HTML]) -> HTML {
        """
        <div class="scroll"><table class="list stack short"><thead><tr><th scope="col">Announcement</th><th scope="col">Sound</th>\
        <th scope="col">Length</th><th scope="col">Level</th><th scope="col">Used by</th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
        """
    }

    private func row(_ recording: RecordingState) -> HTML {
        let file = recording.published
        let places = uses[recording.name] ?? []
        let findings = recording.findings.filter { $0.isWarning }
        let picture: HTML = file.map { AnnouncementPieces.waveform(AnnouncementPaths.waveform($0)) } ?? .empty
        let level = recording.report.map { AnnouncementWords.level($0.activeLevelDBm0) } ?? ""
        let address: HTML =
            file.map { file in
                "<br><small><a href=\"\(configuration.publicURL.appending("/media/\(file.name)"))\">\(file.name)</a></small>"
            } ?? .empty
        return """
            <tr><th scope="row"><a href="\(AnnouncementPaths.page(recording.name))">\(recording.name)</a>\
            \(tag(recording))\(address)</th><td>\(picture)\(findings.map { "<small class=\"warning\">\($0.message)</small> " as HTML })\
            \(AnnouncementWords.obstacle(recording).map { "<small class=\"failed\">\(recording.path): \($0)</small>" as HTML })</td>\
            <td>\(file.map { AnnouncementWords.duration($0.duration) })</td><td>\(level)</td>\
            <td>\(places.isEmpty ? "<span class=\"faint\">nothing</span>" : AnnouncementWords.places(places))</td></tr>

            """
    }

    private func tag(_ recording: RecordingState) -> HTML {
        switch recording.status {
        case .published: .empty
        case .converting, .beingWritten: " <span class=\"tag override\">converting</span>"
        case .failed, .sameName:
            recording.published == nil
                ? " <span class=\"tag closed\">not published</span>"
                : " <span class=\"tag closed\">previous version is live</span>"
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
        if failed.count > items.count { items.append("<li>… and \(failed.count - items.count) more.</li>") }
        items += others.prefix(Self.mostProblems).map { "<li>\($0.message)</li>" }
        return items.isEmpty ? .empty : "<div class=\"bad\"><strong>Needs attention</strong><ul>\(items)</ul></div>"
    }

    private func pages(_ count: Int) -> HTML {
        guard count > Self.length else { return .empty }
        let links = stride(from: 0, to: count, by: Self.length).map { start -> HTML in
            let end = min(count, start + Self.length)
            let current: HTML = start == first ? " aria-current=\"page\"" : ""
            let query = "first=\(start)" + (search.isEmpty ? "" : "&q=\(search.percentEncoded)")
            return "<li><a href=\"\(AnnouncementPaths.list)?\(query)\"\(current)>\(start + 1)–\(end)</a></li>"
        }
        return "<nav aria-label=\"Pages\"><ul>\(links)</ul></nav>"
    }

    // MARK: Deleted recordings

    private var deletion: HTML {
        guard let name = request.query?["deleted"] else { return .empty }
        return """
            <p class="good" role="status">\(name) was deleted. Its recording is kept; you can restore it below.</p>
            """
    }

    private var undo: HTML {
        let items = deleted.compactMap { version -> HTML? in
            guard let name = version.name else { return nil }
            let time = AnnouncementWords.time(version.time, in: configuration.timeZone)
            let form = request.form(
                AnnouncementPaths.page(name) + "/restore", kind: "inline",
                """
                <input type="hidden" name="version" value="\(version.id)"><button class="quiet">Restore</button>
                """)
            return "<li><a href=\"\(AnnouncementPaths.page(name))\">\(name)</a> <small>\(time)</small> \(form)</li>"
        }
        guard !items.isEmpty else { return .empty }
        return "<section><h2>Deleted</h2><ul class=\"plain\">\(Array(items.prefix(100)))</ul></section>"
    }
}
