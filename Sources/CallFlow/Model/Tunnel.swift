package import Telephony

/// A program that makes the public listener reachable from the internet through another host. The setting
/// `server: tunnel`.
package struct Tunnel: Hashable, Sendable {
    package enum Program: Hashable, Sendable {
        /// OpenSSH's client with remote forwarding to a destination: `user@host`, or a name of the user's ssh_config.
        case ssh(String)
        /// A program and its arguments, in which `{port}` and `{address}` are the listener's.
        case command([String])
    }

    package var program: Program
    /// The public address, for programs that do not print one.
    package var url: PublicURL?

    package init(_ program: Program, url: PublicURL? = nil) {
        self.program = program
        self.url = url
    }

    /// Reads a destination of ssh, or a command: what has a space. Nil for anything else.
    package init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        if words.count > 1 {
            self.init(.command(words))
        } else if Self.isDestination(text) {
            self.init(.ssh(text))
        } else {
            return nil
        }
    }

    /// Whether the program is OpenSSH's client, started by its destination alone.
    package var isSSH: Bool { if case .ssh = program { true } else { false } }

    /// The program's name.
    package var programName: String {
        switch program {
        case .ssh: "ssh"
        case .command(let words): words.first ?? ""
        }
    }

    /// Whether ssh takes a text for a destination: notably not for an option.
    static func isDestination(_ text: String) -> Bool {
        text.first.map { $0 != "-" && $0 != "@" } ?? false
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-@:/[]%+".contains($0)) }
    }

    /// The program and its arguments for a listener at an address.
    ///
    /// ssh never asks (`BatchMode`): whether a host key is trusted is left to the user's own configuration, and an unknown
    /// one is refused as it is by default.
    package func command(to endpoint: Endpoint) -> [String] {
        switch program {
        case .ssh(let destination):
            [
                "ssh", "-T", "-o", "BatchMode=yes", "-o", "ExitOnForwardFailure=yes", "-o", "ServerAliveInterval=30",
                "-o", "ServerAliveCountMax=3", "-R", "80:\(endpoint)", "--", destination,
            ]
        case .command(let words):
            words.map {
                $0.replacing("{port}", with: String(endpoint.port)).replacing("{address}", with: endpoint.description)
            }
        }
    }
}
