import SystemPackage
import TelephoneAudio
import Telephony

/// What the library knows, and what is to be done next.
///
/// Pure: it touches no file and starts nothing. The library reports what it sees, carries out the jobs that `next` returns,
/// and brings their results. Rules that concern several parts are here; each part keeps its own.
struct Inventory {
    let recipe: String
    let program: String
    /// Leaves recordings alone that no wanted prompt needs.
    let onlyWanted: Bool

    var seen: SeenRecordings
    var results: KnownResults
    var publication: Publication
    var wanted = WantedPrompts()
    var work = WorkInProgress()
    var problems = OpenProblems()
    var speech = SpokenTexts()
    /// What announcements say that have no recording.
    var plan = SpokenPlan()
    /// The prompts that were asked for, with names as the configuration has them.
    var asked: Set<Prompt> = []
    /// The announcements of the plan whose words follow the time, without those that have a recording.
    var timed: [AnnouncementName: TimedAnnouncement] = [:]
    /// For each of their wordings, and of those with a recording, the announcement.
    var owners: [AnnouncementName: AnnouncementName] = [:]
    /// The hashes of files that something refers to and that have gone.
    var lost: Set<String> = []
    /// Whether the folder has been looked through.
    var hasScanned = false
    /// The number of changes since the index was saved.
    var unsaved = 0

    /// - Parameter isStored: whether a file is in the store; what the index says of others is forgotten.
    init(
        _ index: LibraryIndex, _ publication: Publication, isStored: (StoredFile) -> Bool, settings: LibrarySettings,
        onlyWanted: Bool
    ) {
        recipe = settings.recipeText
        program = settings.programVersion
        self.onlyWanted = onlyWanted
        seen = SeenRecordings(remembering: index.sources)
        results = KnownResults(
            index, program: program, longest: settings.recipe.reading.longest, isStored: isStored)
        self.publication = publication
    }

    /// What is to be remembered over a restart.
    var index: LibraryIndex {
        var index = LibraryIndex()
        index.program = program
        index.sources = seen.indexed
        results.write(to: &index, contents: Set(index.sources.map(\.content)), named: publication.hashes)
        return index
    }

    /// A snapshot of what can be heard.
    var catalogue: Catalogue {
        let lost = lost.isEmpty ? [] : publication.prompts(of: lost)
        return publication.catalogue.catalogue(
            problems: problems.all(beingWritten: seen.beingWritten, lost: lost), isSettled: isSettled, spoken: texts,
            timed: timed)
    }

    /// Whether every wanted prompt is published or has failed.
    var isSettled: Bool {
        hasScanned && work.joining.isEmpty && !wanted.hasOutdated && !wanted.names.contains(where: isPending)
    }

    /// Whether nothing is left to do.
    var isIdle: Bool { !wanted.hasOutdated && work.isIdle(onlyUrgent: onlyWanted) && !isSpeaking }

    /// The hashes of all files of the store that something refers to.
    var knownFiles: Set<String> { publication.hashes.union(results.hashes) }

    /// Forgets the replaced versions whose time is up.
    ///
    /// - Returns: the hashes of files that nothing refers to any more.
    mutating func expire() -> Set<String> {
        guard var hashes = publication.expire() else { return [] }
        for case .rendered(let result) in seen.recordings.values.map(\.progress) { hashes.remove(result.file.hash) }
        results.forget(files: hashes)
        unsaved += 1
        return hashes
    }

    /// The files of the store as they are now: what has gone or has another size is forgotten, and made again from its
    /// recording. What is published stays published meanwhile, since the new file will most likely be the same.
    mutating func compare(withStored stored: [String: Int]) {
        let gone = publication.files.filter { stored[$0.hash] != $0.size }.map(\.hash)
        let new = Set(gone).subtracting(lost)
        lost = Set(gone)
        guard !new.isEmpty else { return }
        results.forget(files: new)
        for (path, recording) in seen.recordings {
            guard case .rendered(let result) = recording.progress, new.contains(result.file.hash) else { continue }
            settle(path, isNext: true)
        }
        for prompt in publication.prompts(of: new) where prompt.parts.count > 1 { wanted.outdate(prompt) }
    }

    /// A file is in the store, maybe again.
    mutating func isStored(_ file: StoredFile) { lost.remove(file.hash) }

    /// Replaces the prompts that callers can hear, and what announcements say that have no recording.
    mutating func want(_ prompts: Set<Prompt>, saying plan: SpokenPlan) {
        (asked, self.plan) = (prompts, plan)
        say(plan.texts)
        owners = Dictionary(
            plan.timed.flatMap { name, timed in timed.names.map { ($0, name) } },
            uniquingKeysWith: { first, _ in first })
        timed = plan.timed.filter { !isRecorded($0.key) }
        want(timed.prompts(for: prompts))
    }

    /// Takes notice of recordings of announcements whose words would follow the time: they are played instead.
    mutating func compareWithRecordings() {
        guard !plan.timed.isEmpty else { return }
        let now = plan.timed.filter { !isRecorded($0.key) }
        guard now.count != timed.count || now.keys != timed.keys else { return }
        timed = now
        want(timed.prompts(for: asked))
    }

    /// Replaces the prompts that callers can hear: joined ones are made, those no longer wanted go.
    mutating func want(_ prompts: Set<Prompt>) {
        let dropped = wanted.prompts.union(publication.joined).subtracting(prompts)
        for prompt in dropped where prompt.parts.count > 1 {
            publish(nil, as: prompt)
            problems.set(nil, with: prompt)
        }
        wanted.replace(with: prompts)
        for name in wanted.names {
            for path in seen.paths(of: name) { work.prefer(path) }
        }
    }

    /// Takes over a conversion done elsewhere, whose announcement is in the store by now and whose recording is about to
    /// appear in the folder.
    mutating func accept(_ conversion: FinishedConversion) {
        results.remember(conversion.result, for: conversion.key)
        isStored(conversion.result.file)
        seen.expect(conversion.key.content, conversion.stamp)
        unsaved += 1
    }
}
