import Glibc
import LocalFiles
import SystemPackage
import TelephoneAudio
import Telephony

/// Everything in the recordings folder and the folders below it. Links to folders are not followed.
struct RecordingScan: Sendable {
    private(set) var sightings: [Sighting] = []
    private(set) var beingWritten: [FilePath] = []
    private(set) var problems: [LibraryProblem] = []
    /// Every folder looked into, the recordings folder ("") included.
    private(set) var folders: Set<FilePath> = []
    /// Folders that could not be read: what is known of them stays.
    private(set) var unread: [FilePath] = []

    private let root: FilePath
    private let known: [FilePath: FileStamp]
    private let excluded: FileStamp?

    /// - Parameters:
    ///   - except: a folder that is not looked into, wherever it lies.
    ///   - known: what files were like the last time.
    ///   - entering: called with each folder before its entries are read, so that no change in it is missed; tells what
    ///     is wrong with watching it.
    init(
        _ root: FilePath, except: FilePath? = nil, known: [FilePath: FileStamp] = [:],
        entering: (FilePath) -> LibraryProblem? = { _ in nil }
    ) {
        self.root = root
        self.known = known
        excluded = except.flatMap(FileStamp.init(of:))
        walk("", entering)
    }

    /// Whether a recording lies where nothing could be read.
    func isUnread(_ path: FilePath) -> Bool { unread.contains { $0.isEmpty || path.starts(with: $0) } }

    private mutating func walk(_ folder: FilePath, _ entering: (FilePath) -> LibraryProblem?) {
        let path = folder.isEmpty ? root : root.pushing(folder)
        if let excluded, FileStamp(of: path)?.inode == excluded.inode { return }
        if let problem = entering(folder) { problems.append(problem) }
        let names: [FilePath.Component]
        do throws(Errno) {
            names = try path.entries()
        } catch {
            let code = error.rawValue
            // Below the recordings folder: gone since, and the next look will tell.
            if folder.isEmpty || code != ENOENT {
                problems.append(.folder(path: path.readable, errno: code))
                unread.append(folder)
            }
            return
        }
        folders.insert(folder)
        for name in names {
            let entry = folder.appending(name)
            switch Look(at: entry, in: root, known: known[entry]) {
            case .recording(let sighting): sightings.append(sighting)
            case .folder: walk(entry, entering)
            case .beingWritten: beingWritten.append(entry)
            case .problem(let problem): problems.append(problem)
            case .nothing: break
            }
        }
    }
}
