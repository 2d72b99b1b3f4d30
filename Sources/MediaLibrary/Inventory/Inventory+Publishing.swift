import SystemPackage
import Telephony

/// What is published, and why something is not.
extension Inventory {
    /// Publishes what there is to publish under a name, and updates what is reported of its recordings.
    mutating func refresh(_ name: AnnouncementName) {
        let candidates = seen.candidates(for: name)
        var problem: LibraryProblem?
        switch candidates.count {
        // What was heard before its text is spoken stays.
        case 0: if !speech.contains(name) { publish(nil, as: Prompt(name)) }
        case 1:
            switch seen[candidates[0]]?.progress {
            case .rendered(let result)?: publish(result.file, as: Prompt(name))
            case .failed(let failure)?:
                // What is reported of a wording is reported of its announcement.
                let owner = owners[name] ?? name
                let isSpoken = seen[candidates[0]]?.file.isSpoken ?? false
                problem = .failed(
                    name: owner, path: isSpoken ? owner.text + ".txt" : candidates[0].string, failure)
            case .waiting?, nil: break
            }
        // What was published before stays.
        default: problem = .sameName(name, paths: candidates.map(\.string))
        }
        problems.set(problem, with: name)
        for path in seen.paths(of: name) {
            publication.set(candidates.contains(path) ? state(of: path, isAlone: candidates.count == 1) : nil, at: path)
        }
        if !isPending(name) { wanted.outdate(withPart: name) }
    }

    mutating func publish(_ file: StoredFile?, as prompt: Prompt) {
        if publication.publish(file, as: prompt) { unsaved += 1 }
    }

    /// Publishes a joined prompt from its parts.
    ///
    /// - Returns: the parts, if they have to be joined first.
    mutating func partsToJoin(_ prompt: Prompt) -> [PublishedFile]? {
        // Looked at again when the last part is done; meanwhile what was published stays.
        guard !prompt.parts.contains(where: isPending), !work.joining.contains(prompt) else { return nil }
        let missing = prompt.parts.filter { publication.file(of: $0) == nil }
        let parts = prompt.parts.compactMap { publication.file(of: $0) }
        problems.set(missing.isEmpty ? nil : .partsMissing(prompt, missing), with: prompt)
        if parts.count < 2 {
            publish(parts.first.map(StoredFile.init), as: prompt)
            return nil
        }
        guard let file = results.joined(parts) else { return parts }
        publish(file, as: prompt)
        return nil
    }

    private func state(of path: FilePath, isAlone: Bool) -> RecordingState? {
        guard let recording = seen[path] else { return nil }
        var report: RenderReport?
        var status: RecordingState.Status
        switch recording.progress {
        case .waiting: status = .converting
        case .failed(let failure): status = .failed(failure)
        case .rendered(let result):
            status = .published
            report = result.report
        }
        if !isAlone { status = .sameName }
        let name = recording.file.name
        return RecordingState(
            name: name, path: recording.file.isSpoken ? name.text + ".txt" : path.string, status: status,
            published: publication.file(of: name), report: report, isSpoken: recording.file.isSpoken)
    }
}
