/// The fields of a request that depend on what the client has already, and what they come to (RFC 9110 sections 13 and 14).
struct Preconditions: Sendable {
    var ifMatch: String?
    var ifNoneMatch: String?
    var ifModifiedSince: String?
    var ifUnmodifiedSince: String?
    var ifRange: String?
    var range: String?

    enum Verdict: Hashable, Sendable {
        case whole
        case part(Range<Int>)
        case notModified
        case failed
        /// A range that means none of the bytes there are.
        case outOfRange
    }

    /// What a GET or HEAD gets, in the order of RFC 9110 section 13.2.2.
    ///
    /// - Parameters:
    ///   - tag: a strong entity tag, in quotes.
    ///   - modified: seconds since 1970.
    ///   - isGet: ranges are defined for GET only.
    func verdict(tag: String, modified: Int, size: Int, isGet: Bool) -> Verdict {
        if let ifMatch {
            guard EntityTags(ifMatch)?.contains(tag, weakly: false) ?? false else { return .failed }
        } else if let date = ifUnmodifiedSince.flatMap(HTTPDate.seconds), modified > date {
            return .failed
        }
        if let ifNoneMatch {
            if EntityTags(ifNoneMatch)?.contains(tag, weakly: true) ?? false { return .notModified }
        } else if let date = ifModifiedSince.flatMap(HTTPDate.seconds), modified <= date {
            return .notModified
        }
        guard isGet, let range = range.flatMap(ByteRange.init), isCurrent(tag: tag, modified: modified) else {
            return .whole
        }
        return range.bytes(of: size).map { .part($0) } ?? .outOfRange
    }

    /// Whether the client's part is of the same bytes: a strong tag, or the exact date, which is as strong here, since what
    /// a name stands for never changes.
    private func isCurrent(tag: String, modified: Int) -> Bool {
        guard let ifRange else { return true }
        return ifRange == tag || HTTPDate.seconds(in: ifRange) == modified
    }
}

/// What `If-Match` and `If-None-Match` list.
enum EntityTags: Hashable, Sendable {
    case any
    case tags([Tag])

    struct Tag: Hashable, Sendable {
        var isWeak: Bool
        /// Without its quotes.
        var value: Substring
    }

    /// Nil for an invalid list of tags.
    init?(_ field: String) {
        var rest = field[...].drop { " \t,".contains($0) }
        if rest.first == "*", rest.dropFirst().allSatisfy({ " \t".contains($0) }) {
            self = .any
            return
        }
        var tags: [Tag] = []
        while !rest.isEmpty {
            let isWeak = rest.hasPrefix("W/")
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == "\"" else { return nil }
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: "\"") else { return nil }
            tags.append(Tag(isWeak: isWeak, value: rest[..<end]))
            let after = rest[end...].dropFirst().drop { " \t".contains($0) }
            guard after.isEmpty || after.first == "," else { return nil }
            rest = after.drop { " \t,".contains($0) }
        }
        self = .tags(tags)
    }

    /// - Parameters:
    ///   - tag: a strong one, in quotes.
    ///   - weakly: weak tags of the same value count as well.
    func contains(_ tag: String, weakly: Bool) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tags.contains { "\"\($0.value)\"" == tag && (weakly || !$0.isWeak) }
        }
    }
}
