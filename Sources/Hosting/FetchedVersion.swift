import CallFlow
import LocalFiles
import Logging
import SharedState
import SystemPackage

/// The configuration that an instance starts with: the version of the database that is in use, or, while the database is away or that
/// version has errors here, the last one that was in use here.
struct FetchedVersion {
    let folder: VersionFolder
    /// The folder's, if the state folder cannot be written.
    let spare: SpareFolder?

    /// Values that instances have in common are fetched, too.
    ///
    /// - Parameter files: of the state folder.
    /// - Throws: `ProjectError` if there is no version to start with.
    init(_ database: DatabaseURL, for source: ProjectSource, in files: StateFiles, _ logger: Logger) throws {
        let path = files.path(of: .shared)
        let number: Int64
        let content: VersionContent
        switch Result(catching: { () throws(SharedStateError) in try Self.inUse(database, files) }) {
        case .success(nil): throw ProjectError.noVersion(database)
        case .success(let found?): (number, content) = found
        case .failure(let error):
            folder = VersionFolder(path)
            spare = nil
            guard let last = folder.number else { throw ProjectError.noDatabase(database, error) }
            logger.warning(
                "The configuration's database cannot be used (\(error)). Version \(last), which was in use here last, stays in use until it can."
            )
            return
        }
        do throws(Errno) {
            try VersionFolder(path).write(content, as: number)
            (folder, spare) = (VersionFolder(path), nil)
        } catch {
            // Calls are answered, whatever the state folder is like.
            let other = try SpareFolder()
            folder = VersionFolder(other.path.appending("versions"))
            spare = other
            try folder.write(content, as: number)
        }
        let file = folder.file(of: number)
        let reading = try source.read(version: file)
        if reading.configuration != nil {
            try folder.use(number)
            return
        }
        guard let last = folder.number else {
            throw ProjectError.invalidConfiguration(reading.text, reading.problems)
        }
        logger.log(reading.problems, of: file)
        logger.error(
            "Version \(number) of the configuration cannot be used here. Version \(last), which was in use here last, stays in use."
        )
    }

    private static func inUse(
        _ database: DatabaseURL, _ files: StateFiles
    ) throws(SharedStateError) -> (Int64, VersionContent)? {
        let store = try SharedStore(database.description, name: "announce start")
        try files.receiveAll(store)
        guard let number = try store.overview().current else { return nil }
        return try store.content(of: number).map { (number, $0) }
    }
}
