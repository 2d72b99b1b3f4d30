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

    /// Players for how an announcement is heard in each place.
    ///
    /// - Parameter path: the sound's path by the place.
    static func places(_ path: (ListeningPlace) -> String) -> HTML {
        ListeningPlace.allCases.map { player(Texts.Announcements.heard(in: $0), path($0)) }.reduce(.empty, +)
    }

    /// Notes that what is heard in a place is shorter than the announcement.
    static func shortening(_ file: PublishedFile) -> HTML {
        ListeningPlace.allCases.filter { file.duration > Double($0.longest) }.map { place -> HTML in
            let words = Texts.Announcements.shortened(Texts.Announcements.heard(in: place), minutes: place.longest / 60)
            return "<p class=\"faint\">\(words)</p>"
        }.reduce(.empty, +)
    }

    /// Length, and whether it is loud enough.
    static func figures(_ file: PublishedFile, _ overview: SoundOverview?) -> HTML {
        var figures = [(Texts.Announcements.length, AnnouncementWords.duration(file.duration))]
        if let overview {
            figures.append((Texts.Announcements.level, AnnouncementWords.loudness(overview.activeLevelDBm0)))
        }
        return list(figures)
    }

    /// Levels in decibels.
    static func details(_ overview: SoundOverview?) -> HTML {
        guard let overview else { return .empty }
        let peak =
            overview.peakDBFS.map { AnnouncementWords.decibels($0) + " dBFS" } ?? Texts.Announcements.digitalSilence
        return list([
            (Texts.Announcements.speechLevel, AnnouncementWords.level(overview.activeLevelDBm0)),
            (Texts.Announcements.peak, peak),
        ])
    }

    private static func list(_ figures: [(String, String)]) -> HTML {
        figures.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as HTML }.reduce(.empty, +)
    }

    static func findings(_ findings: [RecordingFinding]) -> HTML {
        findings.isEmpty
            ? "<p class=\"faint\">\(Texts.Announcements.noFindings)</p>"
            : "<ul class=\"findings\">\(findings.map(AnnouncementWords.finding))</ul>"
    }

    /// A form for files and a name, with a recorder that the script shows if the browser supports it.
    ///
    /// - Parameters:
    ///   - replaced: the announcement to replace; nil: new ones.
    ///   - script: what is to be said, which is large to read while the recorder runs.
    static func uploadForm(
        _ request: AdminRequest, replacing replaced: AnnouncementName? = nil, script: String? = nil
    ) -> HTML {
        let prompter: HTML? = script.map { "<p class=\"prompter\" data-prompter hidden>\($0)</p>" }
        let name: HTML =
            replaced.map { "<input type=\"hidden\" name=\"replace\" value=\"\($0.text)\">" }
                ?? """
                <p><label for="name">\(Texts.Announcements.name) <small>\(Texts.Announcements.nameHint)</small></label>
                <input id="name" name="name" maxlength="200" autocomplete="off" spellcheck="false"></p>
                """
        let (megabytes, files) = (AnnouncementsController.largestUpload / 1_000_000, AnnouncementsController.mostFiles)
        let hint =
            replaced == nil
            ? Texts.Announcements.fileHint(megabytes: megabytes, files: files)
            : Texts.Announcements.oneFileHint(megabytes: megabytes)
        let form = request.form(
            AnnouncementPaths.upload, takesFiles: true, kind: "row",
            """
            \(name)<p><label for="file">\(Texts.Announcements.recording) <small>\(hint)</small></label>
            <input id="file" name="file" type="file" accept="audio/*,video/mp4,video/webm,.amr,.w64,.caf"\
            \(if: replaced == nil, "multiple") required></p>
            <p><button>\(Texts.Announcements.upload)</button></p>
            """)
        let words = Texts.Announcements.script.map { name, text -> HTML in
            "<span data-word=\"\(name)\">\(text)</span>"
        }
        return """
            <div data-upload data-megabytes="\(megabytes)" data-files="\(replaced == nil ? files : 1)">\(form)\
            <div data-recorder="\(AnnouncementsController.recorder.path)" hidden>
            <p class="row"><button type="button" class="quiet" data-record>\(Texts.Announcements.record)</button>
            <button type="button" class="danger" data-stop hidden>\(Texts.Announcements.stop)</button>
            <meter min="-60" max="0" low="-40" high="-3" optimum="-12" value="-60" \
            aria-label="\(Texts.Announcements.microphoneLevel)" hidden></meter>
            <output data-time></output></p>\(prompter)</div>
            <p><progress max="100" value="0" aria-label="\(Texts.Announcements.upload)" hidden></progress></p>
            <p data-status role="status"></p><template>\(words)</template></div>
            """
    }
}
