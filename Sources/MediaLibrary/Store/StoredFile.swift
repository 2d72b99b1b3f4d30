import SystemPackage
import Telephony

/// An announcement in the store, known by its content.
struct StoredFile: Hashable, Sendable, Codable {
    /// SHA-256 in hexadecimal.
    let hash: String
    /// Bytes.
    let size: Int
    /// At 8 kHz.
    let samples: Int
    /// When it was made, in seconds since 1970.
    let modified: Int
}

extension Prompt {
    /// Its name in an address: ASCII letters, digits and single hyphens, 1 to 64 of them.
    var slug: String {
        var slug = ""
        for character in description {
            if character.isASCII, character.isLetter || character.isNumber {
                slug.append(character)
            } else if let letters = Self.plainLetters[character] {
                slug += letters
            } else if slug.last != "-", !slug.isEmpty {
                slug.append("-")
            }
        }
        slug = String(slug.prefix(64))
        while slug.last == "-" { slug.removeLast() }
        return slug.isEmpty ? "announcement" : slug
    }

    /// In both spellings of Unicode, since equal characters are equal keys.
    private static let plainLetters: [Character: String] = {
        var letters: [Character: String] = [
            "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss",
        ]
        for (plain, accented) in [
            ("a", "àáâãåăą"), ("A", "ÀÁÂÃÅ"), ("ae", "æ"), ("c", "çćč"), ("C", "ÇĆČ"), ("d", "ďđ"), ("e", "èéêëęě"),
            ("E", "ÈÉÊË"), ("g", "ğ"), ("i", "ìíîïı"), ("I", "ÌÍÎÏİ"), ("l", "ł"), ("L", "Ł"), ("n", "ñńň"), ("N", "Ñ"),
            ("o", "òóôõøő"), ("O", "ÒÓÔÕØ"), ("oe", "œ"), ("r", "ř"), ("s", "śšşș"), ("S", "ŚŠŞ"), ("t", "ťțţ"),
            ("u", "ùúûůű"), ("U", "ÙÚÛ"), ("y", "ýÿ"), ("z", "źżž"), ("Z", "ŹŻŽ"),
        ] {
            for character in accented { letters[character] = plain }
        }
        return letters
    }()
}
