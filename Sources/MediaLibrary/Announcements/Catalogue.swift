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
    package func announcement(_ prompt: Prompt) -> PublishedFile? {
        prompt.parts.count == 1 ? singles[prompt.parts[0]] : joined[prompt]
    }

    /// The published announcements of one recording each, by name.
    package var published: [(name: AnnouncementName, file: PublishedFile)] {
        singles.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
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

    /// Every recording in the folder, by name.
    package var recordings: [RecordingState] {
        states.values.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
    }

    /// The names of all recordings, converted or not.
    package var names: Set<AnnouncementName> { Set(states.values.map(\.name)) }

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
            conversions: conversions
        ).delivering(delivered)
    }

    init(
        singles: [AnnouncementName: PublishedFile] = [:], joined: [Prompt: PublishedFile] = [:],
        files: [String: PublishedFile] = [:], states: [String: RecordingState] = [:],
        problems: [LibraryProblem] = [], isSettled: Bool = false, conversions: Conversions = Conversions()
    ) {
        self.singles = singles
        self.joined = joined
        self.files = files
        self.states = states
        self.problems = problems
        self.isSettled = isSettled
        self.conversions = conversions
    }
}
