import CallFlow
import Hosting
import LocalFiles
import SystemPackage
import TelephoneAudio

/// The files that `announce init` writes.
struct NewProject {
    /// What is written.
    enum Content {
        /// A starter configuration with a chime.
        case starter
        /// The demo with its recordings.
        case demo
    }

    private let content: Content
    private let folder: FilePath
    private let configuration: FilePath
    private let schema: FilePath
    private let media: FilePath

    init(_ content: Content, in folder: FilePath) {
        func path(_ name: FilePath) -> FilePath { folder.pushing(name).lexicallyNormalized() }
        self.content = content
        self.folder = folder
        configuration = path(ConfigurationText.standardPath)
        schema = path(FilePath(ConfigurationSchema.fileName))
        media = path("media")
    }

    /// Writes the files and returns their paths. Checks for existing files before it writes any.
    func write() throws(NewProjectError) -> [FilePath] {
        if (try? configuration.stat(followTargetSymlink: false)) != nil { throw .exists(configuration) }
        if let status = try? media.stat(), status.type != .directory { throw .notAFolder(media) }
        // A schema may be that of an earlier version: it is written anew below, unless something else has the name.
        if schema.exists, schema.isFolder { throw .exists(schema) }
        let present = Set(RecordingFolder(media).recordings.map(\.stem))
        if case .demo = content, let name = recordings.first(where: { present.contains(Self.stem($0.name)) })?.name {
            throw .recordingExists(media, Self.stem(name))
        }
        try Self.create(folder)
        try Self.create(media)
        var written = [configuration]
        for recording in recordings where !present.contains(Self.stem(recording.name)) {
            let path = media.appending(recording.name)
            try Self.write(recording.bytes, to: path)
            written.append(path)
        }
        if !schema.exists {
            try Self.write(Array(jsonText(ConfigurationSchema.root).utf8) + [UInt8(ascii: "\n")], to: schema)
            written.append(schema)
        }
        // Last, since a configuration makes it a project.
        try Self.write(Array(text.utf8), to: configuration)
        return written
    }

    private var text: String {
        switch content {
        case .starter: ExampleConfiguration.text
        case .demo: DemoProject.configuration
        }
    }

    private var recordings: [(name: String, bytes: [UInt8])] {
        switch content {
        case .starter: [("chime.wav", Chime.wave)]
        case .demo: DemoProject.recordings
        }
    }

    private static func stem(_ name: String) -> String { FilePath(name).stem ?? name }

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
