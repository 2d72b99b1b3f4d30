import Telephony

extension Prompt {
    /// The prompt's name in a URL: 1 to 64 ASCII letters, digits and single hyphens.
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

    /// Letters without accents. Composed and decomposed spellings are equal keys, since they are equal characters.
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
