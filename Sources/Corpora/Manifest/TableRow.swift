/// A row of a CSV file (RFC 4180) or of a file with tabs or semicolons between the fields. With tabs, quotation marks are part
/// of the text, as corpora have them in transcripts.
struct TableRow {
    let bytes: [UInt8]
    /// The places of the fields; of quoted ones with their quotation marks.
    private(set) var fields: [Range<Int>] = []
    /// Whether the last field is quoted and does not end: the row goes on in the next line.
    private(set) var isOpen = false

    private let separator: UInt8
    /// Whether quotation marks have a meaning.
    private var quotes: Bool { separator != 0x09 }
    private static let quote = UInt8(ascii: "\"")

    init(_ bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
        var at = 0
        while true {
            let start = at
            if quotes, at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
                at += 1
                isOpen = true
                while at < bytes.count {
                    guard bytes[at] == UInt8(ascii: "\"") else {
                        at += 1
                        continue
                    }
                    // Two of them stand for one.
                    guard at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\"") else {
                        isOpen = false
                        break
                    }
                    at += 2
                }
            }
            while at < bytes.count, bytes[at] != separator { at += 1 }
            fields.append(start..<at)
            guard at < bytes.count else { return }
            at += 1
        }
    }

    /// A field's text; nil where it is not UTF-8.
    func text(_ field: Int) -> String? {
        let content = bytes[fields[field]]
        guard quotes, content.first == Self.quote, content.count >= 2, content.last == Self.quote else {
            return String(validating: content, as: UTF8.self)
        }
        var text: [UInt8] = []
        var rest = content.dropFirst().dropLast()
        while let byte = rest.popFirst() {
            text.append(byte)
            if byte == Self.quote, rest.first == Self.quote { rest.removeFirst() }
        }
        return String(validating: text, as: UTF8.self)
    }

    /// The row with other texts in some fields.
    func replacing(_ texts: [Int: String]) -> [UInt8] {
        var row: [UInt8] = []
        for (number, field) in fields.enumerated() {
            if number > 0 { row.append(separator) }
            row += texts[number].map(written) ?? Array(bytes[field])
        }
        return row
    }

    private func written(_ text: String) -> [UInt8] {
        guard quotes, text.utf8.contains(where: { $0 == separator || $0 == Self.quote || $0 == 0x0A }) else {
            return Array(text.utf8)
        }
        return [Self.quote] + text.utf8.flatMap { $0 == Self.quote ? [$0, $0] : [$0] } + [Self.quote]
    }
}
