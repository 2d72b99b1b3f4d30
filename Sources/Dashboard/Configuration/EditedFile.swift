package import CallFlow
import Crypto
package import LocalFiles
import MediaLibrary
package import SystemPackage
import Telephony

/// The `announce.yaml` that is edited by this program: read, validated, and replaced as a whole, with the previous version as
/// a backup.
///
/// Promises that of several saves of one version, in one process or several, exactly one is accepted, and that what another
/// program saves at the same time is never lost: it is in the file, or it replaced the text saved here. Does not keep
/// another program from replacing what was saved here.
package struct EditedFile: Sendable {
    package let path: FilePath
    /// The folder of recordings, if the command line overrides that of the file.
    let media: FilePath?
    package let versions: ConfigurationVersions
    /// The mark of the last text that was confirmed; nil where edits need no confirmation.
    private let accepted: StateFile<String>?
    /// The configuration that names this file, and its name there; nil if this is the configuration.
    private let use: Use?
    private let backups: FilePath
    /// The folder that relative paths of recordings, keys and certificates start from.
    package let folder: FilePath
    /// Makes edits a version for all instances; nil: the file is edited.
    private let publish: Publishing?
    /// Who edits; nil: the owner.
    private(set) var author: String?

    /// Makes a version of edited texts, by the names of their files: nil for the configuration's own. Blocks until it is in use here,
    /// and the files are as it says.
    package typealias Publishing =
        @Sendable (_ texts: [String?: String], _ author: String?) throws(EditedFileError) -> Void

    private struct Use: Sendable {
        let configuration: FilePath
        let name: String
    }

    /// The size limit of the text, in bytes.
    static let longest = 1 << 20

    /// - Parameters:
    ///   - path: absolute.
    ///   - backups: a folder, which is created if needed.
    ///   - accepted: tells the server that reads the file which text a person has confirmed.
    ///   - folder: that relative paths start from; nil: the file's.
    ///   - publish: makes edits a version for all instances; nil: the file is edited.
    package init(
        _ path: FilePath, media: FilePath?, backups: FilePath, accepted: StateFile<String>? = nil,
        folder: FilePath? = nil, publish: Publishing? = nil
    ) {
        (self.path, self.media, self.accepted, self.backups) = (path, media, accepted, backups)
        self.folder = folder ?? path.removingLastComponent()
        self.publish = publish
        use = nil
        versions = ConfigurationVersions(of: path.lastComponent?.string ?? "announce.yaml", in: backups)
    }

    /// A file that the configuration names, with versions of its own.
    ///
    /// - Parameter name: as in `CompanionFiles`.
    package func companion(_ name: String) -> EditedFile { EditedFile(self, name) }

    private init(_ configuration: EditedFile, _ name: String) {
        path = configuration.path.beside(name)
        (media, accepted, backups) = (configuration.media, configuration.accepted, configuration.backups)
        (folder, publish, author) = (configuration.folder, configuration.publish, configuration.author)
        use = Use(configuration: configuration.path, name: name)
        // One folder for all, so the name of the path is made one name.
        versions = ConfigurationVersions(of: name.replacing("/", with: "+"), in: backups)
    }

    /// Whether edits become versions for all instances.
    var isShared: Bool { publish != nil }

    /// The same file, edited by someone.
    func edited(by author: String?) -> EditedFile {
        var file = self
        file.author = author
        return file
    }

    /// Bytes at most.
    private var limit: Int { use == nil ? Self.longest : CompanionFiles.largest }

    /// Returns the text on disk. Blocks.
    ///
    /// - Throws: `EditedFileError`.
    func read() throws(EditedFileError) -> String {
        guard let bytes = try bytes() else { throw .missing }
        return try self.text(of: bytes)
    }

    private func bytes() throws(EditedFileError) -> [UInt8]? {
        do throws(Errno) {
            return try SmallFile.read(path, upTo: limit)
        } catch {
            throw Self.failure(error, path)
        }
    }

    private func text(of bytes: [UInt8]) throws(EditedFileError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self), use != nil || Self.isFit(text) else {
            throw .unfitText
        }
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
        switch error {
        case .fileTooLarge: .tooLong
        case .noSuchFileOrDirectory: .missing
        default: .system(errno: error.rawValue, path)
        }
    }

    /// The configuration that a text makes together with the other files on the disk. Blocks.
    package func written(_ text: String) -> WrittenConfiguration {
        guard let use else { return WrittenConfiguration(text, files: CompanionFiles(for: text, at: path)) }
        let bytes = try? SmallFile.read(use.configuration, upTo: Self.longest)
        let main = String(validating: bytes.flatMap(\.self) ?? [], as: UTF8.self) ?? ""
        var files = CompanionFiles(for: main, at: use.configuration)
        files.contents[use.name] = .text(text)
        return WrittenConfiguration(main, files: files)
    }

    /// The names of recordings in a folder, where they are known without looking.
    package struct KnownRecordings: Sendable {
        /// The folder as the configuration has it.
        let folder: String
        let names: Set<AnnouncementName>
    }

    /// Parses and validates a text, with the recordings and other files that exist. Blocks.
    package func reading(_ text: String, knowing known: KnownRecordings? = nil) -> ConfigurationFile.Reading {
        reading(written(text), knowing: known)
    }

    /// Parses and validates a configuration, with the recordings that exist. Blocks.
    package func reading(
        _ written: WrittenConfiguration, knowing known: KnownRecordings? = nil
    ) -> ConfigurationFile.Reading {
        func read(_ names: Set<AnnouncementName>?) -> ConfigurationFile.Reading {
            ConfigurationFile.read(written.text, folder: folder.string, announcements: names, files: written.files)
        }
        let recordings = media?.string ?? read(nil).recordings.folder
        return read(known?.folder == recordings ? known?.names : MediaLibrary.names(in: recordings))
    }

    /// A digest that identifies a text.
    package static func mark(of text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(12).hexadecimal
    }

    /// A digest that identifies a configuration with the files that it names.
    package static func mark(of written: WrittenConfiguration) -> String {
        guard !written.files.contents.isEmpty else { return mark(of: written.text) }
        var hash = SHA256()
        hash.update(data: Array(written.text.utf8))
        for path in written.files.paths {
            // No text that is read has zero bytes in names; a length before each keeps them apart.
            if let rows = written.files.rows(of: path) {
                hash.update(data: Array("\0\(path)\0\(rows.size)\0\(rows.digest)".utf8))
                continue
            }
            let text = written.files.text(of: path) ?? ""
            hash.update(data: Array("\0\(path)\0\(text.utf8.count)\0\(text)".utf8))
        }
        return hash.finalize().prefix(12).hexadecimal
    }

    /// A browser's text with the line breaks of the file.
    static func text(_ edited: String, like old: String) -> String {
        let plain = edited.replacing("\r\n", with: "\n")
        return old.contains("\r\n") ? plain.replacing("\n", with: "\r\n") : plain
    }

    /// Confirms a text, whatever it loses. The server that reads the file applies it as soon as it is there. Blocks.
    package func accept(_ text: String) throws(EditedFileError) { try accept(written(text)) }

    /// Confirms a configuration with the files that it names. Blocks.
    package func accept(_ written: WrittenConfiguration) throws(EditedFileError) {
        do throws(StateFileError) {
            try accepted?.write(Self.mark(of: written))
        } catch {
            switch error {
            case .unshared(let words): throw .noDatabase(words)
            case .damaged(let path): throw .system(errno: Errno.invalidArgument.rawValue, path)
            case .system(let error, let path): throw .system(errno: error.rawValue, path)
            }
        }
    }

    /// Whether a person has confirmed the text. Blocks.
    package func isAccepted(_ written: WrittenConfiguration) -> Bool {
        do throws(StateFileError) {
            return try accepted?.read() == Self.mark(of: written)
        } catch {
            return false
        }
    }

    /// Replaces the file, and keeps the previous text as a backup. Blocks.
    ///
    /// - Parameters:
    ///   - opened: the `mark` of the text that was edited.
    ///   - time: for the backup's name.
    /// - Returns: the name of the version that the previous text is kept as.
    /// - Throws: `EditedFileError`.
    @discardableResult
    func save(_ text: String, opened: String, at time: LocalTime) throws(EditedFileError) -> String {
        try versions.locked { () throws(EditedFileError) in
            guard let old = try bytes() else { throw .missing }
            let oldText = try self.text(of: old)
            guard Self.mark(of: oldText) == opened else { throw .changed(oldText) }
            return try replace(old, with: text, at: time)
        }
    }

    /// Replaces several files of one configuration, as one version if that is for all instances. Blocks.
    ///
    /// - Parameters:
    ///   - names: of those that differ, as in `WrittenConfiguration.files(otherThanIn:)`.
    ///   - old: what was edited.
    /// - Returns: the name of the version that the configuration's own text is kept as; nil if that stays.
    /// - Throws: `EditedFileError`.
    func save(
        _ new: WrittenConfiguration, _ names: [String?], replacing old: WrittenConfiguration, at time: LocalTime
    ) throws(EditedFileError) -> String? {
        func text(of name: String?, in written: WrittenConfiguration) -> String {
            name.map { written.files.text(of: $0) ?? "" } ?? written.text
        }
        var (version, texts) = (nil as String?, [:] as [String?: String])
        for name in names {
            let (file, oldText) = (name.map { companion($0) } ?? self, text(of: name, in: old))
            let newText = text(of: name, in: new)
            if publish == nil {
                let kept = try file.save(newText, opened: Self.mark(of: oldText), at: time)
                if name == nil { version = kept }
                continue
            }
            let current = try file.read()
            guard current == oldText else { throw .changed(current) }
            let kept = try file.versions.keep(Array(oldText.utf8), at: time)
            if name == nil { version = kept }
            texts[name] = newText
        }
        if let publish { try publish(texts, author) }
        return version
    }

    /// Puts an earlier version back; the current text, whatever it is, becomes a version. Blocks.
    ///
    /// - Parameter name: of the version; nil for the newest that differs from the file.
    /// - Returns: the name of the version, and of the one that the current text is kept as; nil if there is none.
    /// - Throws: `EditedFileError`.
    package func restore(
        _ name: String?, at time: LocalTime
    ) throws(EditedFileError) -> (restored: String, replaced: String?)? {
        try versions.locked { () throws(EditedFileError) in
            let old = try bytes()
            let names = name.map { [$0] } ?? versions.names
            for version in names {
                guard let bytes = versions[version], name != nil || bytes != old,
                    let text = String(validating: bytes, as: UTF8.self)
                else { continue }
                guard reading(text).configuration != nil else { throw .invalid(version: version) }
                if let old { return (version, try replace(old, with: text, at: time)) }
                if let publish {
                    try publish([use?.name: text], author)
                    return (version, nil)
                }
                try accept(text)
                try write(text)
                return (version, nil)
            }
            return nil
        }
    }

    /// - Returns: the name of the version that the old text is kept as.
    private func replace(_ old: [UInt8], with text: String, at time: LocalTime) throws(EditedFileError) -> String {
        let version = try versions.keep(old, at: time)
        if let publish {
            try publish([use?.name: text], author)
            return version
        }
        // Before the file changes: who saves here has seen what the edit does.
        try accept(text)
        let replacement: Replacement
        do throws(Errno) {
            // The target of a symbolic link is replaced, and the link stays.
            replacement = try SmallFile.replace(
                target, expecting: old, with: Array(text.utf8), mode: Self.mode, upTo: limit)
        } catch {
            throw Self.failure(error, path)
        }
        switch replacement {
        case .replaced: return version
        case .beingWritten: throw .beingWritten
        case .changed(nil): throw .tooLong
        case .changed(let other?): throw .changed(try self.text(of: other))
        }
    }

    private func write(_ text: String) throws(EditedFileError) {
        do throws(Errno) {
            try SmallFile.write(Array(text.utf8), to: target, mode: Self.mode)
        } catch {
            throw Self.failure(error, path)
        }
    }

    private static let mode = SmallFile.Mode.kept(else: [.ownerReadWrite, .groupRead, .otherRead])

    private var target: FilePath { path.resolved ?? path }
}

/// Reasons a file cannot be edited by this program.
package enum EditedFileError: Error, Hashable, Sendable {
    case missing
    case tooLong
    /// Not UTF-8, or with characters that a browser would lose.
    case unfitText
    /// The file was changed since it was opened; its current text.
    case changed(String)
    /// Another program has it open for writing.
    case beingWritten
    /// The version has errors, with the recordings that exist now.
    case invalid(version: String)
    /// An `errno` value.
    case system(errno: CInt, FilePath)
    /// The database that edits are made versions of cannot be used: why, as a part of a sentence.
    case noDatabase(String)
    /// The edit is a version for all instances, but cannot be used here: its number, and why, as a sentence.
    case unusable(version: Int64, String)

    /// What is wrong and what to do.
    package func sentence(_ file: String) -> String {
        switch self {
        case .missing: "\(file) no longer exists. The last valid configuration stays in use."
        case .tooLong: "\(file) is too long to edit here; the limit is \(EditedFile.longest >> 20) MiB."
        case .unfitText:
            "\(file) is not UTF-8, or contains control characters or mixed line breaks that a browser would lose. "
                + "Edit it with a text editor."
        case .changed: "\(file) was changed on disk."
        case .beingWritten: "Another program is writing \(file). Nothing was saved; try again."
        case .invalid(let version):
            "The version \(version) has errors now. Open it on the dashboard's page Configuration, which lists them."
        case .noDatabase(let words):
            "The configuration's database cannot be used (\(words)). Nothing was saved; try again later."
        case .unusable(let version, let sentence):
            "It was saved as version \(version), which cannot be used on this instance: \(sentence)"
        case .system(let code, let path):
            "\(path) cannot be read or written (\(Errno(rawValue: code))). Nothing was changed. Check its permissions."
        }
    }
}
