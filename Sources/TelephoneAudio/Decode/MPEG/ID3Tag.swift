/// The tag that many MP3 files and some others begin with.
enum ID3Tag {
    /// Bytes of the ID3v2 tag that `bytes` begins with (id3.org, ID3v2.4.0 section 3.1), nil if there is none.
    static func size(_ bytes: some Collection<UInt8>) -> Int? {
        let header = Array(bytes.prefix(10))
        guard header.count == 10, header.starts(with: "ID3".utf8), header[3] < 0xFF,
            header[6...9].allSatisfy({ $0 < 0x80 })
        else { return nil }
        let footer = header[5] & 0x10 != 0 ? 10 : 0
        return 10 + footer + header[6...9].reduce(0) { $0 << 7 | Int($1) }
    }
}
