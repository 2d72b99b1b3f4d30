package import Telephony

/// A customer of those who run the server: the numbers that are theirs, with all that the calls of these numbers lead to.
///
/// Flows, menus, schedules and announcements belong to the customers whose numbers use them (`CustomerParts`), so only numbers have
/// to be written down. Flows, menus and announcements in the folder of a customer (`bakery/night`) are the customer's anyway.
package struct Customer: Hashable, Sendable {
    /// The key in the file.
    package let name: String
    /// For people: `Bäckerei Kern`.
    package let title: String
    /// Numbers, and prefixes of them. Of several customers' the most exact one counts.
    package let numbers: [NumberPattern]
    /// Schedules beside those that the numbers use.
    package let schedules: [String]
    /// Recordings beside those that the numbers use, and those in the folder of the customer's name.
    package let recordings: [RecordingPattern]

    package init(
        name: String, title: String? = nil, numbers: [NumberPattern], schedules: [String] = [],
        recordings: [RecordingPattern] = []
    ) {
        (self.name, self.title, self.numbers) = (name, title ?? name, numbers)
        (self.schedules, self.recordings) = (schedules, recordings)
    }

    /// The customer with other schedules.
    package func with(schedules: [String]) -> Customer {
        Customer(name: name, title: title, numbers: numbers, schedules: schedules, recordings: recordings)
    }

    /// What the names of recordings, flows and menus begin with that are the customer's whether a number uses them or not. The key of
    /// a customer has no slash, so no other customer's begins like it.
    package var folder: String { name + "/" }

    /// Whether a recording belongs to the customer by its name, whether a number uses it or not.
    package func owns(_ recording: AnnouncementName) -> Bool {
        recording.text.hasPrefix(folder) || recordings.contains { $0.matches(recording) }
    }
}

/// Recordings by name: one, or, with a `*` at the end, all that begin like this.
package struct RecordingPattern: Hashable, Sendable {
    /// Without the `*`.
    package let text: String
    package let isPrefix: Bool

    package init(_ text: String) {
        isPrefix = text.last == "*"
        self.text = isPrefix ? String(text.dropLast()) : text
    }

    package func matches(_ name: AnnouncementName) -> Bool {
        isPrefix ? name.text.hasPrefix(text) : name.text == text
    }
}

extension NumberPattern {
    /// Whether all numbers of another pattern are among those of this one.
    package func covers(_ other: NumberPattern) -> Bool {
        isPrefix ? other.digits.hasPrefix(digits) : self == other
    }
}
