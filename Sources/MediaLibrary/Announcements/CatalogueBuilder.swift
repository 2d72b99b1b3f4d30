package import Telephony

/// Builds the next catalogue, step by step.
package struct CatalogueBuilder: Sendable {
    private(set) var singles: [AnnouncementName: PublishedFile] = [:]
    private(set) var joined: [Prompt: PublishedFile] = [:]
    private(set) var files: [String: PublishedFile] = [:]
    private(set) var states: [String: RecordingState] = [:]
    var conversions = Catalogue.Conversions()

    package init() {}

    /// The file that is published for a prompt.
    func announcement(_ prompt: Prompt) -> PublishedFile? {
        prompt.parts.count == 1 ? singles[prompt.parts[0]] : joined[prompt]
    }

    /// Sets the file to play for a prompt; nil publishes none.
    package mutating func publish(_ file: PublishedFile?, as prompt: Prompt) {
        if prompt.parts.count == 1 {
            singles[prompt.parts[0]] = file
        } else {
            joined[prompt] = file
        }
    }

    /// Makes a file available under a name; nil takes it away.
    package mutating func set(file: PublishedFile?, named name: String) { files[name] = file }

    /// Sets the state of the recording at a path below the folder; nil if there is none.
    mutating func set(state: RecordingState?, at path: String) { states[path] = state }

    /// A snapshot.
    package func catalogue(
        problems: [LibraryProblem] = [], isSettled: Bool = false, spoken: [AnnouncementName: SpokenState] = [:],
        timed: [AnnouncementName: TimedAnnouncement] = [:]
    ) -> Catalogue {
        Catalogue(
            singles: singles, joined: joined, files: files, states: states, problems: problems, isSettled: isSettled,
            conversions: conversions, spoken: spoken, timed: timed)
    }
}
