import CallFlow
import HTTPListener
import MediaLibrary
import Sipgate
import Telephony

/// One announcement: its sound, its uses, and its earlier versions.
struct AnnouncementPage {
    let request: AdminRequest
    let name: AnnouncementName
    /// Several if they share a name; none after deletion.
    let recordings: [RecordingState]
    let file: PublishedFile?
    let overview: SoundOverview?
    let versions: [ReplacedRecording]
    let catalogue: Catalogue
    let configuration: Configuration
    let places: [AnnouncementUse]
    let overrides: ScheduleOverrides
    /// The state of a publication that was just started.
    let publishing: PublishStatus?
    let problem: String?
    let now: Moment

    var html: HTML {
        """
        <p><a href="\(AnnouncementPaths.list)">\(Texts.Announcements.all)</a></p>
        <h1>\(name)</h1>
        \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(publishNote)\(obstacles)
        \(savedText)\(file.map(sound))\(original)\(words)\(recordings.isEmpty && text == nil ? nil : replacement)\(history)\
        \(isRecorded ? deletion : nil)
        """
    }

    private var text: AnnouncementText? { configuration.texts[name] }
    private var isRecorded: Bool { recordings.contains { !$0.isSpoken } }

    private var savedText: HTML? {
        request.query?["text"] == nil ? nil : "<p class=\"good\" role=\"status\">\(Texts.Speaking.saved)</p>"
    }

    /// What it says in words: spoken, or as the script of its recording.
    private var words: HTML? {
        let mayChange = request.frame.visitor.mayPost(TypedText.path) && mayChange
        let link: HTML? =
            mayChange
            ? """
            <p><a class="button quiet" href="\(TextPage.path(of: name))">\(text == nil ? Texts.Speaking.write : Texts.Speaking.change)</a></p>
            """ : nil
        guard let text else { return link.map { "<section class=\"card\">\($0)</section>" } }
        let state = TextPieces.state(catalogue.texts[name], isHeard: file != nil)
        let script: HTML? = configuration.speech == nil ? "<p class=\"faint\">\(Texts.Speaking.isScript)</p>" : nil
        return """
            <section class="card"><h2>\(Texts.Speaking.text)</h2><blockquote>\(text.template.written)</blockquote>
            \(TextPieces.wordings(text, in: configuration, overrides, now: now))\(state)\(script)\(link)</section>
            """
    }

    private func address(_ file: PublishedFile) -> String { configuration.publicURL.appending("/media/\(file.name)") }

    private var publishNote: HTML {
        switch publishing?.stage {
        case nil: .empty
        case .live where places.isEmpty:
            """
            <div class="note" role="status"><p>\(Texts.Announcements.noNumberYet(name.text))</p>\(uses)</div>
            """
        case .live: "<p class=\"good\" role=\"status\">\(Texts.Announcements.live(file.map(address)))</p>"
        case .waiting:
            """
            <p class="note" role="status" data-publishing="\(publishing?.events(of: name) ?? "")">\(Texts.Announcements.waiting)</p>
            """
        case .failed: .empty
        case .overdue: "<p class=\"note\" role=\"status\">\(Texts.Announcements.differs)</p>"
        }
    }

    /// Where it can be played for some days instead of the usual one.
    private var uses: HTML? {
        let schedules = configuration.scheduleUses.map(\.key).filter { name in
            request.frame.visitor.mayPost(HomePaths.location(name) + "/switch")
        }.sorted().prefix(12)
        guard !schedules.isEmpty else { return nil }
        let links = schedules.map { schedule -> HTML in
            let query = String.query(of: [("play", name.text)])
            let path = "\(HomePaths.location(schedule))/close?\(query)"
            return "<a class=\"button quiet\" href=\"\(path)\">\(schedule)</a>"
        }
        return "<p>\(Texts.Announcements.playForDays)</p><p class=\"row\">\(links)</p>"
    }

    private var obstacles: HTML {
        if recordings.isEmpty {
            if publishing?.stage == .waiting || text != nil { return .empty }
            return "<p class=\"note\">\(Texts.Announcements.isDeleted)</p>"
        }
        return recordings.compactMap { recording in
            AnnouncementWords.obstacle(recording).map { reason -> HTML in
                let before = file == nil ? Texts.Announcements.isNotPublished : Texts.Announcements.hearPrevious
                return "<p class=\"bad\">\(recording.path): \(reason) \(before)</p>"
            }
        }.reduce(.empty, +)
    }

    private func sound(_ file: PublishedFile) -> HTML {
        let format = recordings.first?.report.map { report -> HTML in
            "<dt>\(Texts.Announcements.recording)</dt><dd>\(AnnouncementWords.format(report.format))</dd>"
        }
        return """
            <section class="card">\(AnnouncementPieces.waveform(AnnouncementPaths.waveform(file), isLarge: true))
            \(AnnouncementPieces.player(Texts.Announcements.published, AnnouncementPaths.sound(file)))
            \(AnnouncementPieces.places { AnnouncementPaths.heard(file, in: $0) })
            \(players)\(AnnouncementPieces.shortening(file))
            <dl class="figures">\(AnnouncementPieces.figures(file, overview))
            <dt>\(Texts.Announcements.usedBy)</dt>\
            <dd>\(places.isEmpty ? HTML(Texts.Announcements.nothing) : AnnouncementWords.places(places))</dd></dl>
            <details><summary>\(Texts.Announcements.details)</summary>
            <dl class="figures">\(AnnouncementPieces.details(overview))\(format)
            <dt>URL</dt><dd><a href="\(address(file))"><code>\(address(file))</code></a></dd></dl></details>
            \(AnnouncementPieces.findings(recordings.flatMap(\.findings)))</section>
            """
    }

    /// Players for recordings that browsers can play.
    private var players: HTML {
        recordings.filter { !$0.isSpoken && BrowserSound.type($0.report?.format.container) != nil }
            .map { AnnouncementPieces.player(Texts.Announcements.recording($0.path), AnnouncementPaths.original($0)) }
            .reduce(.empty, +)
    }

    /// The recording, if nothing is published.
    private var original: HTML { file == nil ? players : .empty }

    /// Whether the visitor may change the announcement: not one that other customers use too.
    private var mayChange: Bool { request.frame.visitor.mayPost(AnnouncementPaths.page(name) + "/delete") }

    private var replacement: HTML? {
        guard mayChange else { return nil }
        return """
            <section class="card"><h2>\(isRecorded || text == nil ? Texts.Announcements.replace : Texts.Speaking.recordInstead)</h2>\
            \(AnnouncementPieces.uploadForm(request, replacing: name, script: text?.template.written))
            <p class="faint">\(Texts.Announcements.preview) \(Texts.Announcements.callsGoOn)</p></section>
            """
    }

    // MARK: Earlier versions

    private var history: HTML {
        let recorded = Set(versions.compactMap(\.published))
        let rows =
            versions.map(row)
            + catalogue.earlier(of: name).filter { !recorded.contains($0.name) }.map(row)
        guard !rows.isEmpty else { return .empty }
        return """
            <section><h2>\(Texts.Announcements.earlier)</h2><div class="scroll"><table><thead><tr>\
            <th scope="col">\(Texts.Announcements.until)</th><th scope="col">\(Texts.Announcements.version)</th>\
            <th scope="col">\(Texts.Home.listen)</th><th scope="col"></th></tr></thead><tbody>\(rows)</tbody></table></div>
            <p class="faint">\(Texts.Announcements.kept)</p></section>
            """
    }

    private func row(_ version: ReplacedRecording) -> HTML {
        let published = version.published.flatMap { catalogue.file(named: $0) }
        var sounds: [HTML] = []
        if let published {
            sounds.append(AnnouncementPieces.player(Texts.Announcements.published, AnnouncementPaths.sound(published)))
        }
        if BrowserSound.type(version.container) != nil {
            sounds.append(
                AnnouncementPieces.player(Texts.Announcements.recording, AnnouncementPaths.version(version, of: name)))
        }
        let duration = version.duration.map { ", \(AnnouncementWords.duration($0))" } ?? ""
        return """
            <tr><td>\(AnnouncementWords.time(version.time, in: configuration.timeZone, now: now))<br><small>\(version.reason == .deleted ? Texts.Announcements.wasRemoved : Texts.Announcements.wasReplaced)</small></td>\
            <td>\(version.path)\(duration)</td><td>\(sounds)</td><td>\(restoreButton("version", version.id))</td></tr>
            """
    }

    /// A version whose recording was replaced outside the dashboard, so only the published file exists.
    private func row(_ file: PublishedFile) -> HTML {
        """
        <tr><td><small>\(Texts.Announcements.withinADay)</small></td><td>\(file.name), \(AnnouncementWords.duration(file.duration))</td>\
        <td>\(AnnouncementPieces.player(Texts.Announcements.published, AnnouncementPaths.sound(file)))</td>\
        <td>\(restoreButton("published", file.name))</td></tr>
        """
    }

    private func restoreButton(_ field: String, _ value: String) -> HTML {
        request.form(
            AnnouncementPaths.page(name) + "/restore",
            "<input type=\"hidden\" name=\"\(field)\" value=\"\(value)\"><button class=\"quiet\">\(Texts.Announcements.restore)</button>"
        )
    }

    private var deletion: HTML? {
        guard mayChange else { return nil }
        guard places.isEmpty else {
            return """
                <section><h2>\(Texts.Announcements.delete)</h2>\
                <p>\(Texts.Announcements.inUse(AnnouncementWords.places(places)))</p></section>
                """
        }
        let button: HTML = "<button class=\"danger\">\(Texts.Announcements.delete(name.text))</button>"
        return """
            <section><h2>\(Texts.Announcements.delete)</h2><p>\(Texts.Announcements.notInUse)</p>
            \(request.form(AnnouncementPaths.page(name) + "/delete", button))</section>
            """
    }
}
