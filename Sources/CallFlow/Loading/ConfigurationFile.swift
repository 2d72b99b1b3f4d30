package import Telephony

/// `announce.yaml`: how it is read and proved.
package enum ConfigurationFile {
    package struct Reading: Sendable {
        /// Nil when any problem is an error.
        package var configuration: Configuration?
        /// By place in the file.
        package var problems: [Problem]
        /// As far as the file says so: known also when it has errors.
        package var recordings: RecordingSettings
    }

    /// Reads a configuration and proves that every name leads somewhere and every path ends.
    ///
    /// `folder` is what relative paths start from (absolute). `announcements` are those that exist; nil: any name will do.
    package static func read(_ text: String, folder: String, announcements: Set<AnnouncementName>?) -> Reading {
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        let problems = ProblemCollector()
        let (configuration, recordings) = read(text, folder, announcements, problems)
        return Reading(
            configuration: problems.hasErrors ? nil : configuration, problems: problems.problems(in: text),
            recordings: recordings ?? RecordingSettings(folder: folder + "/media"))
    }

    private static func read(
        _ text: String, _ folder: String, _ announcements: Set<AnnouncementName>?, _ problems: ProblemCollector
    ) -> (Configuration?, RecordingSettings?) {
        problems.addCommentedKeys(in: text)
        guard let root = YAMLTree.read(text, problems: problems), !root.isNothing else {
            if !problems.hasErrors { problems.add(.emptyFile, at: .start) }
            return (nil, nil)
        }
        let reader = ConfigurationReader(root, folder: folder, announcements: announcements, problems: problems)
        guard let syntax = reader.configuration(root) else { return (nil, nil) }
        Proof(syntax, announcements: announcements, problems: problems).run()
        return (problems.hasErrors ? nil : Configuration(syntax), syntax.recordings)
    }
}
