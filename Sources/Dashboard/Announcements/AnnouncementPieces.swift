import HTTPListener
import MediaLibrary
import Telephony

/// Fragments that the pages on announcements share.
enum AnnouncementPieces {
    static func waveform(_ path: String, isLarge: Bool = false) -> HTML {
        isLarge
            ? "<img class=\"wave large\" src=\"\(path)\" alt=\"\" width=\"960\" height=\"120\">"
            : "<img class=\"wave\" src=\"\(path)\" alt=\"\" width=\"160\" height=\"32\" loading=\"lazy\">"
    }

    /// - Parameter label: the name of the sound.
    static func player(_ label: String, _ path: String) -> HTML {
        """
        <div class="player"><span>\(label)</span>\
        <audio controls preload="none" src="\(path)" aria-label="\(label)"></audio></div>
        """
    }

    /// A note that the telephone version is shorter than the announcement.
    static func shortening(_ file: PublishedFile) -> HTML {
        let minutes = PublishedFile.longestPhoneEar / 60
        return file.duration > Double(60 * minutes)
            ? "<p class=\"faint\">The telephone version ends after \(minutes) minutes.</p>" : .empty
    }

    /// Level, peak, length.
    static func figures(_ file: PublishedFile, _ overview: SoundOverview?) -> HTML {
        var figures: [(String, String)] = [("Length", AnnouncementWords.duration(file.duration))]
        if let overview {
            figures.append(("Speech level", AnnouncementWords.level(overview.activeLevelDBm0)))
            let peak = overview.peakDBFS.map { AnnouncementWords.decibels($0) + " dBFS" } ?? "digital silence"
            figures.append(("Peak", peak))
        }
        return figures.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as HTML }.reduce(.empty, +)
    }

    static func findings(_ findings: [RecordingFinding]) -> HTML {
        findings.isEmpty
            ? "<p class=\"faint\">No findings.</p>"
            : "<ul class=\"findings\">\(findings.map(AnnouncementWords.finding))</ul>"
    }

    /// A form for a file and a name, with a recorder that the script shows if the browser supports it.
    ///
    /// - Parameter replaced: the announcement to replace; nil: a new one.
    static func uploadForm(_ request: AdminRequest, replacing replaced: AnnouncementName? = nil) -> HTML {
        let name: HTML =
            replaced.map { "<input type=\"hidden\" name=\"replace\" value=\"\($0.text)\">" }
                ?? """
                <p><label for="name">Name <small>(default: the file’s name)</small></label>
                <input id="name" name="name" maxlength="200" autocomplete="off" spellcheck="false"></p>
                """
        let form = request.form(
            AnnouncementPaths.upload, takesFiles: true, kind: "row",
            """
            \(name)<p><label for="file">Recording <small>(any audio file, or drop one here)</small></label>
            <input id="file" name="file" type="file" accept="audio/*,video/mp4,video/webm,.amr,.w64,.caf" required></p>
            <p><button>Upload and listen</button></p>
            """)
        return """
            <div data-upload>\(form)\
            <div data-recorder="\(AnnouncementsController.recorder.path)" hidden>
            <p class="row"><button type="button" class="quiet" data-record>Record with the microphone</button>
            <button type="button" class="danger" data-stop hidden>Stop</button>
            <meter min="-60" max="0" low="-40" high="-3" optimum="-12" value="-60" aria-label="Microphone level" hidden></meter>
            <output data-time></output></p></div>
            <p data-status role="status"></p></div>
            """
    }
}
