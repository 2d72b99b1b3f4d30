import CallFlow
import Crypto
import Glibc
import MediaLibrary
package import SystemPackage
import Telephony

/// `announce.yaml` as it is edited here: read, proved, and replaced as a whole, with what it was kept beside.
package struct EditedFile: Sendable {
    package let path: FilePath
    /// The folder of recordings, where the command line names another than the file.
    let media: FilePath?
    /// Where the last versions are kept.
    let backups: FilePath

    /// Versions that are kept.
    static let mostBackups = 20
    /// Bytes; a page with a longer text in it is no pleasure to edit.
    static let longest = 1 << 20

    /// - Parameters:
    ///   - path: absolute.
    ///   - backups: a folder, which need not be there.
    package init(_ path: FilePath, media: FilePath?, backups: FilePath) {
        (self.path, self.media, self.backups) = (path, media, backups)
    }

    /// Why a file cannot be edited here.
    enum Failure: Error, Hashable, Sendable {
        case missing
        case tooLong
        /// Not UTF-8, or with characters that would be lost on the way through a browser.
        case unfitText
        /// It is another than the one that was opened: what is there now.
        case changed(String)
        /// An `errno` value.
        case system(errno: CInt, FilePath)
    }

    /// The text as it is on the disk. Blocks.
    ///
    /// - Throws: `Failure`.
    func read() throws(Failure) -> String {
        let bytes: [UInt8]?
        do throws(SmallFile.Failure) {
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
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) || scalar == "\n" || scalar == "\r"
                || scalar == "\t"
        }
        // Browsers know one kind of line break a text.
        let withoutPairs = text.replacing("\r\n", with: "\n")
        return isPlain && !withoutPairs.unicodeScalars.contains("\r")
    }

    private static func failure(_ failure: SmallFile.Failure, _ path: FilePath) -> Failure {
        switch failure {
        case .tooLarge: .tooLong
        case .system(let code): .system(errno: code, path)
        }
    }

    /// What is wrong with a text, and what it says. Looks for recordings; blocks.
    func reading(_ text: String) -> ConfigurationFile.Reading {
        let folder = path.removingLastComponent().string
        let recordings =
            media?.string ?? ConfigurationFile.read(text, folder: folder, announcements: nil).recordings.folder
        return ConfigurationFile.read(text, folder: folder, announcements: MediaLibrary.names(in: recordings))
    }

    /// Tells a text from others.
    static func mark(of text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(12).hexadecimal
    }

    /// A browser's text as the file has it: with its kind of line breaks.
    static func text(_ edited: String, like old: String) -> String {
        let plain = edited.replacing("\r\n", with: "\n")
        return old.contains("\r\n") ? plain.replacing("\n", with: "\r\n") : plain
    }

    /// Replaces the file, with what it was in a backup. Blocks.
    ///
    /// - Parameters:
    ///   - opened: the `mark` of the text that was edited.
    ///   - time: for the backup's name.
    /// - Throws: `Failure`.
    func save(_ text: String, opened: String, at time: LocalTime) throws(Failure) {
        let old = try read()
        guard Self.mark(of: old) == opened else { throw .changed(old) }
        try keep(old, at: time)
        do throws(SmallFile.Failure) {
            // A link stays a link.
            try SmallFile.write(Array(text.utf8), to: target, mode: .kept(else: 0o644))
        } catch {
            throw Self.failure(error, path)
        }
    }

    private var target: FilePath {
        guard let resolved = path.withPlatformString({ realpath($0, nil) }) else { return path }
        defer { free(resolved) }
        return FilePath(platformString: resolved)
    }

    // MARK: Backups

    private var prefix: String { "\(path.lastComponent?.string ?? "announce.yaml").bak-" }

    /// Names of the last versions, newest first. Blocks.
    var versions: [String] {
        guard let folder = backups.withPlatformString({ opendir($0) }) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(prefix) { names.append(name) }
        }
        return names.sorted(by: >)
    }

    /// A version by its name; nil for a name that is none. Blocks.
    func version(_ name: String) -> String? {
        guard versions.contains(name), let bytes = try? SmallFile.read(backups.appending(name), upTo: Self.longest)
        else {
            return nil
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private func keep(_ text: String, at time: LocalTime) throws(Failure) {
        guard backups.withPlatformString({ mkdir($0, 0o700) }) == 0 || errno == EEXIST else {
            throw .system(errno: errno, backups)
        }
        let second = time.second % 60
        let stamp = "\(time)".replacing(":", with: "") + (second < 10 ? "0" : "") + "\(second)"
        // Several in one second keep their order.
        let last = versions.first { $0.hasPrefix(prefix + stamp + "-") }.flatMap { Int($0.suffix(3)) } ?? -1
        let count = String(1001 + min(998, last)).dropFirst()
        let name = "\(prefix)\(stamp)-\(count)"
        do throws(SmallFile.Failure) {
            try SmallFile.write(Array(text.utf8), to: backups.appending(name), mode: .owner)
        } catch {
            throw Self.failure(error, backups)
        }
        for old in versions.dropFirst(Self.mostBackups) {
            _ = backups.appending(old).withPlatformString { unlink($0) }
        }
    }
}
