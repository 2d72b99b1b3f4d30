package import Telephony

/// Loads `announce.yaml`: reads the YAML, turns it into values, validates them.
///
/// Pure: the text comes in as an argument and nothing is looked up on disk, so an editor and a test can load texts that
/// are nowhere stored. Loading never fails as a whole; whatever is wrong is in `Reading.problems`, all of it at once.
package enum ConfigurationFile {
    package struct Reading: Sendable {
        /// `nil` if any problem is an error.
        package var configuration: Configuration?
        /// In file order.
        package var problems: [ConfigurationProblem]
        /// The section `recordings`, as far as it could be read, or its defaults: known also of a file with errors.
        package var recordings: RecordingSettings
    }

    /// Reads and validates a configuration.
    ///
    /// - Parameters:
    ///   - text: The text of the file; a byte order mark is ignored.
    ///   - folder: The absolute path of the folder that relative paths are resolved against.
    ///   - announcements: The announcements that exist; `nil` if any name is allowed.
    ///   - files: Those that the configuration names, as `requests` asks for them.
    ///   - hasTunnel: Whether a tunnel that the file does not name makes the server reachable, so that signatures are
    ///     required by default.
    ///   - now: When it is read, for warnings about what runs out; `nil` for none of them.
    package static func read(
        _ text: String, folder: String, announcements: Set<AnnouncementName>?, files: CompanionFiles = CompanionFiles(),
        hasTunnel: Bool = false, now: Moment? = nil
    ) -> Reading {
        read(text, folder: folder, files: files, hasTunnel: hasTunnel, now: now) { _ in announcements }
    }

    /// The same, with the announcements of the recordings folder that the configuration names.
    ///
    /// - Parameter announcements: those that exist, by the section `recordings`; `nil` if any name is allowed.
    package static func read(
        _ text: String, folder: String, files: CompanionFiles = CompanionFiles(), hasTunnel: Bool = false,
        now: Moment? = nil, announcements: (RecordingSettings) -> Set<AnnouncementName>?
    ) -> Reading {
        let problems = ProblemCollector()
        let sources = SourceFiles(text, files: files, problems: problems)
        var known: Set<AnnouncementName>?
        // Those with a text that nothing speaks.
        var silent: Set<AnnouncementName> = []
        let syntax = sources.root.flatMap { root in
            // What is wrong with the section is reported when the whole is read.
            let first = ConfigurationReader(
                root, sources: sources, folder: folder, announcements: nil, problems: ProblemCollector())
            known = announcements(first.recordings(root["recordings"], s3: nil, database: nil))
            let recordings = known
            let texts = ConfigurationReader.textNames(root, sources)
            if root["speech"] != nil { known?.formUnion(texts) } else { silent = texts.subtracting(known ?? texts) }
            return ConfigurationReader(
                root, sources: sources, folder: folder, announcements: known, recordings: recordings,
                hasTunnel: hasTunnel, now: now,
                problems: problems
            ).configuration(root)
        }
        if let syntax {
            ConfigurationValidation(syntax: syntax, announcements: known, silent: silent, problems: problems).run()
        }
        return Reading(
            configuration: problems.hasErrors ? nil : syntax.flatMap { Configuration($0) },
            problems: problems.problems(in: Array(zip(sources.names, sources.texts))),
            recordings: syntax?.recordings ?? RecordingSettings(folder: folder + "/media"))
    }

    /// What is to be read for a configuration, beside its text and the files that are there; empty once nothing is missing.
    package static func requests(of text: String, with files: CompanionFiles) -> Set<CompanionFiles.Request> {
        SourceFiles(text, files: files, problems: ProblemCollector()).requests
    }

    /// The names of the tables that a configuration has numbers in, without large ones.
    package static func numberTables(of written: WrittenConfiguration) -> [String] {
        SourceFiles(written.text, files: written.files, problems: ProblemCollector()).numberTables.map(\.path.value)
    }
}
