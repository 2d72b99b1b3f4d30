package import SystemPackage

/// Where the announcement of a recording is written below the output folder: `3f/NAME.wav`.
///
/// Depends on the ID alone, so that shards need not agree on anything and a manifest that grew changes no name. Whatever the ID
/// holds, the place is two levels below the folder and a plain name: `[A-Za-z0-9._-]`, not beginning with a full stop or a
/// hyphen, at most 128 bytes. An ID that is such a name is used as it is; all others get the 16 digits of their hash, so that two
/// of them never meet. The 256 folders keep ten million files manageable.
package struct OutputPlace: Hashable, Sendable {
    /// `3f`.
    package let folder: FilePath.Component
    /// `3f/NAME.wav`.
    package let path: FilePath

    /// Bytes of a name without its hash and extension.
    private static let longest = 100

    package init(_ id: String, _ key: RecordingKey, suffix: String) {
        let hash = key.hexadecimal
        folder = FilePath.Component(String(hash.prefix(2))) ?? "00"
        // What a person would call it: the last part of a path, without the extension of audio files.
        var name = id.utf8[...]
        if let slash = name.lastIndex(of: UInt8(ascii: "/")) {
            name = name[name.index(after: slash)...]
            if let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex { name = name[..<dot] }
        }
        var clean = String(
            decoding: name.prefix(Self.longest).map { Self.isPlain($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        switch clean.utf8.first {
        case nil: clean = "_"
        case UInt8(ascii: ".")?, UInt8(ascii: "-")?: clean = "_" + clean.dropFirst()
        default: break
        }
        let isItself = clean.utf8.elementsEqual(id.utf8) && !id.isEmpty && !Self.looksHashed(id)
        path = FilePath(root: nil, [folder]).appending("\(isItself ? id : "\(clean)-\(hash)").\(suffix)")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Whether an ID ends as names with a hash do; it gets one itself, so as not to be taken for another's.
    private static func looksHashed(_ id: String) -> Bool {
        let end = id.utf8.suffix(17)
        return end.count == 17 && end.first == UInt8(ascii: "-")
            && end.dropFirst().allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
