/// The path of a request, taken literally.
///
/// Nothing is decoded unless `decoded` is used, so an encoded slash, dot or NUL is part of a name that does not exist rather
/// than a way around a check. Empty segments are kept: `//` is not `/`. Dot segments are not resolved.
package struct RequestPath: Hashable, Sendable {
    /// Between the slashes; `/` has one, empty.
    package let segments: [Substring]

    /// - Parameter target: the request's target in origin form (`/media/a.wav?x`) or absolute form (RFC 9112 section 3.2).
    /// - Returns: nil for other forms.
    package init?(target: String) {
        var rest = target[...]
        if rest.first != "/" {
            guard let colon = rest.firstIndex(of: ":"), ["http", "https"].contains(rest[..<colon].lowercased()),
                rest[colon...].hasPrefix("://")
            else { return nil }
            rest = rest[colon...].dropFirst(3).drop { $0 != "/" && $0 != "?" }
            if rest.first != "/" { rest = "/" }
        }
        if let query = rest.firstIndex(of: "?") { rest = rest[..<query] }
        segments = rest.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }

    /// The path without the given folders at its beginning, or unchanged where it does not begin with them: some proxies
    /// remove the prefix that a server is mounted under, others do not.
    package func removing(_ folders: [Substring]) -> RequestPath {
        guard !folders.isEmpty, segments.count > folders.count, segments.starts(with: folders) else { return self }
        return RequestPath(segments: Array(segments.dropFirst(folders.count)))
    }

    /// The segments with `%XX` decoded; nil where the result is not UTF-8 or contains control characters. A decoded segment
    /// may contain a slash.
    package var decoded: [String]? {
        var decoded: [String] = []
        for segment in segments {
            guard let text = segment.percentDecoded else { return nil }
            decoded.append(text)
        }
        return decoded
    }

    private init(segments: [Substring]) {
        self.segments = segments
    }
}
