import Hosting
import LocalFiles
import SystemPackage
import TelephoneAudio

/// The files that `announce init` writes.
struct NewProject {
    private let configuration: FilePath
    private let folder: FilePath
    private let media: FilePath

    init(in folder: FilePath) {
        self.folder = folder
        configuration = folder.pushing(ConfigurationText.standardPath).lexicallyNormalized()
        media = folder.pushing("media").lexicallyNormalized()
    }

    /// Writes the files and returns their paths. Checks for existing files before it writes any.
    func write() throws(NewProjectError) -> [FilePath] {
        if (try? configuration.stat(followTargetSymlink: false)) != nil { throw .exists(configuration) }
        if let status = try? media.stat(), status.type != .directory { throw .notAFolder(media) }
        try Self.create(folder)
        try Self.create(media)
        var written: [FilePath] = []
        if !RecordingFolder(media).recordings.contains(where: { $0.stem == "welcome" }) {
            let chime = media.appending("welcome.wav")
            try Self.write(Chime.wave, to: chime)
            written.append(chime)
        }
        try Self.write(Array(ExampleConfiguration.text.utf8), to: configuration)
        return [configuration] + written
    }

    private static func create(_ folder: FilePath) throws(NewProjectError) {
        if folder.isEmpty || folder.isFolder { return }
        // Folder by folder: the one that is in the way is named.
        try create(folder.removingLastComponent())
        do throws(Errno) {
            try folder.makeFolder(permissions: .init(rawValue: 0o777))
        } catch {
            throw error == .notDirectory ? .notAFolder(folder) : .system(error, folder)
        }
    }

    private static func write(_ bytes: [UInt8], to path: FilePath) throws(NewProjectError) {
        do throws(OutputError) {
            let file = try AnnouncementFile(target: path)
            try file.write(bytes, at: 0)
            try file.publish(replacing: false)
        } catch {
            throw switch error {
            case .exists, .isFolder, .tooLong: .exists(path)
            case .system(let code, _, _): .system(Errno(rawValue: code), path)
            }
        }
    }
}

/// Reasons nothing is written.
enum NewProjectError: Error, Hashable {
    case exists(FilePath)
    case notAFolder(FilePath)
    case system(Errno, FilePath)
}

extension NewProjectError: ReportableError {
    var sentence: String {
        switch self {
        case .exists(let path):
            "\(path.readable) exists already and was left alone; nothing was written. "
                + "`announce init FOLDER` writes into another folder."
        case .notAFolder(let path):
            "\(path.readable) exists already and is not a folder; nothing was written."
        case .system(let error, let path):
            "\(path.readable) cannot be written: \(error.reason)."
        }
    }
}
