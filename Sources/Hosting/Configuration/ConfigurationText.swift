package import CallFlow
import Dashboard
import LocalFiles
package import SystemPackage
package import Telephony

/// The text of an `announce.yaml`.
package struct ConfigurationText: Hashable, Sendable {
    package static let standardPath: FilePath = "announce.yaml"
    /// The names that are looked for in the current directory, in this order.
    package static let standardNames: [FilePath] = [standardPath, "announce.yml"]
    /// Bytes at most; twenty times as many as ten thousand numbers with two thousand menus take.
    package static let largest = CompanionFiles.largest

    /// As it was given.
    package let path: FilePath
    package let text: String
    /// The files that it names.
    package let files: CompanionFiles
    /// The folder that relative paths in the file start from; absolute.
    package let folder: FilePath

    /// Reasons the file cannot be read.
    package enum ReadError: Error, Hashable, Sendable {
        case missing(FilePath)
        case folder(FilePath)
        case tooLarge(FilePath)
        /// `line`: the first line that is not UTF-8, from 1.
        case notUTF8(FilePath, line: Int)
        case system(Errno, FilePath)
    }

    /// Reads a file, which may be a pipe.
    ///
    /// - Parameter folder: the folder that relative paths of recordings, keys and certificates start from; nil: the file's. Files that
    ///   are parts of the configuration are beside it in any case.
    package init(at path: FilePath, folder: FilePath? = nil) throws(ReadError) {
        let bytes: [UInt8]
        do throws(Errno) {
            // Not `FileDescriptor.reading`, which does not wait for the writer of a pipe.
            let descriptor = try FileDescriptor.opening(path, .readOnly, .closeOnExec)
            defer { descriptor.closeQuietly() }
            bytes = try descriptor.readAll(upTo: Self.largest)
        } catch {
            throw switch error {
            case .noSuchFileOrDirectory: .missing(path)
            case .isDirectory: .folder(path)
            case .fileTooLarge: .tooLarge(path)
            default: .system(error, path)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notUTF8(path, line: Self.firstInvalidLine(bytes))
        }
        self.path = path
        self.text = text
        self.folder = folder?.absolute ?? path.absolute.removingLastComponent()
        files = CompanionFiles(for: text, at: path)
    }

    /// With the files that it names.
    package var written: WrittenConfiguration { WrittenConfiguration(text, files: files) }

    /// The nearest configuration in a folder above the current directory; nil if there is none. For remedies only: a file
    /// that someone else may have put there is never used by itself.
    package static var fileAbove: FilePath? {
        var folder = FilePath(".").absolute
        while folder.removeLastComponent() {
            if let name = standardNames.first(where: { folder.pushing($0).exists }) { return folder.pushing(name) }
        }
        return nil
    }

    /// Validates the text; any name of an announcement is accepted.
    package var readingWithAnyNames: ConfigurationFile.Reading { reading { _ in nil } }

    /// Validates the text.
    ///
    /// - Parameters:
    ///   - hasTunnel: whether a tunnel that the file does not name makes the server reachable.
    ///   - now: for warnings about what runs out.
    ///   - announcements: those that exist, by the section `recordings`; nil to accept any name.
    package func reading(
        hasTunnel: Bool = false, now: Moment = .now, announcements: (RecordingSettings) -> Set<AnnouncementName>?
    ) -> ConfigurationFile.Reading {
        ConfigurationFile.read(
            text, folder: folder.string, files: files, hasTunnel: hasTunnel, now: now, announcements: announcements)
    }

    private static func firstInvalidLine(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
    }
}
