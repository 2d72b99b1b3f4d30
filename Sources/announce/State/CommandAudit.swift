import CallFlow
import Dashboard
import Foundation
import Hosting
import SystemPackage
import Telephony

/// Records what a command changes in the list that the dashboard shows.
struct CommandAudit {
    let files: StateFiles

    /// Adds an entry. What the command did stays done if it cannot be recorded.
    func record(
        _ action: String, _ values: [String: String], at now: Moment, version: String? = nil,
        changes: [String: [String]]? = nil
    ) {
        let entry = AuditEntry(
            at: now, user: Self.user, from: Self.client, action: action, values: values, way: .command,
            version: version,
            changes: changes)
        do throws(Errno) {
            try AuditTrail(files.path(of: .audit)).add(entry)
        } catch {
            Console.note("The change is done, but could not be recorded in \(files.path(of: .audit)): \(error).")
        }
    }

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// The user of the system; behind sudo the one who called it.
    private static var user: String {
        let caller = environment["SUDO_USER"] ?? ""
        return caller.isEmpty ? ProcessInfo.processInfo.userName : caller
    }

    /// The address that someone is logged in from by ssh.
    private static var client: String? {
        environment["SSH_CONNECTION"]?.split(separator: " ").first.map { String($0.prefix(60)) }
    }
}
