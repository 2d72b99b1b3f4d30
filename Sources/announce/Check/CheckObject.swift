import CallFlow
import Dashboard
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony

/// What `announce check --json` prints, as docs/schemas/check.schema.json describes it.
struct CheckObject: Encodable {
    struct ProblemObject: Encodable {
        let severity: String
        let file: String
        var line: Int?
        var column: Int?
        var length: Int?
        var text: String?
        let message: String
        var suggestion: String?
    }

    struct AnnouncementObject: Encodable {
        let name: String
        let file: String
        let isUsed: Bool
        let isPublished: Bool
        let seconds: Double?
        let activeLevelDBm0: Double?
        /// Missing if it is a recording.
        let spoken: SpokenObject?
        let findings: [FindingObject]
    }

    struct SpokenObject: Encodable {
        let text: String
        let engine: String
        let isDraft: Bool

        /// Nil for a text that is not spoken.
        init?(_ state: SpokenState?) {
            guard let state, case .spoken(let engine, let isDraft) = state.status else { return nil }
            (text, self.engine, self.isDraft) = (state.text.text, engine, isDraft)
        }
    }

    let config: String
    let ok: Bool
    let problems: [ProblemObject]
    let numbers: [NumberOverview.Row]
    /// Missing if there are none.
    let tables: [NumberOverview.Table]?
    let announcements: [AnnouncementObject]

    init(_ project: CheckedProject) {
        let file = project.text.path.readable
        config = file
        ok = !project.hasErrors
        problems = project.problems.map { problem in
            switch problem {
            case .configuration(let problem):
                ProblemObject(
                    severity: problem.severity.rawValue, file: problem.place.path(beside: file),
                    line: problem.place.line,
                    column: problem.place.column, length: problem.place.length,
                    text: problem.place.text.hidingPasswords,
                    message: problem.message, suggestion: problem.suggestion)
            case .recording(let severity, let path, let sentence):
                ProblemObject(severity: severity.rawValue, file: path, message: sentence)
            }
        }
        let overview = project.configuration.map { NumberOverview($0) }
        numbers = overview?.rows ?? []
        tables = overview?.tables.isEmpty == false ? overview?.tables : nil
        let used = project.usedNames
        announcements = project.catalogue.recordings.map { recording in
            AnnouncementObject(
                name: recording.name.text, file: recording.path, isUsed: used.contains(recording.name),
                isPublished: recording.published != nil, seconds: recording.duration.map(rounded),
                activeLevelDBm0: recording.report?.activeLevelDBm0.map(rounded),
                spoken: recording.isSpoken ? SpokenObject(project.catalogue.texts[recording.name]) : nil,
                findings: recording.findings.map(FindingObject.init))
        }
    }
}
