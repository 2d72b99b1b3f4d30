import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio
import Telephony

/// What a studio has delivered: a folder, or a ZIP archive that is unpacked.
struct Delivery {
    private(set) var files: [DeliveredFile] = []
    /// Files that are no recordings.
    private(set) var others = 0

    /// - Parameter workspace: where an archive is unpacked.
    /// - Throws: `DeliveryProblem`, `CancellationError`.
    init(_ source: FilePath, workspace: FilePath, names: DeliveredNames) throws {
        guard let identity = FileIdentity(source) else { throw DeliveryProblem.missing(source) }
        if identity.isFolder {
            let walk = RecordingFolder(source, announcementsToo: true)
            if let unreadable = walk.passedOver.unreadable.first {
                throw DeliveryProblem.unreadable(unreadable.path, unreadable.errno)
            }
            others = walk.passedOver.others.count
            for file in walk.recordings { add(file.readable, source.pushing(file), names) }
        } else {
            try unpack(source, workspace, names)
        }
        markRivals()
    }

    private mutating func unpack(_ source: FilePath, _ workspace: FilePath, _ names: DeliveredNames) throws {
        do throws(ZipArchive.Problem) {
            let archive = try ZipArchive(source)
            for (index, entry) in archive.entries.enumerated() {
                guard !Task.isCancelled else { break }
                guard RecordingFolder.isNamedAsSound(FilePath(entry.name)) else {
                    others += 1
                    continue
                }
                // Under a name of ours: that of the archive leads nowhere.
                let ending = FilePath(entry.name).extension ?? "audio"
                let path = workspace.appending("\(index).\(ending)")
                let file: FileDescriptor
                do throws(Errno) {
                    file = try .creating(path, permissions: .ownerReadWrite)
                } catch {
                    throw .system(error)
                }
                defer { file.closeQuietly() }
                try archive.unpack(entry, to: file)
                add(entry.name, path, names)
            }
        } catch {
            throw DeliveryProblem.archive(source, error)
        }
        try Task.checkCancellation()
    }

    private mutating func add(_ name: String, _ path: FilePath, _ names: DeliveredNames) {
        files.append(DeliveredFile(name: name, path: path, match: names.match(name)))
    }

    private mutating func markRivals() {
        for index in files.indices {
            guard case .announcement = files[index].match else { continue }
            let match = files[index].match
            files[index].rival = files.indices.first { $0 != index && files[$0].match == match }.map { files[$0].name }
        }
    }

    /// Inspects each file as `announce inspect` does, and looks for what it would replace.
    ///
    /// - Throws: `CancellationError`.
    mutating func inspect(_ delivery: RecordingDelivery) async throws {
        let inspector = ConfinedInspector()
        for index in files.indices {
            do {
                files[index].inspection = .success(try await inspector.inspect(.file(files[index].path)))
            } catch let error as RecordingError {
                files[index].inspection = .failure(.recording(error))
            }
            if let name = files[index].announcement { files[index].replaces = delivery.recordings(of: name) }
        }
    }
}
