import Glibc
import LocalFiles
package import SystemPackage
import Telephony

/// Where the state of projects is kept.
package enum StatePlace: Hashable, Sendable {
    /// One folder for everything, named by `--state` or `ANNOUNCE_STATE`.
    case folder(FilePath)
    /// `$XDG_STATE_HOME/announce`, which is `~/.local/state/announce` if that is not set: a folder per configuration, and
    /// the account's files, which belong to the user and not to a configuration.
    case standard

    /// The folder of the account's files: the access token and the earlier webhook URLs. It may not exist.
    package func accountFolder() throws(StateFolder.OpenError) -> FilePath {
        switch self {
        case .folder(let path): path.absolute
        case .standard: try Self.standardFolder()
        }
    }

    /// The folder of everything else that a project keeps. It may not exist.
    ///
    /// Up to version 0.1 all projects shared the standard folder. What they left there is used by all commands until a server
    /// starts and takes it over for its configuration (`StateTakeover`).
    package func folder(of configuration: FilePath) throws(StateFolder.OpenError) -> FilePath {
        guard case .standard = self else { return try accountFolder() }
        let shared = try Self.standardFolder()
        let own = shared.appending(Self.name(of: configuration))
        return StateTakeover(from: shared, to: own).isPossible ? shared : own
    }

    /// The takeover that a server starts with; nil if the folder was named.
    func takeover(for configuration: FilePath) throws(StateFolder.OpenError) -> StateTakeover? {
        guard case .standard = self else { return nil }
        let shared = try Self.standardFolder()
        return StateTakeover(from: shared, to: shared.appending(Self.name(of: configuration)))
    }

    /// The folder's name of a configuration: the name of the folder that the file is in, and a hash of the file's path.
    ///
    /// Links in the folder's path are resolved. The file itself is not: a link that is turned to a new version of the file,
    /// as Kubernetes does, keeps its state.
    package static func name(of configuration: FilePath) -> String {
        let file = configuration.absolute
        let folder = file.removingLastComponent().resolved ?? file.removingLastComponent()
        let digits = FNV1a.name(of: "\(folder.string)/\(file.lastComponent?.string ?? "")")
        let name = (folder.lastComponent?.string ?? "").filter { character in
            character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
        }
        // A name that begins with a dot would be hidden.
        let readable = name.drop { $0 == "." }.prefix(40)
        return "\(readable.isEmpty ? "project" : readable)-\(digits)"
    }

    private static func standardFolder() throws(StateFolder.OpenError) -> FilePath {
        // The XDG base directory specification says that relative paths are to be ignored.
        if let state = getenv("XDG_STATE_HOME").map({ FilePath(platformString: $0) }), state.isAbsolute {
            return state.appending("announce")
        }
        let home = getenv("HOME") ?? getpwuid(getuid())?.pointee.pw_dir
        guard let path = home.map({ FilePath(platformString: $0) }), path.isAbsolute else { throw .noHome }
        return path.appending(".local/state/announce")
    }
}
