import Hosting
import LocalFiles
import SystemPackage

extension StateOption {
    /// The path of a configuration's folder, which may not exist.
    ///
    /// - Throws: `StateFolder.OpenError`, or `ConfigurationText.ReadError` if there is neither a folder nor a configuration:
    ///   the command was probably run in the wrong directory.
    func location(of source: ConfigurationOption) throws -> FilePath {
        let folder = try place.folder(of: source.path)
        if case .standard = place, !source.isPresent, !folder.exists {
            throw ConfigurationText.ReadError.missing(source.path)
        }
        return folder
    }

    /// Opens a configuration's folder, creating it if it does not exist.
    func folder(of source: ConfigurationOption) throws(StateFolder.OpenError) -> StateFolder {
        try StateFolder(try place.folder(of: source.path))
    }
}
