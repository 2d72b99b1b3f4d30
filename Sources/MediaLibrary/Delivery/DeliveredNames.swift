import Foundation
package import Telephony

/// Finds out for which announcement a delivered file is, by its name.
///
/// Studios write names as they like: `01 Begrüßung.WAV` is for `begruessung`, `Closed_EN.wav` for `closed-en`. So case, umlauts,
/// what separates words, and numbers in front are no difference; with a folder, `de/closed`, it counts where it is needed.
package struct DeliveredNames: Sendable {
    /// Whom a file is for.
    package enum Match: Hashable, Sendable {
        case announcement(AnnouncementName)
        /// Several announcements could be meant.
        case several([AnnouncementName])
        case none
    }

    private let names: [AnnouncementName]

    package init(_ names: some Sequence<AnnouncementName>) { self.names = Set(names).sorted() }

    /// - Parameter path: of the file, with its folders and its extension.
    package func match(_ path: String) -> Match {
        let parts = path.split(separator: "/").map(String.init)
        guard let last = parts.last else { return .none }
        let stem = last.lastIndex(of: ".").map { $0 > last.startIndex ? String(last[..<$0]) : last } ?? last
        // The whole path first, then with fewer folders: `Delivery 3/de/closed`.
        for first in parts.indices {
            let given = (parts[first..<(parts.count - 1)] + [stem]).joined(separator: "/")
            if let name = names.first(where: { $0.text == given }) { return .announcement(name) }
        }
        for isShort in [false, true] {
            for first in parts.indices {
                let file = isShort ? Self.withoutNumber(stem) : stem
                let given = Self.spelling(parts[first..<(parts.count - 1)] + [file])
                let found = names.filter { Self.spelling($0.text.split(separator: "/").map(String.init)) == given }
                if found.count == 1 { return .announcement(found[0]) }
                if found.count > 1 { return .several(found) }
            }
        }
        // Without the folders of the announcements.
        let given = [Self.spelling(stem), Self.spelling(Self.withoutNumber(stem))]
        let found = names.filter { name in
            name.text.split(separator: "/").last.map { given.contains(Self.spelling(String($0))) } ?? false
        }
        return found.count == 1 ? .announcement(found[0]) : found.isEmpty ? .none : .several(found)
    }

    private static func spelling(_ parts: [String]) -> String { parts.map { spelling($0) }.joined(separator: "/") }

    /// Without the number in front: `01 - closed`, `3.closed`; a name that is nothing but a number stays.
    private static func withoutNumber(_ text: String) -> String {
        let rest = text.drop { $0.isNumber }.drop { !$0.isLetter && !$0.isNumber }
        return rest.isEmpty || text.first?.isNumber != true ? text : String(rest)
    }

    /// One spelling for all ways to write a name: `Begrüßung`, `begruessung` and `BEGRUSSUNG` are the same.
    private static func spelling(_ text: String) -> String {
        var letters = ""
        for character in text.lowercased() {
            if character == "ß" {
                letters += "ss"
            } else if character.isLetter || character.isNumber {
                // `é` is `e`, `ü` is `u`.
                let base = String(character).decomposedStringWithCanonicalMapping.unicodeScalars.prefix(1)
                letters.unicodeScalars.append(contentsOf: base)
            }
        }
        for (long, short) in [("ae", "a"), ("oe", "o"), ("ue", "u")] { letters = letters.replacing(long, with: short) }
        return letters
    }
}
