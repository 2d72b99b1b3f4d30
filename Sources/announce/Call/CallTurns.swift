import CallFlow
import Webhook

extension CallSimulation {
    /// Whose turn it is, behind the numbers that a call rings: ` (on-call: anna)`; empty for other steps.
    func turns(for step: Step) -> String {
        guard case .dial = step else { return "" }
        let turns = trace.compactMap { step -> String? in
            guard case .turn(let rota, let person, let reason) = step else { return nil }
            return "\(rota): \(person)" + (reason.map { ", \($0)" } ?? "")
        }
        return turns.isEmpty ? "" : "  (\(turns.joined(separator: "; ")))"
    }
}
