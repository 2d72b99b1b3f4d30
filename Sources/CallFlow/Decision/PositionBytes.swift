import Foundation
import Telephony

/// Version 1 of the format, in this order:
///
/// - the version, 1
/// - flags: bit 0 outgoing; bits 1–2 the caller (0 anonymous, 1 a number, 2 unknown); bit 3 `to` is there; bit 4 a step is
///   to come; the others 0
/// - the caller: a number as an integer of its digits, or the text of an unknown one
/// - `to`, as an integer of its digits
/// - how many menus, and their names
/// - silences, wrong keys, prompts heard
/// - of a step: its place, its index, and four bytes of its mark, the highest first
///
/// Integers are unsigned LEB128 in as few bytes as they need. Texts are UTF-8 in normal form C after their length in bytes.
extension Position {
    private static let version: UInt8 = 1

    /// The position in few bytes; one value has one spelling.
    package var bytes: [UInt8] {
        var writer = PositionWriter()
        writer.bytes.append(Self.version)
        var flags: UInt8 = direction == .outgoing ? 1 : 0
        switch from {
        case .anonymous: break
        case .number: flags |= 1 << 1
        case .unknown: flags |= 2 << 1
        }
        if to != nil { flags |= 1 << 3 }
        if case .step = next { flags |= 1 << 4 }
        writer.bytes.append(flags)
        switch from {
        case .anonymous: break
        case .number(let number): writer.append(number)
        case .unknown(let text): writer.append(text)
        }
        if let to { writer.append(to) }
        writer.append(menus.count)
        for menu in menus { writer.append(menu) }
        for count in [silences, wrongKeys, heard] { writer.append(count) }
        if case .step(let place, let index, let mark) = next {
            writer.append(place)
            writer.append(index)
            writer.append(mark: mark)
        }
        return writer.bytes
    }

    /// Nil unless the bytes are exactly what `bytes` gives for some position.
    package init?(bytes: some Collection<UInt8>) {
        var reader = PositionReader(bytes: Array(bytes)[...])
        guard reader.byte() == Self.version, let flags = reader.byte(), flags < 1 << 5 else { return nil }
        let from: Caller
        switch flags >> 1 & 3 {
        case 0: from = .anonymous
        case 1:
            guard let number = reader.number() else { return nil }
            from = .number(number)
        case 2:
            guard let text = reader.text() else { return nil }
            from = .unknown(text)
        default: return nil
        }
        var to: PhoneNumber?
        if flags & 1 << 3 != 0 {
            to = reader.number()
            guard to != nil else { return nil }
        }
        // Every menu on the way was heard.
        guard let count = reader.integer(), count <= CallPlan.mostPrompts else { return nil }
        var menus: [String] = []
        while menus.count < count {
            guard let menu = reader.text(), !menus.contains(menu) else { return nil }
            menus.append(menu)
        }
        guard let silences = reader.integer(), let wrongKeys = reader.integer(), let heard = reader.integer() else {
            return nil
        }
        var next = Next.keys
        if flags & 1 << 4 != 0 {
            guard let place = reader.text(), let index = reader.integer(), let mark = reader.mark() else { return nil }
            next = .step(place: place, index: index, mark: mark)
        }
        guard reader.bytes.isEmpty else { return nil }
        self.init(
            direction: flags & 1 == 0 ? .incoming : .outgoing, from: from, to: to, menus: menus, silences: silences,
            wrongKeys: wrongKeys, heard: heard, next: next)
    }
}

private struct PositionWriter {
    var bytes: [UInt8] = []

    /// Below 0 counts as 0.
    mutating func append(_ integer: Int) {
        var rest = max(0, integer)
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func append(_ number: PhoneNumber) { append(Int(number.digits) ?? 0) }

    mutating func append(_ text: String) {
        let normal = text.normalFormC
        append(normal.utf8.count)
        bytes += normal.utf8
    }

    mutating func append(mark: UInt32) {
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: mark >> shift)) }
    }
}

/// Takes values from the front; nil where they are not there, or not as `PositionWriter` writes them.
private struct PositionReader {
    var bytes: ArraySlice<UInt8>

    mutating func byte() -> UInt8? { bytes.popFirst() }

    mutating func integer() -> Int? {
        var value = 0
        // Eight times seven bits: more than fifteen digits need, and no overflow.
        for shift in stride(from: 0, to: 56, by: 7) {
            guard let byte = byte() else { return nil }
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return byte == 0 && shift > 0 ? nil : value }
        }
        return nil
    }

    mutating func number() -> PhoneNumber? {
        // The plus, so that a first digit 0 cannot be taken for a prefix; an integer has none.
        integer().flatMap { try? PhoneNumber("+\($0)") }
    }

    mutating func text() -> String? {
        guard let count = integer(), count <= bytes.count else { return nil }
        let part = bytes.prefix(count)
        bytes = bytes.dropFirst(count)
        guard let text = String(validating: part, as: UTF8.self), text.normalFormC.utf8.elementsEqual(part) else {
            return nil
        }
        return text
    }

    mutating func mark() -> UInt32? {
        guard bytes.count >= 4 else { return nil }
        defer { bytes = bytes.dropFirst(4) }
        return bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

extension String {
    /// Spelled the one way of all that Swift takes for the same text.
    fileprivate var normalFormC: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
    }
}
