import Telephony

/// An element of an XML document: name, attributes, child elements and text.
struct AnswerXML: Hashable {
    var name: String
    var attributes: [(name: String, value: String)] = []
    var children: [AnswerXML] = []
    /// The text between the child elements, with white space removed at both ends.
    var text = ""

    /// Reasons a document cannot be read.
    enum ParseError: Error, Hashable {
        case notUTF8
        /// At a byte offset.
        case malformed(at: Int)
        case tooDeep
    }

    subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

    static func == (left: AnswerXML, right: AnswerXML) -> Bool {
        left.name == right.name && left.text == right.text && left.children == right.children
            && left.attributes.elementsEqual(right.attributes, by: ==)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(text)
        hasher.combine(children)
    }

    /// Reads a document of the kind that answers are: a declaration if any, comments, one element (XML 1.0, sections 2 and 3).
    ///
    /// Not a complete XML parser, and stricter than one: a document type declaration, a CDATA section or a processing instruction is
    /// malformed. No answer needs them, and a parser that expands entities is open to attacks.
    init(_ bytes: [UInt8]) throws(ParseError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var reader = XMLReader(bytes)
        self = try reader.document()
    }

    fileprivate init(name: String) { self.name = name }
}

/// Reads XML byte by byte.
private struct XMLReader {
    private let bytes: [UInt8]
    private var index = 0

    /// Answers have three levels.
    private static let deepest = 16

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func document() throws(AnswerXML.ParseError) -> AnswerXML {
        if skip("<?xml") {
            while !skip("?>") {
                guard index < bytes.count else { throw .malformed(at: index) }
                index += 1
            }
        }
        try skipSpaceAndComments()
        let root = try element(depth: 0)
        try skipSpaceAndComments()
        guard index == bytes.count else { throw .malformed(at: index) }
        return root
    }

    private mutating func element(depth: Int) throws(AnswerXML.ParseError) -> AnswerXML {
        guard depth < Self.deepest else { throw .tooDeep }
        try expect("<")
        var element = AnswerXML(name: try name())
        while true {
            let hadSpace = skipSpace()
            if skip("/>") { return element }
            if skip(">") { break }
            guard hadSpace else { throw .malformed(at: index) }
            let attribute = try name()
            skipSpace()
            try expect("=")
            skipSpace()
            guard element[attribute] == nil else { throw .malformed(at: index) }
            element.attributes.append((attribute, try quoted()))
        }
        var text: [UInt8] = []
        while true {
            if skip("<!--") {
                try skipComment()
            } else if skip("</") {
                guard try name() == element.name else { throw .malformed(at: index) }
                skipSpace()
                try expect(">")
                element.text = String(decoding: text, as: UTF8.self).trimmed
                return element
            } else if peek == UInt8(ascii: "<") {
                element.children.append(try self.element(depth: depth + 1))
            } else {
                text += try character()
            }
        }
    }

    private mutating func quoted() throws(AnswerXML.ParseError) -> String {
        guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw .malformed(at: index)
        }
        index += 1
        var value: [UInt8] = []
        while peek != quote {
            guard peek != UInt8(ascii: "<") else { throw .malformed(at: index) }
            value += try character()
        }
        index += 1
        return String(decoding: value, as: UTF8.self)
    }

    /// A character, or what an entity or character reference stands for.
    private mutating func character() throws(AnswerXML.ParseError) -> [UInt8] {
        guard let byte = peek else { throw .malformed(at: index) }
        guard byte == UInt8(ascii: "&") else {
            index += 1
            return [byte]
        }
        guard let end = bytes[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
            throw .malformed(at: index)
        }
        let reference = String(decoding: bytes[index + 1..<end], as: UTF8.self)
        let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][reference]
        guard let text = named ?? Self.numbered(reference) else { throw .malformed(at: index) }
        index = end + 1
        return Array(text.utf8)
    }

    /// `#38`, `#x26`
    private static func numbered(_ reference: String) -> String? {
        guard reference.hasPrefix("#") else { return nil }
        let isHexadecimal = reference.hasPrefix("#x")
        guard let code = UInt32(reference.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10) else {
            return nil
        }
        return Unicode.Scalar(code).map { String($0) }
    }

    private mutating func name() throws(AnswerXML.ParseError) -> String {
        let start = index
        while let byte = peek, byte.isNamePart { index += 1 }
        guard index > start, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start]) else {
            throw .malformed(at: start)
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = index
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
        return index > start
    }

    private mutating func skipSpaceAndComments() throws(AnswerXML.ParseError) {
        skipSpace()
        while skip("<!--") {
            try skipComment()
            skipSpace()
        }
    }

    private mutating func skipComment() throws(AnswerXML.ParseError) {
        while !skip("-->") {
            guard index < bytes.count else { throw .malformed(at: index) }
            index += 1
        }
    }

    private mutating func skip(_ text: String) -> Bool {
        guard bytes[index...].starts(with: text.utf8) else { return false }
        index += text.utf8.count
        return true
    }

    private mutating func expect(_ text: String) throws(AnswerXML.ParseError) {
        guard skip(text) else { throw .malformed(at: index) }
    }
}

extension UInt8 {
    /// Whether it can be part of a name here: letters, digits and `-._:`.
    fileprivate var isNamePart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
