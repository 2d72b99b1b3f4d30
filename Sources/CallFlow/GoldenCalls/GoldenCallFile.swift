package import Telephony

/// Loads a file of golden calls. Pure, like `ConfigurationFile`.
package enum GoldenCallFile {
    /// A call and its place in the file.
    package struct Entry: Hashable, Sendable {
        package var call: GoldenCall
        package var place: Place
        /// One for each step of the call.
        package var stepPlaces: [Place]
    }

    package struct Reading: Sendable {
        /// In file order; empty if any problem is an error.
        package var entries: [Entry]
        /// In file order.
        package var problems: [ConfigurationProblem]
    }

    /// Reads golden calls.
    ///
    /// - Parameters:
    ///   - text: The text of the file; a byte order mark is ignored.
    ///   - announcements: The announcements that exist; `nil` if any name is allowed.
    package static func read(_ text: String, announcements: Set<AnnouncementName>?) -> Reading {
        let document = YAMLDocument(text)
        let problems = ProblemCollector()
        let found = problems.root(of: document).map { root in
            GoldenCallReader(root, announcements: announcements, problems: problems).calls(root)
        }
        var source = SourceText(document.text)
        let entries = (found ?? []).map { entry in
            Entry(
                call: entry.call, place: source.place(entry.span), stepPlaces: entry.stepSpans.map { source.place($0) })
        }
        return Reading(entries: problems.hasErrors ? [] : entries, problems: problems.problems(in: document.text))
    }
}
