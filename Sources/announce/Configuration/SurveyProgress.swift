import Glibc
import MediaLibrary
import Synchronization
import SystemPackage
import Telephony

/// Shows on a terminal how many recordings of a project have been converted. Shows nothing if all are cached.
final class SurveyProgress: Sendable {
    private let isShown: Bool
    private let isDrawn = Mutex(false)

    init() { isShown = isatty(STDERR_FILENO) == 1 }

    func update(_ catalogue: Catalogue) {
        guard isShown else { return }
        let recordings = catalogue.recordings
        guard let next = recordings.first(where: { $0.status == .converting }) else { return }
        let waiting = recordings.count { $0.status == .converting }
        let line = "Converting recordings: \(recordings.count - waiting) of \(recordings.count), \(next.name)"
        isDrawn.withLock { $0 = true }
        // Short enough not to wrap, which could not be rewritten.
        Console.write("\r\u{1B}[K" + line.printable.prefix(60), to: .standardError)
    }

    /// Erases the line.
    func clear() {
        if isDrawn.withLock({ $0 }) { Console.write("\r\u{1B}[K", to: .standardError) }
    }
}
