import SystemPackage
import Telephony

/// News of the recordings folder.
extension Inventory {
    /// What files were like, for those to whom nothing has happened.
    var stamps: [FilePath: FileStamp] {
        remembered.mapValues(\.stamp).merging(sources.mapValues(\.sighting.stamp)) { $1 }
    }

    /// The whole folder has been looked at.
    mutating func take(_ scan: RecordingScan) {
        hasScanned = true
        scanProblems = scan.problems
        setBeingWritten(Set(scan.beingWritten))
        for sighting in scan.sightings { take(sighting, isTrusted: true) }
        let seen = Set(scan.sightings.map(\.path)).union(scan.beingWritten)
        for path in Array(sources.keys) where !seen.contains(path) && !scan.isUnread(path) { remove(path) }
        remembered = remembered.filter { scan.isUnread($0.key) }
        // What was published by an earlier run and has gone since.
        for name in catalogue.singles.keys where paths[name] == nil && !scan.isUnread(FilePath(name.text)) {
            refresh(name)
        }
    }

    /// Something has happened to a file.
    ///
    /// - Parameter isTrusted: unless its stamp has changed it is the same.
    mutating func take(_ path: FilePath, _ look: Look, isTrusted: Bool) {
        scanProblems.removeAll { $0.path == path.readable }
        setBeingWritten(look == .beingWritten ? beingWritten.union([path]) : beingWritten.subtracting([path]))
        switch look {
        case .recording(let sighting): take(sighting, isTrusted: isTrusted)
        // What was published of it before stays until it is whole.
        case .beingWritten: break
        case .problem(let problem):
            scanProblems.append(problem)
            remove(path)
        case .nothing, .folder: remove(path)
        }
    }

    /// Links to files: nobody tells when what they lead to changes.
    func links(to files: some Sequence<FilePath>, in root: FilePath) -> [FilePath] {
        let targets = Set(files.map { root.pushing($0) })
        return sources.values.filter { $0.sighting.isLink && targets.contains($0.sighting.file) }.map(\.sighting.path)
    }

    /// Tries again what the machine was to blame for.
    mutating func retry() {
        for (path, source) in sources {
            guard case .failed(let failure) = source.state, failure.isOfTheMachine else { continue }
            sources[path]?.state = .waiting
            settle(path)
        }
        for case .notJoined(let prompt, let failure) in promptProblems.values where failure.isOfTheMachine {
            dirtyPrompts.insert(prompt)
        }
    }

    private mutating func take(_ sighting: Sighting, isTrusted: Bool) {
        let path = sighting.path
        if var source = sources[path] {
            if isTrusted, source.sighting.stamp == sighting.stamp, source.sighting.file == sighting.file {
                // What was put off is taken up again.
                if case .waiting = source.state { settle(path) }
                return
            }
            source.sighting = sighting
            source.generation += 1
            source.content = nil
            source.state = .waiting
            sources[path] = source
        } else {
            var source = Source(sighting: sighting)
            if let known = remembered.removeValue(forKey: path), isTrusted, known.stamp == sighting.stamp {
                source.content = known.content
            }
            sources[path] = source
            paths[sighting.name, default: []].insert(path)
        }
        settle(path)
    }

    private mutating func remove(_ path: FilePath) {
        remembered[path] = nil
        guard let source = sources.removeValue(forKey: path) else { return }
        let name = source.sighting.name
        paths[name]?.remove(path)
        if paths[name]?.isEmpty == true { paths[name] = nil }
        queue.remove(path)
        catalogue.set(state: nil, at: path.string)
        unsaved += 1
        refresh(name)
    }

    private mutating func setBeingWritten(_ paths: Set<FilePath>) {
        for path in beingWritten.subtracting(paths) where sources[path] == nil {
            catalogue.set(state: nil, at: path.string)
        }
        for path in paths where sources[path] == nil {
            guard case .recording(let name) = RecordingNaming(path) else { continue }
            catalogue.set(
                state: RecordingState(
                    name: name, path: path.string, status: .beingWritten, published: catalogue.singles[name],
                    report: nil), at: path.string)
        }
        beingWritten = paths
    }
}

extension LibraryProblem {
    /// The path that a look at it told of.
    fileprivate var path: String? {
        switch self {
        case .badName(let path, _), .linkOut(let path): path
        default: nil
        }
    }
}
