import CallFlow
import Crypto
import LocalFiles
import MediaLibrary
package import SystemPackage
import Telephony

/// The `announce.yaml` that is edited here: read, validated, and replaced as a whole, with the previous version as a backup.
package struct EditedFile: Sendable {
    package let path: FilePath
    /// The folder of recordings, if the command line overrides that of the file.
    let media: FilePath?
    /// The folder of the previous versions.
    let backups: FilePath

    /// The maximum number of versions kept.
    static let mostBackups = 20
    /// The size limit of the text, in bytes.
    static let longest = 1 << 20

    /// - Parameters:
    ///   - path: absolute.
    ///   - backups: a folder, which is created if needed.
    package init(_ path: FilePath, media: FilePath?, backups: FilePath) {
        (self.path, self.media, self.backups) = (path, media, backups)
    }

    /// Returns the text on disk. Blocks.
    ///
    /// - Throws: `EditedFileError`.
    func read() throws(EditedFileError) -> String {
        let bytes: [UInt8]?
        do throws(Errno) {
            bytes = try SmallFile.read(path, upTo: Self.longest)
        } catch {
            throw Self.failure(error, path)
        }
        guard let bytes else { throw .missing }
        guard let text = String(validating: bytes, as: UTF8.self), Self.isFit(text) else { throw .unfitText }
        return text
    }

    private static func isFit(_ text: String) -> Bool {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            !scalar.isControl || scalar == "\n" || scalar == "\r" || scalar == "\t"
        }
        // Browsers change all line breaks of a text to one kind.
        let withoutPairs = text.replacing("\r\n", with: "\n")
        return isPlain && !withoutPairs.unicodeScalars.contains("\r")
    }

    private static func failure(_ error: Errno, _ path: FilePath) -> EditedFileError {
        error == .fileTooLarge ? .tooLong : .system(errno: error.rawValue, path)
    }

    /// Parses and validates a text, with the recordings that exist. Blocks.
    func reading(_ text: String) -> ConfigurationFile.Reading {
        let folder = path.removingLastComponent().string
        let recordings =
            media?.string ?? ConfigurationFile.read(text, folder: folder, announcements: nil).recordings.folder
        return ConfigurationFile.read(text, folder: folder, announcements: MediaLibrary.names(in: recordings))
    }

    /// A digest that identifies a text.
    static func mark(of text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(12).hexadecimal
    }

    /// A browser's text with the line breaks of the file.
    static func text(_ edited: String, like old: String) -> String {
        let plain = edited.replacing("\r\n", with: "\n")
        return old.contains("\r\n") ? plain.replacing("\n", with: "\r\n") : plain
    }

    /// Replaces the file, and keeps the previous text as a backup. Blocks.
    ///
    /// - Parameters:
    ///   - opened: the `mark` of the text that was edited.
    ///   - time: for the backup's name.
    /// - Throws: `EditedFileError`.
    func save(_ text: String, opened: String, at time: LocalTime) throws(EditedFileError) {
        let old = try read()
        guard Self.mark(of: old) == opened else { throw .changed(old) }
        try keep(old, at: time)
        do throws(Errno) {
            // The target of a symbolic link is replaced, and the link stays.
            try SmallFile.write(
                Array(text.utf8), to: target, mode: .kept(else: [.ownerReadWrite, .groupRead, .otherRead]))
        } catch {
            throw Self.failure(error, path)
        }
    }

    private var target: FilePath { path.resolved ?? path }

    // MARK: Backups

    private var prefix: String { "\(path.lastComponent?.string ?? "announce.yaml").bak-" }

    /// Names of the last versions, newest first. Blocks.
    var versions: [String] {
        let names = (try? backups.entries())?.map(\.string) ?? []
        return names.filter { $0.hasPrefix(prefix) }.sorted(by: >)
    }

    /// A version by its name; nil if there is none. Blocks.
    func version(_ name: String) -> String? {
        guard versions.contains(name), let bytes = try? SmallFile.read(backups.appending(name), upTo: Self.longest)
        else {
            return nil
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private func keep(_ text: String, at time: LocalTime) throws(EditedFileError) {
        do throws(Errno) {
            try backups.makeFolder(permissions: .ownerReadWriteExecute)
        } catch {
            throw .system(errno: error.rawValue, backups)
        }
        let second = time.second % 60
        let stamp = "\(time)".replacing(":", with: "") + (second < 10 ? "0" : "") + "\(second)"
        // Versions of one second are numbered, to keep their order.
        let last = versions.first { $0.hasPrefix(prefix + stamp + "-") }.flatMap { Int($0.suffix(3)) } ?? -1
        let count = String(1001 + min(998, last)).dropFirst()
        let name = "\(prefix)\(stamp)-\(count)"
        do throws(Errno) {
            try SmallFile.write(Array(text.utf8), to: backups.appending(name), mode: .owner)
        } catch {
            throw Self.failure(error, backups)
        }
        for old in versions.dropFirst(Self.mostBackups) {
            backups.appending(old).removeQuietly()
        }
    }
}

/// Reasons a file cannot be edited in the dashboard.
enum EditedFileError: Error, Hashable, Sendable {
    case missing
    case tooLong
    /// Not UTF-8, or with characters that a browser would lose.
    case unfitText
    /// The file was changed since it was opened; its current text.
    case changed(String)
    /// An `errno` value.
    case system(errno: CInt, FilePath)
}
