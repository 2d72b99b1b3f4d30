import Telephony

/// The result of one check, a row of the doctor's report.
struct Check: Encodable, Sendable, Hashable {
    enum Status: String, Encodable {
        case ok
        /// Works, but needs attention.
        case warning
        case failed
        /// Not checked; `seen` is the reason.
        case skipped
    }

    let name: Name
    let status: Status
    let seen: String
    /// Nil if there is nothing to do.
    let remedy: String?

    /// In the order of the table.
    enum Name: String, Encodable, CaseIterable {
        case configuration
        case stateFolder = "state folder"
        case sandbox
        case speech
        case login
        case alerts
        case depot
        case instance
        case instances
        case publicURL = "public-url"
        case dns = "DNS"
        case tls = "TLS"
        case chain = "certificate chain"
        case host = "certificate name"
        case expiry = "certificate expiry"
        case clock
        case forgeries
        case trial = "test call"
        case announcements
        case settings = "provider settings"
        case log = "provider log"
    }

    static func ok(_ name: Name, _ seen: String) -> Check {
        Check(name: name, status: .ok, seen: seen, remedy: nil)
    }

    static func warning(_ name: Name, _ seen: String, _ remedy: String) -> Check {
        Check(name: name, status: .warning, seen: seen, remedy: remedy)
    }

    static func failed(_ name: Name, _ seen: String, _ remedy: String) -> Check {
        Check(name: name, status: .failed, seen: seen, remedy: remedy)
    }

    static func skipped(_ name: Name, _ reason: String) -> Check {
        Check(name: name, status: .skipped, seen: reason, remedy: nil)
    }

    /// The row as text: `failed   certificate name     …`, with the remedy below it.
    var lines: [String] {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let width = Name.allCases.map(\.rawValue.count).max() ?? 0
        let seen = seen.printable
        let first = "\(padded(status.rawValue, 7))  \(padded(name.rawValue, width))  \(seen)"
        return [first] + (remedy.map { ["\(padded("", 11 + width))→ \($0.printable)"] } ?? [])
    }
}
