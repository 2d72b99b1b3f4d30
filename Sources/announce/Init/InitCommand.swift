import ArgumentParser
import Glibc
import SystemPackage
import TelephoneAudio

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write an announce.yaml to begin with, and a folder for recordings.",
        discussion: """
            The file is commented and works as it is: one number that is answered with a chime, until you record a \
            greeting. Nothing that is there already is touched.

            Exit status: 0 written; 1 something is in the way; 64 wrong usage.
            """
    )

    @Argument(
        help: ArgumentHelp("Where to; created if it is not there.", valueName: "folder"), completion: .directory)
    var folder: PathArgument?

    func run() throws {
        let place = folder?.path ?? "."
        do throws(NewProject.Obstacle) {
            let written = try NewProject(in: place).write()
            written.forEach { Talk.result("Wrote \($0.readable)") }
        } catch {
            Talk.error(error.sentence)
            throw ExitCode(1)
        }
        let into = place.lexicallyNormalized() == "." ? "" : "cd \(shellQuoted(place.string)) && "
        Talk.result(
            """

            Put your recordings into \(place.pushing("media").lexicallyNormalized().readable) (any audio format), \
            edit announce.yaml, and then:
              \(into)announce check                     is all of it right, and what does each number do
              \(into)announce call "\(ExampleConfiguration.number)"    a call as the caller lives it
              \(into)announce serve                     answer calls
            """)
    }
}

/// What `announce init` writes, and where.
struct NewProject {
    /// Why nothing can be written.
    enum Obstacle: Error, Hashable {
        case exists(FilePath)
        case notAFolder(FilePath)
        case system(errno: CInt, FilePath)
    }

    private let configuration: FilePath
    private let folder: FilePath
    private let media: FilePath

    init(in folder: FilePath) {
        self.folder = folder
        configuration = folder.pushing(ConfigurationText.standardPath).lexicallyNormalized()
        media = folder.pushing("media").lexicallyNormalized()
    }

    /// Everything written, in order. What is in the way is found before anything is.
    func write() throws(Obstacle) -> [FilePath] {
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

    private static func create(_ folder: FilePath) throws(Obstacle) {
        if folder.isEmpty || FileIdentity(folder)?.isFolder == true { return }
        try create(folder.removingLastComponent())
        guard folder.withPlatformString({ mkdir($0, 0o777) }) == 0 || errno == EEXIST else {
            throw errno == ENOTDIR ? .notAFolder(folder.removingLastComponent()) : .system(errno: errno, folder)
        }
        guard FileIdentity(folder)?.isFolder == true else { throw .notAFolder(folder) }
    }

    private static func write(_ bytes: [UInt8], to path: FilePath) throws(Obstacle) {
        do throws(OutputError) {
            let file = try AnnouncementFile(target: path)
            try file.write(bytes, at: 0)
            try file.publish(replacing: false)
        } catch {
            throw switch error {
            case .exists, .isFolder, .tooLong: .exists(path)
            case .system(let code, _, _): .system(errno: code, path)
            }
        }
    }
}

extension NewProject.Obstacle {
    var sentence: String {
        switch self {
        case .exists(let path):
            "\(path.readable) exists already and was left alone; nothing was written. "
                + "`announce init FOLDER` writes into another folder."
        case .notAFolder(let path):
            "\(path.readable) exists already and is not a folder; nothing was written."
        case .system(let code, let path):
            "\(path.readable) cannot be written: \(systemReason(code))."
        }
    }
}

/// A word as a shell takes it for one.
func shellQuoted(_ text: String) -> String {
    let harmless = text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x40...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || "-_./:=+,%".utf8.contains(byte)
    }
    if harmless, !text.isEmpty { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
