/// The names of numbers in a large table, by the lines that they are in: the bytes of the file, one behind the other.
///
/// A million names of 20 bytes are 24 MB.
struct RowNames: Sendable {
    private var bytes: [UInt8] = []
    /// By line, from 0, where its name ends; lines after the last name are not there.
    private var ends: [UInt32] = []

    var memory: Int { bytes.count + 4 * ends.count }
    var isEmpty: Bool { bytes.isEmpty }

    private subscript(bytesOf line: Int) -> ArraySlice<UInt8> {
        guard line > 0, line < ends.count else { return [] }
        return bytes[Int(ends[line - 1])..<Int(ends[line])]
    }

    /// The name in a line; `nil` if it has none.
    subscript(line: Int) -> String? {
        let name = self[bytesOf: line]
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }

    /// Whether the name in a line has a text in it.
    func hasName(_ line: Int, with part: NamePart) -> Bool {
        let name = self[bytesOf: line]
        return !name.isEmpty && part.isIn(name)
    }

    /// Adds the name of a line behind all that have one.
    mutating func add(_ name: some Sequence<UInt8>, line: Int) {
        while ends.count < line { ends.append(UInt32(clamping: bytes.count)) }
        bytes += name
        ends.append(UInt32(clamping: bytes.count))
    }
}
