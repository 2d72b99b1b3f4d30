import CallFlow
import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

/// A file of a delivery, and what is to become of it.
struct DeliveredFile {
    /// As the studio named it, with its folders.
    let name: String
    let path: FilePath
    var match: DeliveredNames.Match
    var inspection: Result<Inspection, InspectionError>?
    /// Another file of the delivery is for the same announcement.
    var rival: String?
    /// Recordings that it replaces: paths below the recordings folder.
    var replaces: [FilePath] = []

    /// The announcement that it becomes the recording of; nil if it cannot.
    var announcement: AnnouncementName? {
        guard case .announcement(let name) = match, rival == nil, obstacle == nil else { return nil }
        return name
    }

    /// Why its sound cannot be used.
    private var obstacle: String? {
        switch inspection {
        case nil: nil
        case .failure(let error): error.sentence(about: path)
        case .success(let inspection):
            if let failure = inspection.failure {
                failure.sentence(about: path)
            } else if inspection.sound?.truePeak == nil {
                "silence"
            } else {
                nil
            }
        }
    }

    private var sound: SoundReport? { if case .success(let inspection)? = inspection { inspection.sound } else { nil } }

    private var findings: [Finding] {
        if case .success(let inspection)? = inspection { inspection.findings } else { [] }
    }

    /// What is to be known of it before it is imported.
    ///
    /// - Parameter names: those of all announcements, for suggestions.
    func remarks(among names: [AnnouncementName]) -> [String] {
        var remarks: [String] = []
        switch match {
        case .announcement: break
        case .several(let names):
            remarks.append("could be \(names.map(\.text).joined(separator: " or ")); name it after one")
        case .none: remarks.append("no announcement has this name" + suggestion(among: names))
        }
        if let obstacle { remarks.append(obstacle) }
        if let rival { remarks.append("\(rival) is for the same announcement; remove one") }
        if announcement != nil, !replaces.isEmpty {
            remarks.append("replaces \(replaces.map(\.readable).joined(separator: ", "))")
        }
        return remarks + findings.filter { $0.severity == .warning }.map(\.sentence)
    }

    private func suggestion(among names: [AnnouncementName]) -> String {
        let stem = FilePath(name).stem ?? name
        return Suggestion.closest(to: stem, among: names.map(\.text)).map { "; did you mean \(quoted($0))?" } ?? ""
    }

    /// The cells of its row.
    func cells(among names: [AnnouncementName]) -> [String] {
        let level = sound?.activeLevelDBm0.map { "\(decibelText($0)) dBm0" } ?? ""
        return [
            name, "→", announcement?.text ?? "–", sound.map { durationText($0.duration) } ?? "", level,
            remarks(among: names).joined(separator: "; "),
        ]
    }
}
