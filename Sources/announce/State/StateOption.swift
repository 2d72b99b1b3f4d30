import ArgumentParser
import SystemPackage

/// `--state DIR`.
struct StateOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where converted recordings and secrets are kept; without it $XDG_STATE_HOME/announce or "
                + "~/.local/state/announce.", valueName: "folder"),
        completion: .directory)
    var state: PathArgument?

    /// Where the folder is, or would be: for those who only read; says why nobody can know.
    ///
    /// - Throws: `ExitCode(1)`.
    func location() throws -> FilePath {
        do throws(StateFolder.Failure) {
            return try StateFolder.location(state?.path)
        } catch {
            Talk.error(error.sentence)
            throw ExitCode(1)
        }
    }

    /// The folder, made if it is not there; says why it cannot be had.
    ///
    /// - Throws: `ExitCode(1)`.
    func folder() throws -> StateFolder {
        do throws(StateFolder.Failure) {
            return try StateFolder(state?.path)
        } catch {
            Talk.error(error.sentence)
            throw ExitCode(1)
        }
    }
}
