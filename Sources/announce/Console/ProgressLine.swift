import Glibc
import Synchronization
import SystemPackage
import TelephoneAudio
import Telephony

/// Progress of a batch in one line of the terminal, redrawn at most ten times a second: percentage, time left, and the
/// files being converted.
final class ProgressLine: Sendable {
    private struct Item {
        var name: String
        var progress = ConversionProgress()
    }

    private struct State {
        var items: [Int: Item] = [:]
        var started = 0
        var finished = 0
        var lastDrawn: ContinuousClock.Instant?
        var isDrawn = false
    }

    private let jobs: Int
    private let isShown: Bool
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    init(jobs: Int, isShown: Bool) {
        self.jobs = jobs
        self.isShown = isShown
    }

    /// Adds a recording, and returns its number for `update` and `end`.
    func begin(_ name: String) -> Int {
        guard isShown else { return 0 }
        return state.withLock { state in
            state.started += 1
            state.items[state.started] = Item(name: name)
            return state.started
        }
    }

    func update(_ item: Int, _ progress: Conversion.Progress) {
        guard isShown else { return }
        let line = state.withLock { state -> String? in
            state.items[item]?.progress.take(progress)
            let now = ContinuousClock.now
            if let last = state.lastDrawn, now - last < .milliseconds(100) { return nil }
            state.lastDrawn = now
            state.isDrawn = true
            return text(state, elapsed: now - start)
        }
        if let line { Console.write("\r\u{1B}[K" + fitted(line.printable), to: .standardError) }
    }

    func end(_ item: Int) {
        guard isShown else { return }
        state.withLock { state in
            state.items[item] = nil
            state.finished += 1
        }
    }

    /// Erases the line.
    func clear() {
        if state.withLock({ $0.isDrawn }) { Console.write("\r\u{1B}[K", to: .standardError) }
    }

    /// What matters first: a narrow terminal cuts the names off.
    private func text(_ state: State, elapsed: Duration) -> String {
        let parts = state.items.values.reduce(0.0) { $0 + ($1.progress.fraction ?? 0) }
        let isMeasured = jobs > 1 || state.items.values.allSatisfy { $0.progress.fraction != nil }
        let overall = (Double(state.finished) + parts) / Double(max(1, jobs))
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        var fields: [String] = []
        if jobs > 1 { fields.append("[\(state.finished)/\(jobs)]") }
        if isMeasured { fields.append(percent(overall)) }
        if isMeasured, overall > 0.01, seconds > 0.5 {
            fields.append("\(durationText(seconds / overall - seconds)) left")
        }
        let names = state.items.sorted { $0.key < $1.key }.map { _, item in
            guard let fraction = item.progress.fraction else {
                return "\(item.name) \(durationText(item.progress.converted))"
            }
            return jobs > 1 ? "\(item.name) \(percent(fraction))" : item.name
        }
        return (fields + [names.joined(separator: ", ")]).joined(separator: "  ")
    }

    private func percent(_ part: Double) -> String {
        "\(Int((min(1, part) * 100).rounded(.down))) %"
    }

    /// Cut to the terminal's width: a line that wraps cannot be rewritten.
    private func fitted(_ line: String) -> String {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 10 else {
            return String(line.prefix(79))
        }
        return String(line.prefix(Int(size.ws_col) - 1))
    }
}
