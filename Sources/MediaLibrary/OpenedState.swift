import LocalFiles
import SystemPackage

/// The state folder, opened: what is there before the library does anything.
struct OpenedState: Sendable {
    let store: MediaStore
    let stop: StopPipe
    let published: PublishedIndex
    /// The sizes of the files in the store, by hash.
    let stored: [String: Int]

    /// Whether a file is in the store, as it was when the folder was opened.
    func isStored(_ file: StoredFile) -> Bool { stored[file.hash] == file.size }

    /// Blocks.
    init(_ settings: LibrarySettings) throws(StateFolderError) {
        do throws(Errno) {
            store = try MediaStore(state: settings.state, recordings: settings.folder, spare: settings.spare)
            stop = try StopPipe()
        } catch {
            throw StateFolderError(path: settings.state.readable, errno: error.rawValue)
        }
        published = PublishedIndex(from: store)
        stored = store.files()
    }
}

/// The state folder cannot be created or written to.
package struct StateFolderError: Error, Hashable, Sendable {
    package let path: String
    package let errno: CInt

    /// A sentence for people.
    package var message: String { "the state folder \(path) cannot be used: \(Errno(rawValue: errno).reason)." }
}
