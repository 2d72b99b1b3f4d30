import LocalFiles
import SystemPackage
import Telephony

/// The content of the recordings folder and the folders below it. Links to folders are not followed.
struct RecordingScan: Sendable {
    private(set) var files: [ScannedFile] = []
    private(set) var beingWritten: [FilePath] = []
    private(set) var problems: [LibraryProblem] = []
    /// Folders that could not be read: their state is kept.
    private var unread: [FilePath] = []

    private let root: FilePath
    private let known: [FilePath: FileStamp]
    private let excluded: FileStamp?
    private let opensFiles: Bool

    /// Reads the folders.
    ///
    /// - Parameters:
    ///   - except: a folder that is left out, wherever it is.
    ///   - known: the stamps of files at the last scan.
    ///   - opensFiles: whether files are looked into; without, each counts as written, by anyone.
    ///   - entering: called with each folder before its entries are read, so that no change in it is missed; returns what
    ///     is wrong with watching it.
    init(
        _ root: FilePath, except: FilePath? = nil, known: [FilePath: FileStamp] = [:], opensFiles: Bool = true,
        entering: (FilePath) -> LibraryProblem? = { _ in nil }
    ) {
        self.root = root
        self.known = known
        self.opensFiles = opensFiles
        excluded = except.flatMap(FileStamp.init(of:))
        read("", entering)
    }

    /// Whether a path is in a folder that could not be read.
    func isUnread(_ path: FilePath) -> Bool { unread.contains { $0.isEmpty || path.starts(with: $0) } }

    private mutating func read(_ folder: FilePath, _ entering: (FilePath) -> LibraryProblem?) {
        let path = folder.isEmpty ? root : root.pushing(folder)
        if let excluded, FileStamp(of: path)?.inode == excluded.inode { return }
        if let problem = entering(folder) { problems.append(problem) }
        let names: [FilePath.Component]
        do throws(Errno) {
            names = try path.entries()
        } catch {
            // Below the recordings folder: removed meanwhile, which the next scan will find.
            if folder.isEmpty || error != .noSuchFileOrDirectory {
                problems.append(.folder(path: path.readable, errno: error.rawValue))
                unread.append(folder)
            }
            return
        }
        for name in names {
            let entry = folder.appending(name)
            switch ScanEntry(at: entry, in: root, known: known[entry], opensFiles: opensFiles) {
            case .recording(let file): files.append(file)
            case .folder: read(entry, entering)
            case .beingWritten: beingWritten.append(entry)
            case .problem(let problem): problems.append(problem)
            case .nothing: break
            }
        }
    }
}
