import CallFlow
import LocalFiles
import SystemPackage

/// Why a tunnel is closed, and what to do about it.
enum TunnelFailure: Hashable, Sendable {
    case unknownHostKey
    case changedHostKey
    case refusedKey
    case refusedForwarding
    case unknownHost
    case refusedConnection
    case notStarted(Errno)
    /// It ended for a reason that is not known, with the last line that it printed.
    case ended(String?)
    /// It printed no address, and none is configured.
    case noAddress

    /// The failure that a line of the program's output reports; nil for any other line. The words are those of OpenSSH.
    init?(line: String) {
        let reasons: [(String, TunnelFailure)] = [
            ("REMOTE HOST IDENTIFICATION HAS CHANGED", .changedHostKey),
            ("Host key verification failed", .unknownHostKey),
            ("Permission denied (", .refusedKey),
            ("Too many authentication failures", .refusedKey),
            ("remote port forwarding failed", .refusedForwarding),
            ("Could not resolve hostname", .unknownHost),
            ("Connection refused", .refusedConnection),
            ("Connection timed out", .refusedConnection),
        ]
        guard let found = reasons.first(where: { line.contains($0.0) }) else { return nil }
        self = found.1
    }

    /// What is wrong, and the remedy.
    func sentence(_ tunnel: Tunnel) -> String {
        let program = tunnel.programName
        // With a command of their own, people know best how to run it.
        let connect =
            if case .ssh(let destination) = tunnel.program { "`ssh \(destination)`" } else { "the command" }
        return switch self {
        case .unknownHostKey:
            "The host key of the tunnel's server is not known. Run \(connect) once by hand as this user, compare the "
                + "fingerprint with the one that the provider publishes, and accept it."
        case .changedHostKey:
            "The host key of the tunnel's server has changed, which can be an attack. Ask the provider; if the change is "
                + "genuine, remove the old key with `ssh-keygen -R`, and run \(connect) once by hand."
        case .refusedKey:
            "The tunnel's server refuses this user's key. Run \(connect) by hand to see why; a key without a passphrase, or "
                + "an agent, is needed."
        case .refusedForwarding:
            "The tunnel's server does not forward port 80. Another process may hold it, or the account does not allow it."
        case .unknownHost: "The name of the tunnel's server does not resolve."
        case .refusedConnection: "The tunnel's server cannot be reached."
        case .notStarted(.noSuchFileOrDirectory):
            "\(program) is not installed; the tunnel needs it."
                + (program == "ssh" ? " On Debian: apt install openssh-client" : "")
        case .notStarted(let error): "\(program) cannot be started: \(error.reason)."
        case .ended(let line?): "The tunnel ended; its last line was: \(line)"
        case .ended(nil): "The tunnel ended."
        case .noAddress:
            "The tunnel printed no public https address in 30 seconds. If its server does not print one, state it: "
                + "`tunnel: { …, url: https://… }`."
        }
    }
}
