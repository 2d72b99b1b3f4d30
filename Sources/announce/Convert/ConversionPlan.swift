import LocalFiles
import SystemPackage
import TelephoneAudio

/// The output of each recording, checked for clashes before anything is written.
struct ConversionPlan: Hashable {
    /// One recording and where its announcement goes.
    struct Job: Hashable {
        var source: Source
        var target: Target
    }

    enum Source: Hashable {
        case file(FilePath)
        case standardInput
    }

    enum Target: Hashable {
        case file(FilePath)
        case standardOutput
    }

    private(set) var jobs: [Job] = []
    /// What the given folders hold besides recordings.
    private(set) var passedOver = PassedOver()
    /// Given folders without any recording.
    private(set) var empty: [FilePath] = []
    /// Given files that announce made and that stand beside their recordings, as `*.wav` names them in a second run.
    private(set) var announcements: [FilePath] = []

    /// - Parameters:
    ///   - output: a file or a folder; nil means beside each input, "-" standard output.
    ///   - intoFolder: whether `output` is a folder even if it does not exist yet.
    ///   - suffix: file name extension of announcements: "wav".
    ///   - rawFormat: the format of all recordings, which have no header; nil if they have.
    init(
        inputs: [FilePath], output: FilePath?, intoFolder: Bool, suffix: String, rawFormat: RawFormat? = nil
    ) throws(ConversionPlanError) {
        let naming = OutputNaming(suffix: suffix)
        let isMany = inputs.count > 1 || inputs.contains { FileIdentity($0)?.isFolder == true }
        let folderWanted = intoFolder || isMany || output.map { FileIdentity($0)?.isFolder == true } == true
        if isMany, output == "-" { throw .manyToStandardOutput }
        if let output, output != "-", !intoFolder {
            let identity = FileIdentity(output)
            if folderWanted, identity?.isRegular == true || identity == nil && naming.isFileName(output) {
                throw .manyIntoOne(output)
            }
            if identity == nil, naming.isOtherFormat(output) { throw .otherFormat(output, suffix: suffix) }
        }
        let folder = folderWanted && output != "-" ? output : nil
        for input in inputs {
            if input == "-" {
                let target = folder.map { $0.appending("stdin.\(suffix)") } ?? output
                jobs.append(Job(source: .standardInput, target: target.map(Target.init) ?? .standardOutput))
                continue
            }
            if FileIdentity(input)?.isFolder == true {
                let walk = RecordingFolder(input, except: output, rawFormat: rawFormat)
                guard !walk.recordings.isEmpty else {
                    passedOver.unreadable += walk.passedOver.unreadable
                    if walk.passedOver.unreadable.isEmpty { empty.append(input) }
                    continue
                }
                passedOver.add(walk.passedOver)
                for recording in walk.recordings {
                    let source = input.appending(recording.components)
                    let target = naming.target(of: source, in: folder.map { $0.pushing(recording).folder })
                    jobs.append(Job(source: .file(source), target: .file(target)))
                }
            } else if let output, folder == nil {
                jobs.append(Job(source: .file(input), target: Target(output)))
            } else {
                let target = naming.target(of: input, in: folder)
                if inputs.count > 1, target.isBeside(input), AnnouncementFile.note(at: input) != nil {
                    announcements.append(input)
                } else {
                    jobs.append(Job(source: .file(input), target: .file(target)))
                }
            }
        }
        try checkClashes()
    }

    private func checkClashes() throws(ConversionPlanError) {
        let sources = jobs.compactMap { job -> FilePath? in
            if case .file(let path) = job.source { path } else { nil }
        }
        let identities = Dictionary(
            sources.compactMap { path in FileIdentity(path).map { ($0, path) } },
            uniquingKeysWith: { first, _ in first })
        if jobs.count(where: { $0.target == .standardOutput }) > 1 { throw .manyToStandardOutput }
        var takenBy: [FilePlace: FilePath] = [:]
        for job in jobs {
            guard case .file(let target) = job.target else { continue }
            let source: FilePath = if case .file(let path) = job.source { path } else { "-" }
            if let identity = FileIdentity(target), identity.isRegular, let input = identities[identity] {
                throw .targetIsInput(target: target, source: input)
            }
            if let other = takenBy.updateValue(source, forKey: FilePlace(target)) {
                throw .clash(target: target, other, source)
            }
        }
    }
}

/// Reasons a plan is rejected.
enum ConversionPlanError: Error, Hashable {
    /// The second of two arguments, which is neither a recording nor named as an announcement.
    case missing(FilePath, suffix: String)
    /// The second of two folders contains recordings: they may be meant, or the folder as the output.
    case ambiguousFolder(FilePath, recordings: FilePath)
    /// The output is named as another audio format.
    case otherFormat(FilePath, suffix: String)
    case clash(target: FilePath, FilePath, FilePath)
    case targetIsInput(target: FilePath, source: FilePath)
    case manyIntoOne(FilePath)
    case manyToStandardOutput
}

extension ConversionPlan.Target {
    fileprivate init(_ path: FilePath) {
        self = path == "-" ? .standardOutput : .file(path)
    }
}

/// Names announcements after their recordings.
struct OutputNaming: Hashable {
    let suffix: String

    /// `NAME.wav` in `folder` or beside the recording; `NAME.8k.wav` if the recording itself is called `NAME.wav`.
    func target(of recording: FilePath, in folder: FilePath?) -> FilePath {
        let folder = folder ?? recording.folder
        let clashes = folder.isSameFolder(as: recording.folder) && recording.extension?.lowercased() == suffix
        var name = FilePath(root: nil, recording.components.suffix(1))
        name.extension = clashes ? "8k.\(suffix)" : suffix
        return recording.folder == "." && folder == "." ? name : folder.pushing(name)
    }

    /// Whether a path that does not exist is named as an announcement: OUT.wav.
    func isFileName(_ path: FilePath) -> Bool {
        let given = path.extension?.lowercased()
        return given == suffix || given == "wav" || isOtherFormat(path)
    }

    /// Whether a path is named as audio of another format than announcements have: OUT.mp3.
    func isOtherFormat(_ path: FilePath) -> Bool {
        guard let given = path.extension?.lowercased(), given != suffix else { return false }
        return !["wav", "wave"].contains(given)
            && (RecordingFolder.isNamedAsSound(path) || ["mp4", "m4b", "mka", "mkv", "mov", "webm"].contains(given))
    }
}

extension FilePath {
    fileprivate func isSameFolder(as other: FilePath) -> Bool {
        FileIdentity(self).map { $0 == FileIdentity(other) } ?? (self == other)
    }

    fileprivate func isBeside(_ other: FilePath) -> Bool { folder.isSameFolder(as: other.folder) }
}

/// The place of a file that may not exist yet, equal for all paths that lead there.
private struct FilePlace: Hashable {
    /// The nearest folder above it that exists.
    private let folder: FileIdentity?
    /// The names below that folder, the last first.
    private let names: [FilePath.Component]

    init(_ path: FilePath) {
        var path = path
        var names: [FilePath.Component] = []
        while let name = path.lastComponent {
            names.append(name)
            path = path.folder
            if path == "." || FileIdentity(path) != nil { break }
        }
        self.names = names
        folder = FileIdentity(path)
    }
}
