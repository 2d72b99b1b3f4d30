import Logging
import MediaLibrary
import Telephony

/// What has been said of the media library, so that only news is said.
struct SeenCatalogue {
    private let logger: Logger
    private var problems: Set<LibraryProblem> = []
    private var published: [AnnouncementName: String] = [:]
    private var missing: Set<AnnouncementName> = []
    private var isFirst = true

    init(logger: Logger) {
        self.logger = logger
    }

    /// - Parameter used: announcements that some call can hear.
    mutating func look(at catalogue: Catalogue, used: Set<AnnouncementName>) {
        guard catalogue.isSettled || !isFirst || !catalogue.recordings.isEmpty else { return }
        let now = Set(catalogue.problems)
        for problem in catalogue.problems where !problems.contains(problem) { logger.warning("\(problem.message)") }
        problems = now

        var current: [AnnouncementName: String] = [:]
        for recording in catalogue.recordings {
            guard let file = recording.published else { continue }
            current[recording.name] = file.name
            guard published[recording.name] != file.name else { continue }
            // What was published before is no news at the start.
            if isFirst, recording.status == .published { continue }
            logger.info(
                "Published \(recording.name)",
                metadata: ["file": .string(file.name), "seconds": .string(decimalText(file.duration, 1))])
            for finding in recording.findings where finding.severity == "warning" && used.contains(recording.name) {
                logger.warning("\(recording.path): \(finding.message)")
            }
        }
        if catalogue.isSettled {
            let gone = used.filter { catalogue.announcement(Prompt($0)) == nil }
            for name in gone.subtracting(missing).sorted() {
                logger.warning(
                    "Calls come to the announcement \(name), which is not published: they hear nothing there")
            }
            missing = gone
        }
        published = current
        isFirst = false
    }
}
