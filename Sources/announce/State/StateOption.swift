import ArgumentParser
import Hosting
import SystemPackage

/// `--state DIR`.
struct StateOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where converted recordings and secrets are kept; without it $XDG_STATE_HOME/announce or "
                + "~/.local/state/announce.", valueName: "folder"),
        completion: .directory)
    var state: PathArgument?

    /// The folder's path. The folder may not exist.
    func location() throws(StateFolder.OpenError) -> FilePath {
        try StateFolder.location(state?.path)
    }

    /// Opens the folder, creating it if it does not exist.
    func folder() throws(StateFolder.OpenError) -> StateFolder {
        try StateFolder(state?.path)
    }
}
