import CallFlow
import Webhook

/// Whose turn it was on a rota that a call rang.
struct CallTurn: Encodable {
    let rota: String
    let person: String
    /// The reason if it is not that person's regular turn.
    let because: String?
}

extension CallSimulation {
    /// The turns of the call so far.
    var turns: [CallTurn] {
        trace.compactMap { step in
            guard case .turn(let rota, let person, let reason) = step else { return nil }
            return CallTurn(rota: rota, person: person, because: reason)
        }
    }

    /// Whose turn it is, behind the numbers that a call rings: ` (on-call: anna)`; empty for other steps.
    func turns(for step: Step) -> String {
        guard case .dial = step, !turns.isEmpty else { return "" }
        let words = turns.map { "\($0.rota): \($0.person)" + ($0.because.map { ", \($0)" } ?? "") }
        return "  (\(words.joined(separator: "; ")))"
    }
}
