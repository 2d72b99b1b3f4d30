import Corpora
import LocalFiles
import Synchronization
import SystemPackage

/// What a run tells while it goes on, on standard error: lines that name no recording, recordings that failed, and on a terminal
/// how far it is.
final class CorpusReport: Sendable {
    private struct State {
        var failures = 0
        var drawn: ContinuousClock.Instant?
    }

    private let manifest: String
    private let showsProgress: Bool
    private let state = Mutex(State())
    private let start = ContinuousClock.now

    /// Recordings that are named; all are in the results.
    private static let namedFailures = 10

    init(manifest: String, showsProgress: Bool) {
        (self.manifest, self.showsProgress) = (manifest, showsProgress)
    }

    func refused(_ line: Int, _ reason: ManifestRefusal) {
        clear()
        Console.error("\(manifest), line \(line): \(reason)")
    }

    func failed(_ entry: ManifestEntry, _ message: String) {
        let number = state.withLock { state in
            state.failures += 1
            return state.failures
        }
        guard number <= Self.namedFailures + 1 else { return }
        clear()
        Console.error(
            number <= Self.namedFailures
                ? "\(entry.path.readable): \(message)" : "More recordings failed; the results name each of them.")
    }

    /// Five times a second at most.
    func progress(_ queue: CorpusQueue) {
        guard showsProgress else { return }
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            if let drawn = state.drawn, now - drawn < .milliseconds(200) { return false }
            state.drawn = now
            return true
        }
        guard isDue else { return }
        let counts = queue.counts
        let seconds = (now - start) / .seconds(1)
        let rate = Double(counts.converted + counts.failed) / max(seconds, 0.001)
        Console.write("\r\u{1B}[K\(counts.text), \(Int(rate))/s", to: .standardError)
    }

    func clear() {
        if state.withLock({ $0.drawn != nil }) { Console.write("\r\u{1B}[K", to: .standardError) }
    }

    /// Seconds since it began.
    var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }
}

extension CorpusQueue.Counts {
    /// "990 converted, 8 converted before, 2 failed".
    var text: String {
        let parts = [
            (converted, "converted"), (convertedBefore, "converted before"), (failed, "failed"),
            (failedBefore, "failed before"),
        ].filter { $0.0 > 0 }.map { "\(grouped($0.0)) \($0.1)" }
        return parts.isEmpty ? "nothing to convert" : parts.joined(separator: ", ")
    }
}

/// A whole number with its digits in groups: "99,990".
func grouped(_ number: Int) -> String {
    var text = ""
    for (place, digit) in String(number).reversed().enumerated() {
        if place > 0, place.isMultiple(of: 3), digit != "-" { text.append(",") }
        text.append(digit)
    }
    return String(text.reversed())
}
