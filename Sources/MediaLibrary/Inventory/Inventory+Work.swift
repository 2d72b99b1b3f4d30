import SystemPackage
import Telephony

/// What is wanted, what is to be done for it, and what came of it.
extension Inventory {
    /// One piece of work.
    enum Job: Sendable {
        /// Read a recording for the hash of its content.
        case read(Sighting, generation: Int)
        case convert(Sighting, generation: Int, content: String)
        case join(Prompt, [PublishedFile])
    }

    /// The prompts that can be heard: joined ones are made, those no longer wanted go.
    mutating func want(_ prompts: Set<Prompt>) {
        let joined = prompts.filter { $0.parts.count > 1 }
        for prompt in wanted.subtracting(joined) where prompt.parts.count > 1 {
            publish(prompt, nil)
            promptProblems[prompt] = nil
        }
        wanted = prompts
        promptsByPart = [:]
        for prompt in joined {
            for part in Set(prompt.parts) { promptsByPart[part, default: []].append(prompt) }
        }
        dirtyPrompts = joined
        for name in Set(prompts.flatMap(\.parts)) {
            for path in paths[name] ?? [] { queue.prefer(path) }
        }
        wantedNames = Set(prompts.flatMap(\.parts))
    }

    /// Whether every wanted prompt is published or has failed.
    var isSettled: Bool {
        guard hasScanned, joining.isEmpty, dirtyPrompts.isEmpty else { return false }
        return !wantedNames.contains(where: isPending)
    }

    /// Whether nothing is left to do.
    var isIdle: Bool { running == 0 && dirtyPrompts.isEmpty && queue.isEmpty(onlyUrgent: onlyWanted) }

    /// The next piece of work; whoever takes it brings its result.
    mutating func next() -> Job? {
        while let prompt = dirtyPrompts.popFirst() {
            if let parts = partsToJoin(prompt) {
                joining.insert(prompt)
                running += 1
                return .join(prompt, parts)
            }
        }
        while let path = queue.next(onlyUrgent: onlyWanted) {
            guard let source = sources[path], case .waiting = source.state else { continue }
            guard let content = source.content else {
                running += 1
                return .read(source.sighting, generation: source.generation)
            }
            let work = Work(content: content, recipe: recipe)
            guard converting[work] == nil else {
                converting[work]?.insert(path)
                continue
            }
            converting[work] = []
            running += 1
            return .convert(source.sighting, generation: source.generation, content: content)
        }
        return nil
    }

    /// - Parameter hash: nil where the recording is no longer what was seen.
    mutating func didRead(_ sighting: Sighting, _ generation: Int, _ hash: Result<String?, RecordingFailure>) {
        running -= 1
        guard let source = sources[sighting.path], source.generation == generation else { return }
        switch hash {
        case .success(let hash?):
            sources[sighting.path]?.content = hash
            unsaved += 1
            settle(sighting.path, isNext: true)
        // It is being changed, and when that is done the folder's watch will tell; or it has gone.
        case .success(nil): beingWritten.insert(sighting.path)
        case .failure(let failure): fail(sighting, failure)
        }
    }

    mutating func didConvert(
        _ sighting: Sighting, _ generation: Int, _ content: String, _ outcome: Renderer.Outcome
    ) {
        running -= 1
        let work = Work(content: content, recipe: recipe)
        let others = converting.removeValue(forKey: work) ?? []
        defer {
            for path in others where sources[path]?.content == content { settle(path, isNext: true) }
        }
        if case .rendered(let file, let report) = outcome {
            rendered[work] = Rendered(file: file, report: report)
            unsaved += 1
        }
        guard let source = sources[sighting.path], source.generation == generation else { return }
        switch outcome {
        case .rendered: settle(sighting.path)
        case .failed(let failure):
            if failure.isLasting {
                failed[work] = failure
                unsaved += 1
            }
            fail(sighting, failure)
        case .changed: beingWritten.insert(sighting.path)
        case .stopped: break
        }
    }

    mutating func count(_ outcome: Renderer.Outcome, _ took: Duration) {
        switch outcome {
        case .rendered: catalogue.conversions.done += 1
        case .failed: catalogue.conversions.failed += 1
        case .changed, .stopped: return
        }
        catalogue.conversions.seconds += took / .seconds(1)
    }

    mutating func didJoin(_ prompt: Prompt, _ parts: [PublishedFile], _ result: Result<StoredFile, RecordingFailure>) {
        running -= 1
        joining.remove(prompt)
        switch result {
        case .success(let file):
            joins[parts.map(\.hash)] = file
            unsaved += 1
            if promptsByPart[prompt.parts[0]]?.contains(prompt) == true { dirtyPrompts.insert(prompt) }
        case .failure(let failure):
            promptProblems[prompt] = .notJoined(prompt, failure)
        }
    }

    /// Finds out what is known of a recording's content, or has it worked on.
    ///
    /// - Parameter isNext: before others; else only what is wanted comes first.
    mutating func settle(_ path: FilePath, isNext: Bool = false) {
        guard var source = sources[path] else { return }
        let work = source.content.map { Work(content: $0, recipe: recipe) }
        if let work, let result = rendered[work] {
            source.state = .rendered(result)
        } else if let work, let failure = failed[work] {
            source.state = .failed(failure)
        } else {
            source.state = .waiting
            queue.add(path, isUrgent: isNext || wantedNames.contains(source.sighting.name))
        }
        sources[path] = source
        refresh(source.sighting.name)
    }

    private mutating func fail(_ sighting: Sighting, _ failure: RecordingFailure) {
        sources[sighting.path]?.state = .failed(failure)
        refresh(sighting.name)
    }

    // MARK: Publishing

    /// The recordings that compete for a name: what was made by this program gives way to what it may be made of.
    private func candidates(_ name: AnnouncementName) -> [FilePath] {
        let all = paths[name] ?? []
        guard all.count > 1 else { return Array(all) }
        let recordings = all.filter { sources[$0]?.sighting.isAnnouncement == false }
        return (recordings.isEmpty ? all : recordings).sorted { $0.string < $1.string }
    }

    private func isPending(_ name: AnnouncementName) -> Bool {
        let candidates = candidates(name)
        guard candidates.count == 1, case .waiting = sources[candidates[0]]?.state else { return false }
        return !beingWritten.contains(candidates[0])
    }

    /// Publishes what there is to publish under a name, and tells what is in the way.
    mutating func refresh(_ name: AnnouncementName) {
        let candidates = candidates(name)
        var problems: [LibraryProblem] = []
        switch candidates.count {
        case 0: publish(name, nil)
        case 1:
            switch sources[candidates[0]]?.state {
            case .rendered(let result)?: publish(name, result.file)
            case .failed(let failure)?: problems = [.failed(name: name, path: candidates[0].string, failure)]
            case .waiting?, nil: break
            }
        default: problems = [.sameName(name, paths: candidates.map(\.string))]
        }
        recordingProblems[name] = problems.isEmpty ? nil : problems
        for path in paths[name] ?? [] {
            catalogue.set(
                state: candidates.contains(path) ? state(path, isAlone: candidates.count == 1) : nil, at: path.string)
        }
        if !isPending(name) { dirtyPrompts.formUnion(promptsByPart[name] ?? []) }
    }

    private func state(_ path: FilePath, isAlone: Bool) -> RecordingState? {
        guard let source = sources[path] else { return nil }
        var report: RenderReport?
        var status: RecordingState.Status
        switch source.state {
        case .waiting: status = .converting
        case .failed(let failure): status = .failed(failure)
        case .rendered(let result):
            status = .published
            report = result.report
        }
        if !isAlone { status = .sameName }
        let name = source.sighting.name
        return RecordingState(
            name: name, path: path.string, status: status, published: catalogue.singles[name], report: report)
    }

    private mutating func publish(_ name: AnnouncementName, _ file: StoredFile?) {
        let old = catalogue.singles[name]
        guard old?.hash != file?.hash else { return }
        // The new one first: a name in use is never let go in between.
        let new = file.map { shelf.take($0, slug: Prompt(name).slug) }
        if let new { catalogue.set(file: new, named: new.name) }
        catalogue.set(name, new)
        if let old { shelf.release(old.name) }
        unsaved += 1
    }

    private mutating func publish(_ prompt: Prompt, _ file: StoredFile?) {
        let old = catalogue.joined[prompt]
        guard old?.hash != file?.hash else { return }
        let new = file.map { shelf.take($0, slug: prompt.slug) }
        if let new { catalogue.set(file: new, named: new.name) }
        catalogue.set(prompt, new)
        if let old { shelf.release(old.name) }
        unsaved += 1
    }

    /// Publishes a joined prompt from what is there; the parts, where they have to be joined first.
    private mutating func partsToJoin(_ prompt: Prompt) -> [PublishedFile]? {
        // Looked at again when the last of them is done; meanwhile what was published stays.
        guard !prompt.parts.contains(where: isPending), !joining.contains(prompt) else { return nil }
        let missing = prompt.parts.filter { catalogue.singles[$0] == nil }
        let parts = prompt.parts.compactMap { catalogue.singles[$0] }
        promptProblems[prompt] = missing.isEmpty ? nil : .partsMissing(prompt, missing)
        if parts.count < 2 {
            publish(prompt, parts.first.map(StoredFile.init))
            return nil
        }
        guard let file = joins[parts.map(\.hash)] else { return parts }
        publish(prompt, file)
        return nil
    }

    /// All that is in the way, in a steady order.
    var problems: [LibraryProblem] {
        let open = beingWritten.map { LibraryProblem.beingWritten(path: $0.readable) }
        return [storeProblem, watchProblem].compactMap { $0 } + scanProblems + open.sorted { $0.message < $1.message }
            + recordingProblems.sorted { $0.key < $1.key }.flatMap(\.value)
            + promptProblems.values.sorted { $0.message < $1.message }
    }
}

extension StoredFile {
    fileprivate init(_ file: PublishedFile) {
        self.init(hash: file.hash, size: file.size, samples: file.samples, modified: file.modified)
    }
}
