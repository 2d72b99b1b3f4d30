package import Telephony

/// What can be heard at one moment: a snapshot that costs nothing to copy and never changes.
package struct Catalogue: Sendable {
    /// Announcements of one recording each.
    private(set) var singles: [AnnouncementName: PublishedFile] = [:]
    /// Joined ones that are wanted.
    private(set) var joined: [Prompt: PublishedFile] = [:]
    private(set) var files: [String: PublishedFile] = [:]
    private(set) var states: [String: RecordingState] = [:]
    /// What is in the way of recordings, of the folder and of the library itself.
    package internal(set) var problems: [LibraryProblem] = []
    /// Every wanted prompt is published or failed.
    package internal(set) var isSettled = false
    /// What has been converted since the library began to work.
    package internal(set) var conversions = Conversions()

    package struct Conversions: Hashable, Sendable {
        package internal(set) var done = 0
        package internal(set) var failed = 0
        /// What they took, one after the other.
        package internal(set) var seconds = 0.0
    }

    /// The file to play for a prompt; nil where it is not published. Of joined ones that are partly published it holds
    /// the parts there are.
    package func announcement(_ prompt: Prompt) -> PublishedFile? {
        prompt.parts.count == 1 ? singles[prompt.parts[0]] : joined[prompt]
    }

    /// The file of a name as in its URL, such as `welcome-0123456789abcdef.wav`; what was replaced or removed stays for
    /// a day.
    package func file(named name: String) -> PublishedFile? { files[name] }

    /// Published files, joined and replaced ones among them.
    package var fileCount: Int { files.count }

    /// Their bytes.
    package var fileBytes: Int { files.values.reduce(0) { $0 + $1.size } }

    /// What was published of an announcement before and can still be fetched, the latest first. Announcements whose names
    /// differ in no letter or digit share their addresses, and so this.
    package func earlier(of name: AnnouncementName) -> [PublishedFile] {
        let used = Set((Array(singles.values) + joined.values).map(\.name))
        let start = Prompt(name).slug + "-"
        return files.values.filter { file in
            // The slug, a hyphen, 16 digits of the hash, and the ending.
            file.name.hasPrefix(start) && file.name.utf8.count == start.utf8.count + 20 && !used.contains(file.name)
        }.sorted { ($0.modified, $0.name) > ($1.modified, $1.name) }
    }

    /// Every recording in the folder, by name.
    package var recordings: [RecordingState] {
        states.values.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
    }

    /// The names of every recording that is there, converted or not.
    package var names: Set<AnnouncementName> { Set(states.values.map(\.name)) }

    package init() {}

    /// One in which all these can be heard, each for no time at all: for calls that are lived through without recordings.
    /// There are no files behind it.
    package init(assuming prompts: some Sequence<Prompt>) {
        let file = PublishedFile(name: "assumed.wav", path: "", size: 0, hash: "", samples: 0, modified: 0)
        for prompt in prompts {
            if prompt.parts.count == 1 { set(prompt.parts[0], file) } else { set(prompt, file) }
        }
    }

    package mutating func set(_ name: AnnouncementName, _ file: PublishedFile?) { singles[name] = file }
    package mutating func set(_ prompt: Prompt, _ file: PublishedFile?) { joined[prompt] = file }
    package mutating func set(file: PublishedFile?, named name: String) { files[name] = file }
    package mutating func set(state: RecordingState?, at path: String) { states[path] = state }
}

/// An announcement as it can be fetched.
package struct PublishedFile: Hashable, Sendable {
    /// The last part of its URL: ASCII letters, digits, hyphens, a part of its hash, `.wav`.
    package let name: String
    /// Where it is on the disk, absolute.
    package let path: String
    /// Bytes.
    package let size: Int
    /// SHA-256 of its bytes in hexadecimal.
    package let hash: String
    /// At 8 kHz.
    package let samples: Int
    /// When it was made, in seconds since 1970.
    package let modified: Int

    /// In seconds.
    package var duration: Double { Double(samples) / 8000 }

    package init(name: String, path: String, size: Int, hash: String, samples: Int, modified: Int) {
        self.name = name
        self.path = path
        self.size = size
        self.hash = hash
        self.samples = samples
        self.modified = modified
    }
}
