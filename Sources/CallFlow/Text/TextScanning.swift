import Foundation
import Telephony

extension StringProtocol {
    /// The number written by one to nine ASCII digits; `nil` for anything else, signs included.
    var plainNumber: Int? {
        (1...9).contains(utf8.count) && utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(self) : nil
    }

    /// Both sides of the first hyphen or en dash, trimmed; `nil` without one.
    var aroundDash: (String, String)? {
        guard let dash = firstIndex(where: { $0 == "-" || $0 == "–" }) else { return nil }
        return (self[..<dash].trimmed, self[index(after: dash)...].trimmed)
    }
}

extension String {
    /// Normalization form C: one spelling for all that Swift considers equal, such as the two ways to write an accent.
    var normalFormC: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
    }
}
