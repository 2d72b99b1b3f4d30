import SystemPackage
import Telephony

/// What scans and changes of the recordings folder report.
extension Inventory {
    /// The whole folder has been looked through.
    mutating func take(_ scan: RecordingScan) {
        hasScanned = true
        problems.set(scan: scan.problems)
        setBeingWritten(Set(scan.beingWritten))
        for file in scan.files { take(file, isTrusted: true) }
        let found = Set(scan.files.map(\.path)).union(scan.beingWritten)
        for (path, recording) in seen.recordings
        where !recording.file.isSpoken && !found.contains(path) && !scan.isUnread(path) { remove(path) }
        seen.forgetRemembered(except: scan.isUnread)
        // Published by an earlier run, and removed since.
        for name in publication.published where seen.paths(of: name).isEmpty && !scan.isUnread(FilePath(name.text)) {
            refresh(name)
        }
    }

    /// Something has happened to a file.
    ///
    /// - Parameter isTrusted: whether it is the same unless its stamp has changed.
    mutating func take(_ path: FilePath, _ entry: ScanEntry, isTrusted: Bool) {
        if case .problem(let problem) = entry {
            problems.set(problem, at: path)
        } else {
            problems.set(nil, at: path)
        }
        setBeingWritten(
            entry == .beingWritten ? seen.beingWritten.union([path]) : seen.beingWritten.subtracting([path]))
        switch entry {
        case .recording(let file): take(file, isTrusted: isTrusted)
        // What was published of it before stays until it is whole.
        case .beingWritten: break
        case .problem, .nothing, .folder: remove(path)
        }
    }

    /// Tries again what failed for lack of something that the machine may have by now.
    mutating func retry() {
        for (path, recording) in seen.recordings {
            guard case .failed(let failure) = recording.progress, failure.isOfTheMachine else { continue }
            settle(path)
        }
        for prompt in problems.promptsToRetry { wanted.outdate(prompt) }
    }

    /// Whether something could not be stored in the state folder.
    var hasStorageFailure: Bool {
        seen.recordings.values.contains { recording in
            guard case .failed(let failure) = recording.progress else { return false }
            return switch failure {
            case .notStored, .notWritten: true
            default: false
            }
        } || !problems.promptsToRetry.isEmpty
    }

    private mutating func take(_ file: ScannedFile, isTrusted: Bool) {
        seen.see(file, isTrusted: isTrusted)
        // Also one that has not changed: what was put off is taken up again.
        if case .waiting = seen[file.path]?.progress { settle(file.path) }
    }

    private mutating func remove(_ path: FilePath) {
        guard let name = seen.remove(path) else { return }
        work.remove(path)
        publication.set(nil, at: path)
        unsaved += 1
        refresh(name)
    }

    private mutating func setBeingWritten(_ paths: Set<FilePath>) {
        for path in seen.beingWritten.subtracting(paths) where seen[path] == nil { publication.set(nil, at: path) }
        for path in paths where seen[path] == nil {
            guard case .recording(let name) = RecordingNaming(path) else { continue }
            publication.set(
                RecordingState(
                    name: name, path: path.string, status: .beingWritten, published: publication.file(of: name),
                    report: nil), at: path)
        }
        seen.beingWritten = paths
    }
}
