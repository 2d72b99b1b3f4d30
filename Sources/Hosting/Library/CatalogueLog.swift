import Logging
import MediaLibrary
import Telephony

/// Logs what changes in the media library: problems, published recordings, announcements missing from calls. Each once.
struct CatalogueLog {
    private let logger: Logger
    private var problems: Set<LibraryProblem> = []
    private var published: [AnnouncementName: String] = [:]
    private var missing: Set<AnnouncementName> = []
    private var isFirst = true

    init(logger: Logger) {
        self.logger = logger
    }

    /// Logs the differences from the catalogue before.
    ///
    /// - Parameter used: announcements that some call may play.
    mutating func update(_ catalogue: Catalogue, used: Set<AnnouncementName>) {
        guard catalogue.isSettled || !isFirst || !catalogue.recordings.isEmpty else { return }
        for problem in catalogue.problems where !problems.contains(problem) { logger.warning("\(problem.message)") }
        problems = Set(catalogue.problems)
        logPublished(in: catalogue, used: used)
        if catalogue.isSettled { logMissing(from: catalogue, used: used) }
        isFirst = false
    }

    private mutating func logPublished(in catalogue: Catalogue, used: Set<AnnouncementName>) {
        var current: [AnnouncementName: String] = [:]
        for recording in catalogue.recordings {
            guard let file = recording.published else { continue }
            current[recording.name] = file.name
            guard published[recording.name] != file.name else { continue }
            // At the start, those published in an earlier run are not logged; their warnings are.
            if !isFirst || recording.status != .published {
                logger.info(
                    "Published \(recording.name)\(Self.voice(of: recording, in: catalogue))",
                    metadata: ["file": .string(file.name), "seconds": .string(decimalText(file.duration, 1))])
            }
            for finding in recording.findings where finding.isWarning && used.contains(recording.name) {
                logger.warning("\(recording.path): \(finding.sentence)")
            }
        }
        published = current
    }

    /// `, spoken by espeak (a draft voice)`; empty for a recording.
    private static func voice(of recording: RecordingState, in catalogue: Catalogue) -> String {
        guard recording.isSpoken, case .spoken(let engine, let isDraft)? = catalogue.texts[recording.name]?.status
        else {
            return ""
        }
        return ", spoken by \(engine)" + (isDraft ? " (a draft voice)" : "")
    }

    private mutating func logMissing(from catalogue: Catalogue, used: Set<AnnouncementName>) {
        let now = used.filter { catalogue.announcement(Prompt($0)) == nil }
        for name in now.subtracting(missing).sorted() {
            logger.warning(
                "Calls play the announcement \(name), which is not published: callers hear nothing")
        }
        missing = now
    }
}
