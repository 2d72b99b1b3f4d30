import CallFlow
import ProviderSimulator
import Synchronization
import Telephony

/// Prints simulated calls as they end, and the summary of the day.
final class SimulationReport: Sendable {
    private let zone: Zone
    private let isJSON: Bool
    private let state = Mutex(State())

    private struct State {
        var summary = DaySummary()
        var objects: [PlayedCallObject] = []
    }

    init(zone: Zone, isJSON: Bool) { (self.zone, self.isJSON) = (zone, isJSON) }

    var isFlawless: Bool { state.withLock { $0.summary.isFlawless } }

    func add(_ call: PlayedCall) {
        state.withLock { state in
            state.summary.add(call)
            if isJSON {
                state.objects.append(PlayedCallObject(call, zone: zone))
            } else {
                Console.result(PlayedCallText(call, zone: zone).line)
            }
        }
    }

    func finish(date: CivilDate, seed: UInt64, server: String) {
        state.withLock { state in
            let summary = state.summary
            if isJSON {
                Console.result(
                    jsonText(
                        SimulationObject(
                            day: "\(date)", seed: seed, server: server, calls: state.objects,
                            summary: DaySummaryObject(summary))))
            } else {
                Console.result("\n" + DaySummaryText(summary).lines.joined(separator: "\n"))
            }
        }
    }
}
