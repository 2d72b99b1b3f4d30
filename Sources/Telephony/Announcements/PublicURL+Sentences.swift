import FoundationEssentials

extension PublicURL.ParseError: LocalizedError, CustomStringConvertible {
    /// What to write instead of a text that cannot be the public URL, as part of a sentence.
    package var words: String {
        switch self {
        case .notHTTP: "a URL that begins with `https://`"
        case .noHost: "a URL with a host, such as `https://phone.example.com`"
        case .badHost(let host): "a URL with a valid host name; \(quoted(host)) is not one"
        case .badPort(let port): "a URL with a port from 1 to 65535, not \(quoted(port))"
        case .impossiblePart(let part): "a URL without user name, query and fragment; remove \(quoted(part))"
        case .impossibleCharacter(let character):
            "a URL without \(quoted(String(character))); percent-encode it"
        }
    }

    /// What was expected, as a sentence.
    package var description: String { "Expected \(words)." }

    /// The same sentence.
    package var errorDescription: String? { description }
}
