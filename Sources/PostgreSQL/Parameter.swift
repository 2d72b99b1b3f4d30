/// A value of a statement: `$1`, `$2`, … Sent in PostgreSQL's binary format, so that no text has to be quoted.
package enum Parameter: Hashable, Sendable {
    case text(String?)
    /// `int8`.
    case integer(Int64?)
    case flag(Bool)
    /// `bytea`.
    case bytes([UInt8])
    /// A column of many rows, for `unnest`, or a list, for `= ANY`.
    case texts([String?])
    case integers([Int64?])
    case flags([Bool])

    /// What libpq sends.
    struct Encoded {
        /// The type, of the table `pg_type`.
        var type: UInt32
        /// `nil`: null.
        var bytes: [UInt8]?
    }

    private enum Element: UInt32 {
        case flag = 16
        case bytes = 17
        case integer = 20
        case text = 25

        var array: UInt32 {
            switch self {
            case .flag: 1000
            case .bytes: 1001
            case .integer: 1016
            case .text: 1009
            }
        }
    }

    /// The name of the type, for a cast.
    package var typeName: String {
        switch self {
        case .text: "text"
        case .integer: "int8"
        case .flag: "bool"
        case .bytes: "bytea"
        case .texts: "text[]"
        case .integers: "int8[]"
        case .flags: "bool[]"
        }
    }

    var encoded: Encoded {
        switch self {
        case .text(let text): Encoded(type: Element.text.rawValue, bytes: text.map { Array($0.utf8) })
        case .integer(let number):
            Encoded(type: Element.integer.rawValue, bytes: number.map { Self.bigEndian($0) })
        case .flag(let flag): Encoded(type: Element.flag.rawValue, bytes: [flag ? 1 : 0])
        case .bytes(let bytes): Encoded(type: Element.bytes.rawValue, bytes: bytes)
        case .texts(let texts): Self.array(.text, texts) { $0.append(contentsOf: $1.utf8) }
        case .integers(let numbers): Self.array(.integer, numbers) { $0.append(contentsOf: Self.bigEndian($1)) }
        case .flags(let flags): Self.array(.flag, flags) { $0.append($1 ? 1 : 0) }
        }
    }

    /// An array of one dimension, as `array_recv` reads it (src/backend/utils/adt/arrayfuncs.c): dimensions, whether it has nulls,
    /// type of the elements, count, first index; then each element after its length, which is -1 for null.
    private static func array<Value>(
        _ element: Element, _ values: [Value?], _ append: (inout [UInt8], Value) -> Void
    ) -> Encoded {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + values.count * 12)
        let dimensions: Int32 = values.isEmpty ? 0 : 1
        bytes += bigEndian(dimensions) + bigEndian(Int32(1)) + bigEndian(Int32(bitPattern: element.rawValue))
        if dimensions == 1 { bytes += bigEndian(Int32(values.count)) + bigEndian(Int32(1)) }
        for value in values {
            let start = bytes.count
            bytes += bigEndian(Int32(-1))
            guard let value else { continue }
            append(&bytes, value)
            bytes.replaceSubrange(start..<start + 4, with: bigEndian(Int32(bytes.count - start - 4)))
        }
        return Encoded(type: element.array, bytes: bytes)
    }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
