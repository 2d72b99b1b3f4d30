package import Telephony

/// Files of golden calls: how they are read.
package enum GoldenCallFile {
    /// A call and where it stands.
    package struct Entry: Hashable, Sendable {
        package var call: GoldenCall
        package var place: Place
        /// As many as the call has steps.
        package var stepPlaces: [Place]
    }

    package struct Reading: Sendable {
        /// In the order of the file; none when any problem is an error.
        package var entries: [Entry]
        /// By place in the file.
        package var problems: [Problem]
    }

    /// Reads calls. `announcements` are those that exist; nil: any name will do.
    package static func read(_ text: String, announcements: Set<AnnouncementName>?) -> Reading {
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        let problems = ProblemCollector()
        var found: [GoldenCallReader.Entry] = []
        if let root = YAMLTree.read(text, problems: problems), !root.isNothing {
            found = GoldenCallReader(root, announcements: announcements, problems: problems).calls(root)
        } else if !problems.hasErrors {
            problems.add(.emptyFile, at: .start)
        }
        var source = SourceText(text)
        let entries = found.map { entry in
            Entry(
                call: entry.call, place: source.place(entry.span), stepPlaces: entry.stepSpans.map { source.place($0) })
        }
        return Reading(entries: problems.hasErrors ? [] : entries, problems: problems.problems(in: text))
    }
}
