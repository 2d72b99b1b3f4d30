/// The public base URL of the server, absolute, `http` or `https`. All URLs that the provider uses are built from it.
package struct PublicURL: Hashable, Sendable, CustomStringConvertible {
    package let scheme: String
    /// A name or an IP address; an IPv6 address is in brackets.
    package let host: String
    package let port: Int?
    /// Begins with a slash and does not end with one; empty for the root. Percent-encoded.
    package let path: String

    /// Reasons why a text is not such a URL.
    package enum ParseError: Error, Hashable, Sendable {
        case notHTTP(String)
        case noHost
        case badHost(String)
        case badPort(String)
        /// A user name, a query, a fragment, or a segment `.` or `..`: none of them can be part of a base URL.
        case impossiblePart(String)
        case impossibleCharacter(Character)
    }

    /// - Throws: `ParseError`.
    package init(_ text: String) throws(ParseError) {
        for character in text {
            guard let value = character.asciiValue, value > 0x20, value < 0x7F, !#"<>"{}|\^`"#.contains(character)
            else {
                throw .impossibleCharacter(character)
            }
        }
        guard let mark = text.firstRange(of: "://") else { throw .notHTTP(text) }
        scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .notHTTP(scheme) }
        for mark in ["?", "#", "@"] {
            if let found = text.firstRange(of: mark) { throw .impossiblePart(String(text[found.lowerBound...])) }
        }
        let rest = text[mark.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<slash]
        var path = String(rest[slash...])
        while path.last == "/" { path.removeLast() }
        for folder in path.split(separator: "/") where folder == "." || folder == ".." {
            throw .impossiblePart(String(folder))
        }
        self.path = path
        let bracket = authority.lastIndex(of: "]")
        if let colon = authority.lastIndex(of: ":"), colon > bracket ?? authority.startIndex || bracket == nil {
            let digits = authority[authority.index(after: colon)...]
            guard let port = Int(digits), (1...65535).contains(port), digits.allSatisfy(\.isNumber) else {
                throw .badPort(String(digits))
            }
            self.port = port
            authority = authority[..<colon]
        } else {
            port = nil
        }
        guard !authority.isEmpty else { throw .noHost }
        guard Self.isAddress(authority) || Self.isName(authority) else { throw .badHost(String(authority)) }
        host = authority.lowercased()
    }

    /// An IPv6 address in brackets.
    private static func isAddress(_ host: Substring) -> Bool {
        guard host.first == "[", host.last == "]" else { return false }
        let inside = host.dropFirst().dropLast()
        return inside.contains(":") && inside.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }

    /// Labels of letters, digits and hyphens; a dot at the end is allowed.
    private static func isName(_ host: Substring) -> Bool {
        let labels = (host.last == "." ? host.dropLast() : host).split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }

    /// Whether the host is this machine, which the telephone network cannot reach.
    package var isLoopback: Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        // `127.example.com` is an ordinary name.
        let isIPv4 = numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host.hasSuffix(".localhost") || isIPv4 && numbers[0] == "127" || host == "[::1]"
    }

    /// The port that connections are made to.
    package var effectivePort: Int { port ?? (scheme == "https" ? 443 : 80) }

    /// The same URL with another port.
    ///
    /// - Parameter port: 1 to 65535.
    package func withPort(_ port: Int) -> PublicURL? {
        try? PublicURL("\(scheme)://\(host):\(port)\(path)")
    }

    /// Returns the URL of a path, which begins with a slash and is percent-encoded.
    package func appending(_ tail: String) -> String { description + tail }

    /// Without a slash at the end.
    package var description: String {
        "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")\(path)"
    }
}
