import LocalFiles
import SystemPackage
import Telephony

/// What a walk through folders found besides recordings.
struct PassedOver: Hashable {
    /// A folder that could not be read.
    struct UnreadableFolder: Hashable {
        let path: FilePath
        let errno: Errno
    }

    /// Files that are not recordings.
    var others: [FilePath] = []
    /// Announcements that this program made.
    var announcements = 0
    /// Files that are unfinished or backups by their names. Hidden ones are not counted.
    var unfinished = 0
    /// Folders whose files are unknown.
    var unreadable: [UnreadableFolder] = []

    mutating func add(_ next: PassedOver) {
        others += next.others
        announcements += next.announcements
        unfinished += next.unfinished
        unreadable += next.unreadable
    }

    /// "Passed over 5 files: 2 not recordings (a.txt, b.pdf), 3 made by announce."; nil if there are none.
    var sentence: String? {
        let count = others.count + announcements + unfinished
        guard count > 0 else { return nil }
        var reasons: [String] = []
        if !others.isEmpty {
            let names =
                others.prefix(Self.mostNames).map(\.readable)
                + (others.count > Self.mostNames ? ["…"] : [])
            reasons.append(
                "\(others.count) \(others.count == 1 ? "not a recording" : "not recordings") (\(names.joined(separator: ", ")))"
            )
        }
        if announcements > 0 { reasons.append("\(announcements) made by announce") }
        if unfinished > 0 { reasons.append("\(unfinished) unfinished (named .part, .tmp or ~)") }
        return "Passed over \(count) \(count == 1 ? "file" : "files"): \(reasons.joined(separator: ", "))."
    }

    /// Names listed at most.
    private static let mostNames = 10
}
