import Alerts
import CallFlow
import Hosting

/// Whether alerts can be sent. Sends none.
struct AlertCheck {
    let configuration: Configuration

    /// - Returns: nil without `alerts` in the configuration.
    func run() -> Check? {
        let settings = configuration.alerts
        guard !settings.ways.isEmpty else { return nil }
        let names = settings.ways.map(\.kind.rawValue).joined(separator: ", ")
        let missing = settings.ways.flatMap { AlertSender.ofThisProcess.missingVariables(of: $0) }
        if let first = missing.first {
            return .failed(
                .alerts, "\(names): the environment variable \(first) is not set",
                "Set it for `announce serve`, and run the doctor with it.")
        }
        return .ok(.alerts, "\(names); `announce alert test` sends a message")
    }
}
