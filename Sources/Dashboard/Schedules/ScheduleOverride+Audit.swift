package import CallFlow
import Telephony

extension ScheduleOverride {
    /// What is set, for the list of changes: times in a zone.
    package func auditValues(in zone: Zone) -> [String: String] {
        var values = ["schedule": schedule, "state": state.rawValue, "until": "\(zone.localTime(at: until))"]
        values["from"] = from.map { "\(zone.localTime(at: $0))" }
        values["play"] = announcement?.text
        return values
    }
}
