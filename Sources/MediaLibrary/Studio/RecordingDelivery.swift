import LocalFiles
package import SystemPackage
package import Telephony

/// Recordings that a studio has delivered, on their way into the recordings folder. Those that they replace are kept, as the
/// dashboard's are. Blocks.
package struct RecordingDelivery: Sendable {
    private let exchange: RecordingExchange
    private let folder: DraftFolder

    /// - Throws: `StudioError`.
    package init(_ settings: LibrarySettings) throws(StudioError) {
        exchange = RecordingExchange(settings)
        do throws(Errno) {
            folder = try DraftFolder(state: settings.state)
        } catch {
            throw .system(errno: error.rawValue, path: settings.state.readable)
        }
    }

    /// A folder for what is unpacked, removed with this value.
    package var workspace: FilePath { folder.path }

    /// The recordings of an announcement: paths below the recordings folder.
    package func recordings(of name: AnnouncementName) -> [FilePath] { exchange.folder.files(of: name) }

    /// Makes a copy of a file the recording of an announcement.
    ///
    /// - Parameter ending: the extension; other than small letters and digits are left out.
    package func take(_ file: FilePath, as name: AnnouncementName, ending: String) throws(StudioError) {
        let copy = folder.path.appending("copy")
        try RecordingsFolder.copy(file, to: copy, permissions: .ownerReadWrite)
        defer { copy.removeQuietly() }
        let plain = ending.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        try exchange.put(copy, as: name, ending: plain.isEmpty || plain.utf8.count > 10 ? "audio" : plain, [])
    }
}
