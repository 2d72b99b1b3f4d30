import SystemPackage
import Telephony

/// What is to be done, and what came of it.
extension Inventory {
    /// One piece of work.
    enum Job: Sendable {
        /// Hash a recording's content.
        case read(ScannedFile, generation: Int)
        case convert(ScannedFile, generation: Int, RenderKey)
        case join(Prompt, [PublishedFile])
    }

    /// The next piece of work. Its result must be reported with `didRead`, `didConvert` or `didJoin`.
    mutating func next() -> Job? {
        while let prompt = wanted.popOutdated() {
            if let parts = partsToJoin(prompt) {
                work.beginJoin(prompt)
                return .join(prompt, parts)
            }
        }
        while let path = work.next(onlyUrgent: onlyWanted) {
            guard let recording = seen[path], case .waiting = recording.progress else { continue }
            guard let key = key(of: recording) else {
                work.beginReading()
                return .read(recording.file, generation: recording.generation)
            }
            guard work.beginConversion(key, of: path) else { continue }
            return .convert(recording.file, generation: recording.generation, key)
        }
        return nil
    }

    /// - Parameter hash: nil if the recording is no longer the one that was seen.
    mutating func didRead(_ file: ScannedFile, _ generation: Int, _ hash: Result<String?, RecordingFailure>) {
        work.endReading()
        guard seen[file.path]?.generation == generation else { return }
        switch hash {
        case .success(let hash?):
            seen.set(content: hash, of: file.path)
            unsaved += 1
            settle(file.path, isNext: true)
        // It is changing, and its folder's watch will report when that is over; or it was removed.
        case .success(nil): seen.beingWritten.insert(file.path)
        case .failure(let failure): fail(file, failure)
        }
    }

    mutating func didConvert(
        _ file: ScannedFile, _ generation: Int, _ key: RenderKey, _ outcome: RenderOutcome, took: Duration
    ) {
        publication.count(outcome, took: took)
        let others = work.endConversion(key)
        defer {
            for path in others where seen[path]?.content == key.content { settle(path, isNext: true) }
        }
        if case .rendered(let result) = outcome {
            results.remember(result, for: key)
            isStored(result.file)
            unsaved += 1
        }
        guard seen[file.path]?.generation == generation else { return }
        switch outcome {
        case .rendered: settle(file.path)
        case .failed(let failure):
            if results.remember(failure, for: key) { unsaved += 1 }
            fail(file, failure)
        case .changed: seen.beingWritten.insert(file.path)
        case .stopped: break
        }
    }

    mutating func didJoin(_ prompt: Prompt, _ parts: [PublishedFile], _ result: Result<StoredFile, RecordingFailure>) {
        work.endJoin(prompt)
        switch result {
        case .success(let file):
            results.remember(file, joinedFrom: parts)
            isStored(file)
            unsaved += 1
            wanted.outdate(prompt)
        case .failure(let failure): problems.set(.notJoined(prompt, failure), with: prompt)
        }
    }

    /// Applies the result that is known for a recording's content; without one the recording waits for its conversion.
    ///
    /// - Parameter isNext: whether it comes before others; otherwise only a wanted one does.
    mutating func settle(_ path: FilePath, isNext: Bool = false) {
        guard let recording = seen[path] else { return }
        switch key(of: recording).flatMap({ results[$0] }) {
        case .success(let result): seen.set(.rendered(result), of: path)
        case .failure(let failure): seen.set(.failed(failure), of: path)
        case nil:
            seen.set(.waiting, of: path)
            work.enqueue(path, isUrgent: isNext || wanted.names.contains(recording.file.name))
        }
        refresh(recording.file.name)
    }

    private mutating func fail(_ file: ScannedFile, _ failure: RecordingFailure) {
        seen.set(.failed(failure), of: file.path)
        refresh(file.name)
    }

    /// What a recording's conversion depends on; nil until it has been read.
    private func key(of recording: SeenRecordings.Recording) -> RenderKey? {
        recording.content.map { RenderKey(content: $0, recipe: recipe) }
    }
}
