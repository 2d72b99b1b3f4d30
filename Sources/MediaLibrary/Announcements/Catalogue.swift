package import Telephony

/// Everything that can be heard at one moment: an immutable snapshot that costs nothing to copy.
///
/// The library publishes a new one whenever something changes; a caller that keeps one sees a state that fits together.
package struct Catalogue: Sendable {
    /// Announcements made of one recording each.
    let singles: [AnnouncementName: PublishedFile]
    /// Announcements joined of several parts, those that are wanted.
    let joined: [Prompt: PublishedFile]
    /// All files by the name in their URL, replaced ones among them.
    let files: [String: PublishedFile]
    let states: [String: RecordingState]
    /// Every text that is spoken or is to be, by the name that it is published under.
    let spoken: [AnnouncementName: SpokenState]
    /// The announcements whose words follow the time.
    let timed: [AnnouncementName: TimedAnnouncement]
    /// Everything that needs attention: with recordings, with the folder and with the library itself.
    package let problems: [LibraryProblem]
    /// Whether every wanted prompt is published or has failed.
    package let isSettled: Bool
    /// The conversions since the library was started.
    package let conversions: Conversions
    /// The hashes of files that are in the depot; nil without one.
    var delivered: Set<String>?

    package struct Conversions: Hashable, Sendable {
        package internal(set) var done = 0
        package internal(set) var failed = 0
        /// Seconds that all of them took, added up.
        package internal(set) var seconds = 0.0
    }

    /// The file to play for a prompt; nil if it is not published. Of joined prompts that lack parts it holds the others.
    ///
    /// - Parameter moment: when it is played: the words of an announcement may follow the time. Where the wording of the time
    ///   is not there, the one that is true at any time is played.
    package func announcement(_ prompt: Prompt, at moment: @autoclosure () -> Moment = .now) -> PublishedFile? {
        guard !timed.isEmpty, prompt.parts.contains(where: isTimed) else { return file(of: prompt) }
        return timed.resolved(prompt, at: moment()).flatMap(file) ?? timed.resolved(prompt, at: nil).flatMap(file)
    }

    private func file(of prompt: Prompt) -> PublishedFile? {
        prompt.parts.count == 1 ? singles[prompt.parts[0]] : joined[prompt]
    }

    /// Whether the words of a name follow the time; not so where there is a recording.
    private func isTimed(_ name: AnnouncementName) -> Bool { timed[name] != nil }

    /// The published announcements of one recording or text each, by name; of those that follow the time what is heard now.
    package var published: [(name: AnnouncementName, file: PublishedFile)] {
        let wordings = wordings
        let own = singles.filter { wordings[$0.key] == nil }.map { (name: $0.key, file: $0.value) }
        let others = timed.keys.filter { singles[$0] == nil }.compactMap { name in
            announcement(Prompt(name)).map { (name: name, file: $0) }
        }
        return (own + others).sorted { $0.name < $1.name }
    }

    /// For each wording of an announcement that follows the time, that announcement.
    var wordings: [AnnouncementName: AnnouncementName] {
        guard !timed.isEmpty else { return [:] }
        return Dictionary(timed.flatMap { name, timed in timed.names.map { ($0, name) } }) { first, _ in first }
    }

    /// The texts of announcements, spoken or not, by name; empty if nothing speaks them. Of an announcement that follows the
    /// time, what is wrong with one of its wordings is wrong with it.
    package var texts: [AnnouncementName: SpokenState] {
        let wordings = wordings
        var texts = spoken.filter { wordings[$0.key] == nil }
        let now = Moment.now
        for (name, timed) in timed {
            let states = timed.names.compactMap { spoken[$0] }
            guard let current = timed.name(at: now).flatMap({ spoken[$0] }) ?? states.first else { continue }
            let worst = states.first { $0.status.isFailed } ?? current
            texts[name] = SpokenState(name: name, text: current.text, status: worst.status)
        }
        return texts
    }

    /// The file of a name as in its URL, such as `welcome-0123456789abcdef.wav`; replaced and removed ones are found for a
    /// day.
    package func file(named name: String) -> PublishedFile? { files[name] }

    /// Whether some call may play the file of this name now: not so for replaced and removed ones.
    func plays(_ name: String) -> Bool {
        singles.values.contains { $0.name == name } || joined.values.contains { $0.name == name }
    }

    /// Whether a file can be fetched where instances have their announcements in common; always so if that is nowhere.
    package func isDelivered(_ file: PublishedFile) -> Bool { delivered?.contains(file.hash) ?? true }

    /// The same with other files in the depot.
    func delivering(_ hashes: Set<String>?) -> Catalogue {
        var catalogue = self
        catalogue.delivered = hashes
        return catalogue
    }

    /// The number of published files, joined and replaced ones included.
    package var fileCount: Int { files.count }

    /// The bytes of these files.
    package var fileBytes: Int { files.values.reduce(0) { $0 + $1.size } }

    /// Earlier files of an announcement that can still be fetched, the latest first. Announcements whose names differ in no
    /// letter or digit share their addresses, and so this.
    package func earlier(of name: AnnouncementName) -> [PublishedFile] {
        let used = Set((Array(singles.values) + joined.values).map(\.name))
        let start = Prompt(name).slug + "-"
        return files.values.filter { file in
            // The slug, a hyphen, 16 digits of the hash, and the extension.
            file.name.hasPrefix(start) && file.name.utf8.count == start.utf8.count + 20 && !used.contains(file.name)
        }.sorted { ($0.modified, $0.name) > ($1.modified, $1.name) }
    }

    /// Every recording in the folder, and every text that was spoken, by name.
    package var recordings: [RecordingState] {
        let wordings = wordings
        let all =
            wordings.isEmpty ? Array(states.values) : states.values.filter { wordings[$0.name] == nil } + heardWordings
        return all.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
    }

    /// Of each announcement that follows the time the wording that is heard now, under the announcement's name.
    private var heardWordings: [RecordingState] {
        let now = Moment.now
        let byName = Dictionary(states.values.filter(\.isSpoken).map { ($0.name, $0) }) { first, _ in first }
        return timed.compactMap { name, timed in timed.name(at: now).flatMap { byName[$0]?.named(name) } }
    }

    /// The names of all recordings, converted or not, and of texts that were spoken.
    package var names: Set<AnnouncementName> { Set(recordings.map(\.name)) }

    /// A catalogue in which all of these prompts are published, with a duration of zero: for simulated calls without
    /// recordings. There are no files behind it.
    package init(assuming prompts: some Sequence<Prompt>) {
        let file = PublishedFile(name: "assumed.wav", path: "", size: 0, hash: "", samples: 0, modified: 0)
        var builder = CatalogueBuilder()
        for prompt in prompts { builder.publish(file, as: prompt) }
        self = builder.catalogue()
    }

    /// The same, but not settled.
    var unsettled: Catalogue {
        Catalogue(
            singles: singles, joined: joined, files: files, states: states, problems: problems, isSettled: false,
            conversions: conversions, spoken: spoken, timed: timed
        ).delivering(delivered)
    }

    init(
        singles: [AnnouncementName: PublishedFile] = [:], joined: [Prompt: PublishedFile] = [:],
        files: [String: PublishedFile] = [:], states: [String: RecordingState] = [:],
        problems: [LibraryProblem] = [], isSettled: Bool = false, conversions: Conversions = Conversions(),
        spoken: [AnnouncementName: SpokenState] = [:], timed: [AnnouncementName: TimedAnnouncement] = [:]
    ) {
        self.spoken = spoken
        self.timed = timed
        self.singles = singles
        self.joined = joined
        self.files = files
        self.states = states
        self.problems = problems
        self.isSettled = isSettled
        self.conversions = conversions
    }
}
