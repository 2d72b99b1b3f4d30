/// The four characters that name a chunk of a RIFF file, such as "fmt " and "data".
package struct ChunkID: Hashable, Sendable {
    /// In file order.
    package let bytes: SIMD4<UInt8>

    package init(_ bytes: SIMD4<UInt8>) {
        self.bytes = bytes
    }

    /// Whether the bytes can be a name: ASCII without control characters, as RIFF demands.
    var isPlausible: Bool {
        (0..<4).allSatisfy { (0x20...0x7E).contains(bytes[$0]) }
    }

    /// Whether real writers use this name, so that bytes like these certainly begin a chunk.
    var isWellKnown: Bool {
        Self.wellKnown.contains(self)
    }

    private static let wellKnown: [ChunkID] = [
        "fmt ", "data", "LIST", "fact", "JUNK", "junk", "PAD ", "FLLR", "bext", "iXML", "cue ", "smpl", "inst", "PEAK",
        "id3 ", "ID3 ", "ds64", "axml", "chna", "cart", "DISP", "afsp", "_PMX", "acid", "levl", "note", "plst",
    ]
}

extension ChunkID: ExpressibleByStringLiteral, CustomStringConvertible {
    /// Shorter names are filled up with spaces, as in the files.
    package init(stringLiteral name: StaticString) {
        var bytes = SIMD4<UInt8>(repeating: UInt8(ascii: " "))
        name.withUTF8Buffer { for (index, byte) in $0.prefix(4).enumerated() { bytes[index] = byte } }
        self.init(bytes)
    }

    /// The name, with "?" for bytes that are not printable ASCII.
    package var description: String {
        let shown = (0..<4).map { (0x20...0x7E).contains(bytes[$0]) ? bytes[$0] : UInt8(ascii: "?") }
        return String(decoding: shown, as: UTF8.self)
    }
}

extension LittleEndianBytes {
    /// The name of the chunk that begins at `offset`.
    func chunkID(at offset: Int) -> ChunkID {
        let name = uint32(at: offset)
        return ChunkID(SIMD4(truncatingIfNeeded: SIMD4(name, name >> 8, name >> 16, name >> 24)))
    }
}
