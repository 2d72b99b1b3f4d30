import Synchronization

/// Collects the checks: prints each when it is done, or all as one JSON object at the end.
final class DoctorReport: Sendable {
    private let isJSON: Bool
    private let checks = Mutex<[Check]>([])

    private struct Object: Encodable {
        let ok: Bool
        let checks: [Check]
    }

    init(isJSON: Bool) { self.isJSON = isJSON }

    func add(_ check: Check) {
        checks.withLock { $0.append(check) }
        if !isJSON { Console.result(check.lines.joined(separator: "\n")) }
    }

    var hasFailed: Bool { checks.withLock { $0.contains { $0.status == .failed } } }

    func finish() {
        let checks = checks.withLock { $0 }
        if isJSON { Console.result(jsonText(Object(ok: !hasFailed, checks: checks))) }
        func count(_ status: Check.Status) -> Int { checks.count { $0.status == status } }
        let warnings = count(.warning)
        let counts = [
            (count(.failed), "failed"), (warnings, warnings == 1 ? "warning" : "warnings"),
            (count(.skipped), "skipped"),
        ]
        let words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        Console.note((["\(count(.ok)) ok"] + words).joined(separator: ", "))
    }
}
