import ArgumentParser
import Glibc
import Hosting
import SystemPackage

/// `--state DIR`, the option of all commands that read or write state.
struct StateOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "State directory: converted recordings, secrets, call log, overrides (default: $ANNOUNCE_STATE, else one per "
                + "configuration below $XDG_STATE_HOME/announce or ~/.local/state/announce).", valueName: "folder"),
        completion: .directory)
    var state: PathArgument?

    /// Where state is kept: `--state`, else `ANNOUNCE_STATE`, else the standard place.
    var place: StatePlace {
        if let state { return .folder(state.path) }
        guard let path = getenv("ANNOUNCE_STATE").map({ FilePath(platformString: $0) }), !path.isEmpty else {
            return .standard
        }
        return .folder(path)
    }

    /// The path of the account's folder. The folder may not exist.
    func accountLocation() throws(StateFolder.OpenError) -> FilePath {
        try place.accountFolder()
    }

    /// Opens the account's folder, creating it if it does not exist.
    func accountFolder() throws(StateFolder.OpenError) -> StateFolder {
        try StateFolder(try place.accountFolder())
    }
}
