import FoundationEssentials

extension AnnouncementName.ParseError: LocalizedError, CustomStringConvertible {
    /// What is wrong with a name, and what to do.
    package var description: String {
        switch self {
        case .empty: "The name is missing."
        case .impossibleCharacter(let character):
            "A name cannot contain \(String(reflecting: String(character))). Remove it."
        case .impossibleFolder(let folder) where folder.isEmpty:
            "A name cannot begin or end with a slash or contain two in a row."
        case .impossibleFolder(let folder):
            "No part of a name can begin with a dot, as \(String(reflecting: folder)) does."
        case .tooLong(let bytes): "The name is too long (\(bytes) bytes, the limit is 200). Shorten it."
        }
    }

    /// The same sentence.
    package var errorDescription: String? { description }
}
