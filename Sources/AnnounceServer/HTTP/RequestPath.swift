/// What a request asks for: its path, taken literally.
///
/// Nothing is decoded, for no path of this server needs it: an encoded slash, dot or NUL is a part of a name that does not
/// exist. Empty segments are kept, so `//` is not `/`.
struct RequestPath: Hashable, Sendable {
    /// Between the slashes; `/` has one, empty.
    let segments: [Substring]

    /// - Parameter target: the request's target in origin form (`/media/a.wav?x`) or absolute form (RFC 9112 section 3.2).
    /// - Returns: nil for other forms.
    init?(target: String) {
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

    /// Without the folders that it begins with, if it begins with them: proxies differ in taking off the path that a
    /// server is reached under.
    func removing(_ folders: [Substring]) -> RequestPath {
        guard !folders.isEmpty, segments.count > folders.count, segments.starts(with: folders) else { return self }
        return RequestPath(segments: Array(segments.dropFirst(folders.count)))
    }

    private init(segments: [Substring]) {
        self.segments = segments
    }
}
