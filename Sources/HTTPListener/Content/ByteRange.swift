/// One range of a `Range` field in bytes (RFC 9110 section 14.1.2).
enum ByteRange: Hashable, Sendable {
    /// `bytes=0-99`, `bytes=100-`
    case from(Int, through: Int?)
    /// `bytes=-100`: the last bytes.
    case last(Int)

    /// Nil for fields to ignore: other units, several ranges, and invalid ones.
    init?(_ field: String) {
        guard let equals = field.firstIndex(of: "="), field[..<equals].lowercased() == "bytes" else { return nil }
        let range = field[equals...].dropFirst()
        let trimmed = range.drop { $0 == " " || $0 == "\t" }
        guard let dash = trimmed.firstIndex(of: "-") else { return nil }
        var after = trimmed[dash...].dropFirst()
        while after.last == " " || after.last == "\t" { after.removeLast() }
        let before = trimmed[..<dash]
        switch (before.isEmpty, after.isEmpty) {
        case (true, true): return nil
        case (true, false):
            guard let count = Self.number(after) else { return nil }
            self = .last(count)
        case (false, true):
            guard let first = Self.number(before) else { return nil }
            self = .from(first, through: nil)
        case (false, false):
            guard let first = Self.number(before), let last = Self.number(after), first <= last else { return nil }
            self = .from(first, through: last)
        }
    }

    /// The bytes that it means of so many; nil where it means none of them.
    func bytes(of size: Int) -> Range<Int>? {
        switch self {
        case .from(let first, let last):
            guard first < size else { return nil }
            return first..<min(last ?? size - 1, size - 1) + 1
        case .last(let count):
            guard count > 0, size > 0 else { return nil }
            return max(0, size - count)..<size
        }
    }

    /// Digits only; more than any file has bytes is as good as the most.
    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? (Int.max - 1)
    }
}
