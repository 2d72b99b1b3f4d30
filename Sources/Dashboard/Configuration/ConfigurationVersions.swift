package import CallFlow
import LocalFiles
package import SystemPackage

/// Earlier texts of an `announce.yaml`, each in a file of its own in the state folder. The last twenty are kept. Blocks.
package struct ConfigurationVersions: Sendable {
    private let folder: FilePath
    /// What the names of this file's versions begin with.
    private let prefix: String

    /// The maximum number of versions kept.
    static let most = 20

    /// - Parameters:
    ///   - name: the file's.
    ///   - folder: where its versions are; created if needed.
    package init(of name: String, in folder: FilePath) {
        self.folder = folder
        prefix = "\(name).bak-"
    }

    /// Names of the versions, newest first.
    package var names: [String] {
        let names = (try? folder.entries())?.map(\.string) ?? []
        return names.filter { $0.hasPrefix(prefix) }.sorted(by: >)
    }

    /// The bytes of a version by its name; nil if there is none.
    package subscript(name: String) -> [UInt8]? {
        guard names.contains(name) else { return nil }
        return try? SmallFile.read(folder.appending(name), upTo: CompanionFiles.largest)
    }

    /// Runs `body` while no other process or thread changes the file or its versions in this way.
    func locked<Value>(_ body: () throws(EditedFileError) -> Value) throws(EditedFileError) -> Value {
        let lock: FileLock
        do throws(Errno) {
            try folder.makeFolder(permissions: .ownerReadWriteExecute)
            // Beside the folder, as the locks of state files are.
            lock = try FileLock(folder.folder.appending(".\(folder.stem ?? "configurations")-lock"))
        } catch {
            throw .system(errno: error.rawValue, folder)
        }
        defer { withExtendedLifetime(lock) {} }
        return try body()
    }

    /// Keeps a text that was replaced on the disk by another program, unless it is the newest version already.
    ///
    /// - Returns: the name of the version.
    @discardableResult
    package func keepReplaced(_ text: String, at time: LocalTime) throws(EditedFileError) -> String {
        try locked { () throws(EditedFileError) in try keep(Array(text.utf8), at: time) }
    }

    /// Keeps a text, unless it is the newest version already. To be called in `locked`.
    ///
    /// - Returns: the name of the version.
    func keep(_ text: [UInt8], at time: LocalTime) throws(EditedFileError) -> String {
        let names = names
        if let newest = names.first, self[newest] == text { return newest }
        let second = time.second % 60
        let stamp = "\(time)".replacing(":", with: "") + (second < 10 ? "0" : "") + "\(second)"
        // Versions of one second are numbered, to keep their order.
        let last = names.first { $0.hasPrefix(prefix + stamp + "-") }.flatMap { Int($0.suffix(3)) } ?? -1
        let count = String(1001 + min(998, last)).dropFirst()
        let name = "\(prefix)\(stamp)-\(count)"
        do throws(Errno) {
            try SmallFile.write(text, to: folder.appending(name), mode: .owner)
        } catch {
            throw .system(errno: error.rawValue, folder)
        }
        for old in self.names.dropFirst(Self.most) { folder.appending(old).removeQuietly() }
        return name
    }
}
