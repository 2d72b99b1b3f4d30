import Dispatch
import SystemPackage

/// What the library's jobs work with.
struct Desk: Sendable {
    let settings: LibrarySettings
    let store: MediaStore
    let watch: FolderWatch?
    let stop: StopPipe

    var renderer: Renderer { Renderer(settings: settings, store: store, stop: stop) }
    var joiner: PromptJoin { PromptJoin(store: store, now: settings.now) }

    /// Looks through the folder; each folder is watched before it is read.
    func scan(known: [FilePath: FileStamp]) async -> RecordingScan {
        await onOwnThread {
            watch?.beginScan()
            watch?.watchAbove()
            let scan = RecordingScan(settings.folder, except: settings.state, known: known) { watch?.add($0) }
            watch?.endScan()
            return scan
        }
    }
}

/// What is opened before anything is done.
struct Opened: Sendable {
    let parts: (MediaStore, StopPipe, StateIndex, [String: Int])

    init(_ settings: LibrarySettings) throws(StateFolderError) {
        do throws(Errno) {
            let store = try MediaStore(state: settings.state, recordings: settings.folder)
            parts = (store, try StopPipe(), StateIndex(from: store), store.files())
        } catch {
            throw StateFolderError(path: settings.state.readable, errno: error.rawValue)
        }
    }
}

/// The state folder cannot be made or written to.
package struct StateFolderError: Error, Hashable, Sendable {
    package let path: String
    package let errno: CInt

    /// One sentence for people.
    package var message: String { "the state folder \(path) cannot be used: \(systemReason(errno))." }
}

/// Runs what blocks on a thread that is none of Swift's few, which answer calls.
///
/// A queue of its own gets a thread of its own. What starts a child stays on it until the child has ended, as the child
/// ends with the thread.
func onOwnThread<Value: Sendable>(_ body: @Sendable @escaping () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue(label: "media-library").async { continuation.resume(returning: body()) }
    }
}
