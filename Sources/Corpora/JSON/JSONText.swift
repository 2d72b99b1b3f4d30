/// JSON as it is written, byte for byte (RFC 8259): finds the places of values without making a tree of them, so that a line of
/// a manifest can be given back with a few values changed and everything else as it was.
///
/// Checks what it needs to find places: strings, brackets, commas. Does not check that numbers and words are valid.
struct JSONText {
    let bytes: [UInt8]

    /// Where a value, or a key, stands in the bytes; of strings with their quotation marks.
    typealias Place = Range<Int>

    /// The bytes are not JSON, at this byte.
    struct Fault: Error, Hashable {
        let at: Int
    }

    /// The object that all of the text is.
    var object: Place {
        get throws(Fault) {
            let start = skipSpace(0)
            guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { throw Fault(at: start) }
            let end = try end(ofValueAt: start)
            let rest = skipSpace(end)
            guard rest == bytes.count else { throw Fault(at: rest) }
            return start..<end
        }
    }

    /// The members of an object, in their order.
    func members(of object: Place) throws(Fault) -> [(key: Place, value: Place)] {
        var members: [(key: Place, value: Place)] = []
        var at = skipSpace(object.lowerBound + 1)
        guard isObject(object) else { throw Fault(at: object.lowerBound) }
        if byte(at) == UInt8(ascii: "}") { return [] }
        while true {
            guard byte(at) == UInt8(ascii: "\"") else { throw Fault(at: at) }
            let key = at..<(try end(ofStringAt: at))
            at = skipSpace(key.upperBound)
            guard byte(at) == UInt8(ascii: ":") else { throw Fault(at: at) }
            at = skipSpace(at + 1)
            let value = at..<(try end(ofValueAt: at))
            members.append((key, value))
            at = skipSpace(value.upperBound)
            if byte(at) == UInt8(ascii: "}") { return members }
            guard byte(at) == UInt8(ascii: ",") else { throw Fault(at: at) }
            at = skipSpace(at + 1)
        }
    }

    /// The elements of an array.
    func elements(of array: Place) throws(Fault) -> [Place] {
        var elements: [Place] = []
        guard isArray(array) else { throw Fault(at: array.lowerBound) }
        var at = skipSpace(array.lowerBound + 1)
        if byte(at) == UInt8(ascii: "]") { return [] }
        while true {
            let value = at..<(try end(ofValueAt: at))
            elements.append(value)
            at = skipSpace(value.upperBound)
            if byte(at) == UInt8(ascii: "]") { return elements }
            guard byte(at) == UInt8(ascii: ",") else { throw Fault(at: at) }
            at = skipSpace(at + 1)
        }
    }

    /// The value of a member by its key, which has no escapes; the last of several, as readers of JSON take it.
    func value(of key: StaticString, in members: [(key: Place, value: Place)]) -> Place? {
        members.last { holds($0.key, key) }?.value
    }

    /// Whether a string is this text; one with escapes never is.
    private func holds(_ place: Place, _ text: StaticString) -> Bool {
        guard place.count == text.utf8CodeUnitCount + 2 else { return false }
        for offset in 0..<text.utf8CodeUnitCount
        where bytes[place.lowerBound + 1 + offset] != text.utf8Start[offset] { return false }
        return true
    }

    func isObject(_ place: Place) -> Bool { byte(place.lowerBound) == UInt8(ascii: "{") }
    func isArray(_ place: Place) -> Bool { byte(place.lowerBound) == UInt8(ascii: "[") }
    func isNull(_ place: Place) -> Bool { byte(place.lowerBound) == UInt8(ascii: "n") }

    /// A string; nil for other values, and for strings that no UTF-8 can hold (a half of a surrogate pair).
    func string(_ place: Place) -> String? {
        guard byte(place.lowerBound) == UInt8(ascii: "\"") else { return nil }
        let inner = bytes[place.lowerBound + 1..<place.upperBound - 1]
        guard inner.contains(UInt8(ascii: "\\")) else { return String(validating: inner, as: UTF8.self) }
        return JSONStrings.unescaped(inner)
    }

    /// A whole number from 0 on; nil for others.
    func wholeNumber(_ place: Place) -> Int? {
        var value = 0
        for digit in bytes[place] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (tens, overTens) = value.multipliedReportingOverflow(by: 10)
            let (next, over) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
            guard !overTens, !over else { return nil }
            value = next
        }
        return place.isEmpty ? nil : value
    }

    private func byte(_ at: Int) -> UInt8? { at < bytes.count ? bytes[at] : nil }

    private func skipSpace(_ start: Int) -> Int {
        var at = start
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0A || bytes[at] == 0x0D {
            at += 1
        }
        return at
    }

    private func end(ofStringAt start: Int) throws(Fault) -> Int {
        var at = start + 1
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""): return at + 1
            case UInt8(ascii: "\\"): at += 2
            case 0..<0x20: throw Fault(at: at)
            default: at += 1
            }
        }
        throw Fault(at: bytes.count)
    }

    /// Without recursion: a line of brackets must not use up the stack.
    private func end(ofValueAt start: Int) throws(Fault) -> Int {
        var at = start
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""): at = try end(ofStringAt: at)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
                continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                at += 1
                guard depth >= 0 else { throw Fault(at: at - 1) }
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
                guard depth > 0 else { throw Fault(at: at) }
                at += 1
                continue
            default:
                let first = at
                while at < bytes.count, Self.isWord(bytes[at]) { at += 1 }
                guard at > first else { throw Fault(at: at) }
            }
            if depth == 0 { return at }
        }
        throw Fault(at: at)
    }

    /// Bytes of numbers and of true, false, null.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
