import Telephony

/// A part of a name as it is searched for, in upper or lower case.
package struct NamePart: Sendable {
    private let text: String
    /// The text if it is ASCII: then names are compared byte by byte, since there may be a million of them.
    private let bytes: [UInt8]?

    /// `nil` for a text that says nothing.
    package init?(_ text: String) {
        self.text = text.trimmed.lowercased()
        guard !self.text.isEmpty else { return nil }
        let utf8 = Array(self.text.utf8)
        bytes = utf8.allSatisfy { $0 < 0x80 } ? utf8 : nil
    }

    package func isIn(_ name: String) -> Bool { name.lowercased().contains(text) }

    /// - Parameter name: in UTF-8.
    func isIn(_ name: ArraySlice<UInt8>) -> Bool {
        guard let bytes else { return isIn(String(decoding: name, as: UTF8.self)) }
        guard name.count >= bytes.count else { return false }
        return (name.startIndex...name.endIndex - bytes.count).contains { start in
            bytes.indices.allSatisfy { index in
                let byte = name[start + index]
                return (0x41...0x5A).contains(byte) ? byte | 0x20 == bytes[index] : byte == bytes[index]
            }
        }
    }
}
