import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// OpenSSH's server on a free port of this machine, with keys of its own, and a program `ssh` that connects to it: the real
/// client with a configuration of its own, and with the public port 80 replaced by a free one.
final class LocalSSHServer {
    /// What to put before PATH so that `ssh` is that program.
    let folder: TemporaryFolder
    /// The port that the server forwards instead of port 80.
    let publicPort: Int
    private let program: RunningProgram
    private let port: Int

    /// Whether the programs are installed. A server that root runs forwards to root alone.
    static let isInstalled = ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// - Parameter greeting: the first line that the server prints after login.
    init(greeting: String) throws {
        folder = try TemporaryFolder()
        port = try ListeningSocket.unusedPort()
        publicPort = try ListeningSocket.unusedPort()
        for key in ["host", "user", "other"] {
            try Tool.require("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", folder.file(key).string])
        }
        if getuid() == 0 {
            // The folder that sshd confines itself to as root; Debian makes it at boot.
            try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
        }
        let path = folder.path.string
        try folder.write(try folder.bytes(of: "user.pub"), to: "authorized")
        try Self.write(greeting, in: folder)
        let server = """
            ListenAddress 127.0.0.1
            Port \(port)
            HostKey \(path)/host
            AuthorizedKeysFile \(path)/authorized
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            UsePAM no
            StrictModes no
            PermitRootLogin prohibit-password
            PidFile none
            ForceCommand cat \(path)/greeting; exec cat

            """
        try folder.write(Array(server.utf8), to: "sshd_config")
        let client = """
            Host tunnel.test
              HostName 127.0.0.1
              Port \(port)
              User \(NSUserName())
              IdentityFile \(path)/user
              IdentitiesOnly yes
              IdentityAgent none
              UserKnownHostsFile \(path)/known
              GlobalKnownHostsFile /dev/null

            """
        try folder.write(Array(client.utf8), to: "ssh_config")
        try folder.makeFolder("bin")
        let wrapper = """
            #!/bin/bash
            exec /usr/bin/ssh -F \(path)/ssh_config "${@/#80:/\(publicPort):}"

            """
        try folder.write(Array(wrapper.utf8), to: "bin/ssh")
        chmod(folder.file("bin/ssh").string, 0o755)
        program = try RunningProgram(
            ["/usr/sbin/sshd", "-D", "-e", "-f", "\(path)/sshd_config"], in: folder.path, input: .nothing)
        try trust("host")
        try program.poll("sshd") { (try? HTTPConnection(port: self.port)) != nil }
    }

    deinit {
        kill(-program.process, SIGKILL)
        _ = try? program.wait(within: .seconds(20))
    }

    /// PATH with `ssh` in front.
    var environment: [String: String] {
        ["PATH": folder.file("bin").string + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")]
    }

    /// Has the user trust a host key, and no other; nil: none.
    func trust(_ key: String?) throws {
        let text = try key.map { try folder.bytes(of: $0 + ".pub") } ?? []
        let entry = text.isEmpty ? [] : Array("[127.0.0.1]:\(port) ".utf8) + text
        try folder.write(entry, to: "known")
    }

    /// Lets a user's key in, and no other.
    func admit(_ key: String) throws { try folder.write(try folder.bytes(of: key + ".pub"), to: "authorized") }

    /// Changes the line that the next session prints.
    func greet(_ greeting: String) throws { try Self.write(greeting, in: folder) }

    /// Ends the sessions, not the server.
    func dropSessions() throws {
        _ = try Tool.run("pkill", ["-KILL", "-P", String(program.process)])
    }

    private static func write(_ greeting: String, in folder: TemporaryFolder) throws {
        try folder.write(Array("Welcome! https://tunnel.test/docs tells more.\n\(greeting)\n".utf8), to: "greeting")
    }
}
