import CallFlow
import MediaLibrary
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
    let places: [FlowGraph.Node]
    /// The state of a publication that was just started.
    let publishing: PublishStatus?
    let problem: String?

    var html: HTML {
        """
        <p><a href="\(AnnouncementPaths.list)">All announcements</a></p>
        <h1>\(name)</h1>
        \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(publishNote)\(obstacles)
        \(file.map(sound))\(original)\(recordings.isEmpty ? nil : replacement)\(history)\(recordings.isEmpty ? nil : deletion)
        """
    }

    private func address(_ file: PublishedFile) -> String { configuration.publicURL.appending("/media/\(file.name)") }

    private var publishNote: HTML {
        switch publishing?.stage {
        case nil: .empty
        case .live:
            "<p class=\"good\" role=\"status\">Live: callers hear it now\(file.map { " at \(address($0))" as HTML }).</p>"
        case .waiting:
            """
            <p class="note" role="status" data-publishing="\(publishing?.events(of: name) ?? "")">\
            Being converted; not live yet. This page updates by itself.</p>
            """
        case .failed: .empty
        case .overdue:
            """
            <p class="note" role="status">What callers hear differs from the preview: the settings for recordings have changed, or the announcement was \
            replaced again. Listen to it below.</p>
            """
        }
    }

    private var obstacles: HTML {
        if recordings.isEmpty {
            if publishing?.stage == .waiting { return .empty }
            return "<p class=\"note\">Deleted; callers do not hear it. You can restore it below.</p>"
        }
        return recordings.compactMap { recording in
            AnnouncementWords.obstacle(recording).map { reason -> HTML in
                let before = file == nil ? "It is not published." : "Callers hear the previous version."
                return "<p class=\"bad\">\(recording.path): \(reason) \(before)</p>"
            }
        }.reduce(.empty, +)
    }

    private func sound(_ file: PublishedFile) -> HTML {
        let format = recordings.first?.report.map { report -> HTML in
            "<dt>Recording</dt><dd>\(AnnouncementWords.format(report.format))</dd>"
        }
        return """
            <section class="card">\(AnnouncementPieces.waveform(AnnouncementPaths.waveform(file), isLarge: true))
            \(AnnouncementPieces.player("Published announcement", AnnouncementPaths.sound(file)))
            \(AnnouncementPieces.player("As heard on a telephone", AnnouncementPaths.phoneEar(file)))
            \(players)\(AnnouncementPieces.shortening(file))
            <dl class="figures">\(AnnouncementPieces.figures(file, overview))\(format)
            <dt>URL</dt><dd><a href="\(address(file))"><code>\(address(file))</code></a></dd>
            <dt>Used by</dt><dd>\(places.isEmpty ? "nothing" : AnnouncementWords.places(places))</dd></dl>
            \(AnnouncementPieces.findings(recordings.flatMap(\.findings)))</section>
            """
    }

    /// Players for recordings that browsers can play.
    private var players: HTML {
        recordings.filter { BrowserSound.type($0.report?.format.container) != nil }
            .map { AnnouncementPieces.player("Recording \($0.path)", AnnouncementPaths.original($0)) }
            .reduce(.empty, +)
    }

    /// The recording, if nothing is published.
    private var original: HTML { file == nil ? players : .empty }

    private var replacement: HTML {
        """
        <section class="card"><h2>Replace</h2>\(AnnouncementPieces.uploadForm(request, replacing: name))
        <p class="faint">Nothing is published until you have listened to it. Calls in progress hear the old version to its end.</p></section>
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
            <section><h2>Earlier versions</h2><div class="scroll"><table><thead><tr><th scope="col">Until</th><th scope="col">Version</th>\
            <th scope="col">Listen</th><th scope="col"></th></tr></thead><tbody>\(rows)</tbody></table></div>
            <p class="faint">The last ten replaced or deleted recordings are kept. URLs of earlier versions work for one more day.</p></section>
            """
    }

    private func row(_ version: ReplacedRecording) -> HTML {
        let published = version.published.flatMap { catalogue.file(named: $0) }
        var sounds: [HTML] = []
        if let published {
            sounds.append(AnnouncementPieces.player("Published announcement", AnnouncementPaths.sound(published)))
        }
        if BrowserSound.type(version.container) != nil {
            sounds.append(
                AnnouncementPieces.player("Recording", AnnouncementPaths.version(version, of: name)))
        }
        let duration = version.duration.map { ", \(AnnouncementWords.duration($0))" } ?? ""
        return """
            <tr><td>\(AnnouncementWords.time(version.time, in: configuration.timeZone))<br><small>\(version.reason.rawValue)</small></td>\
            <td>\(version.path)\(duration)</td><td>\(sounds)</td><td>\(restoreButton("version", version.id))</td></tr>
            """
    }

    /// A version whose recording was replaced outside the dashboard, so only the published file exists.
    private func row(_ file: PublishedFile) -> HTML {
        """
        <tr><td><small>within the last day</small></td><td>\(file.name), \(AnnouncementWords.duration(file.duration))</td>\
        <td>\(AnnouncementPieces.player("Published announcement", AnnouncementPaths.sound(file)))</td>\
        <td>\(restoreButton("published", file.name))</td></tr>
        """
    }

    private func restoreButton(_ field: String, _ value: String) -> HTML {
        request.form(
            AnnouncementPaths.page(name) + "/restore",
            "<input type=\"hidden\" name=\"\(field)\" value=\"\(value)\"><button class=\"quiet\">Restore</button>")
    }

    private var deletion: HTML {
        guard places.isEmpty else {
            return """
                <section><h2>Delete</h2><p>In use, so it cannot be deleted: \(AnnouncementWords.places(places)).</p></section>
                """
        }
        return """
            <section><h2>Delete</h2><p>Not in use. The recording is kept and can be restored.</p>
            \(request.form(AnnouncementPaths.page(name) + "/delete", "<button class=\"danger\">Delete \(name)</button>"))</section>
            """
    }
}
