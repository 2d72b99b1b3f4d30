import Foundation
import Telephony

/// Positions as bytes, in version 3 of the format, in this order:
///
/// 1. Version: the byte 3.
/// 2. The fingerprint of the plan that the call is led by (`CallPlan.fingerprint`): four bytes, highest first.
/// 3. Flags, one byte. Bit 0: the call is outgoing. Bits 1–2: the caller is 0 anonymous, 1 a number, 2 unknown. Bit 3:
///    `to` is present. Bit 4: a step follows; otherwise keys are expected. Bits 5–7 are 0.
/// 4. The caller: an integer, the digits of the number; or a text, the unknown caller. Absent if anonymous.
/// 5. `to`, an integer of its digits. Absent without bit 3.
/// 6. Menus: their number as an integer, then their marks, innermost last.
/// 7. Silences, wrong keys and prompts heard: three integers.
/// 8. The step: the mark of its list's path, its index as an integer, its fingerprint in four bytes, highest first. Absent
/// without bit 4.
/// 9. Further flags, one byte. Bit 0: the call was forwarded from a number. Bit 1: it was forwarded from something else.
/// Bit 2: keys. Bit 3: steps to return to. Then the number of bit 0 as an integer; the keys of bit 2 as a text of `0`–`9`,
/// `*` and `#` that is not empty; and the steps of bit 3: their number, at least one, as an integer, then each as in 8.
///
/// Integers are unsigned LEB128 (DWARF 5, section 7.6) in the shortest form, at most 8 bytes. Texts are their length in
/// bytes as an integer, then UTF-8 in normalization form C. A mark stands for a name or a path: FNV-1a of 64 bits over its
/// UTF-8 in normalization form C, highest byte first. Whatever names a configuration has and however its menus and flows are
/// nested, a position is thereby shorter than 1,500 bytes: it is part of a URL that the provider stores and returns, and that
/// proxies limit (HAProxy to 16 KB with all other fields, nginx to 8 KB a line).
///
/// The format is canonical: a position has exactly one spelling under a plan and the reader accepts no other, so signing and
/// comparing positions can be done on their bytes.
///
/// Calls outlive releases: a new release reads what earlier ones have written, and a change needs a new version. Versions 1
/// and 2 lack the plan, and have texts in the place of marks; version 1 ends before the further flags, which are not 0 in
/// version 2.
extension Position {
    /// The position of a call that is led by a plan, in the format above.
    ///
    /// - Parameter plan: `CallPlan.fingerprint`.
    package func bytes(plan: UInt32) -> [UInt8] {
        var writer = PositionWriter()
        writer.bytes.append(3)
        writer.append(plan)
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
        for menu in menus { writer.append(mark: menu) }
        for count in [silences, wrongKeys, promptsHeard] { writer.append(count) }
        if case .step(let path, let index, let fingerprint) = next {
            writer.append(Return(path: path, index: index, fingerprint: fingerprint))
        }
        let further = FurtherFlags(self)
        writer.bytes.append(further.rawValue)
        if case .number(let number)? = diversion { writer.append(number) }
        if let keys { writer.append(keys) }
        if !returns.isEmpty {
            writer.append(returns.count)
            for step in returns { writer.append(step) }
        }
        return writer.bytes
    }

    /// The plan that the call of a position is led by; `nil` in versions 1 and 2, and for what is no position.
    package static func plan(of bytes: some Collection<UInt8>) -> UInt32? {
        var reader = PositionReader(bytes: Array(bytes.prefix(5))[...])
        return reader.byte() == 3 ? reader.word() : nil
    }

    /// Reads a position of any version; `nil` unless the bytes are exactly those of some position. Safe for any input.
    ///
    /// - Parameter name: the name or path of a mark; nil, and there is no such position, if it is unknown.
    package init?(bytes: some Collection<UInt8>, name: @escaping (UInt64) -> String?) {
        var reader = PositionReader(bytes: Array(bytes)[...])
        guard let version = reader.byte(), (1...3).contains(version) else { return nil }
        if version == 3 {
            guard reader.word() != nil else { return nil }
            reader.name = name
        }
        guard let flags = reader.byte(), flags < 1 << 5 else { return nil }
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
        // Every menu entered was heard, so there cannot be more of them than prompts.
        guard let count = reader.integer(), count <= CallPlan.maximumPrompts else { return nil }
        var menus: [String] = []
        while menus.count < count {
            guard let menu = reader.place(), !menus.contains(menu) else { return nil }
            menus.append(menu)
        }
        guard let silences = reader.integer(), let wrongKeys = reader.integer(), let promptsHeard = reader.integer()
        else { return nil }
        var next = Next.keys
        if flags & 1 << 4 != 0 {
            guard let step = reader.step() else { return nil }
            next = .step(path: step.path, index: step.index, fingerprint: step.fingerprint)
        }
        self.init(
            direction: flags & 1 == 0 ? .incoming : .outgoing, from: from, to: to, menus: menus, silences: silences,
            wrongKeys: wrongKeys, promptsHeard: promptsHeard, next: next)
        if version > 1 {
            guard let further = FurtherFlags(&reader), version == 3 || !further.isEmpty else { return nil }
            if further.contains(.divertedFromNumber) {
                guard let number = reader.number() else { return nil }
                diversion = .number(number)
            } else if further.contains(.divertedFromOther) {
                diversion = .other
            }
            if further.contains(.keys) {
                guard let keys = reader.text(), !keys.isEmpty, keys.allSatisfy({ "0123456789*#".contains($0) }) else {
                    return nil
                }
                self.keys = keys
            }
            if further.contains(.returns) {
                guard next != .keys, let count = reader.integer(), (1...CallPlan.maximumReturns).contains(count) else {
                    return nil
                }
                while returns.count < count {
                    guard let step = reader.step() else { return nil }
                    returns.append(step)
                }
            }
        }
        guard reader.bytes.isEmpty else { return nil }
    }

    /// The call of a position, without where it is: for a plan that does not lead there.
    package init?(callOf bytes: some Collection<UInt8>) {
        self.init(bytes: bytes) { String($0) }
        (menus, returns, next) = ([], [], .keys)
    }

    /// What stands for a name or a path in version 3.
    package static func mark(of name: String) -> UInt64 {
        var hash = FNV1a<UInt64>()
        for byte in name.normalFormC.utf8 { hash.add(byte) }
        return hash.value
    }
}

/// What a position may lack.
private struct FurtherFlags: OptionSet {
    let rawValue: UInt8

    static let divertedFromNumber = FurtherFlags(rawValue: 1 << 0)
    static let divertedFromOther = FurtherFlags(rawValue: 1 << 1)
    static let keys = FurtherFlags(rawValue: 1 << 2)
    static let returns = FurtherFlags(rawValue: 1 << 3)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ position: Position) {
        self = []
        switch position.diversion {
        case .number: insert(.divertedFromNumber)
        case .other: insert(.divertedFromOther)
        case nil: break
        }
        if position.keys != nil { insert(.keys) }
        if !position.returns.isEmpty { insert(.returns) }
    }

    /// `nil` unless the next byte is that of a position.
    init?(_ reader: inout PositionReader) {
        guard let byte = reader.byte(), byte < 1 << 4, byte & 0b11 != 0b11 else { return nil }
        rawValue = byte
    }
}

private struct PositionWriter {
    var bytes: [UInt8] = []

    /// Appends an unsigned LEB128: seven bits per byte, lowest first, bit 7 set in all but the last. Negative values
    /// are written as 0.
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

    mutating func append(mark name: String) { appendFixed(Position.mark(of: name)) }

    mutating func append(_ word: UInt32) { appendFixed(word) }

    mutating func append(_ step: Position.Return) {
        append(mark: step.path)
        append(step.index)
        append(step.fingerprint)
    }

    /// Highest byte first.
    private mutating func appendFixed(_ number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}

/// Reads values from the front; `nil` if one is incomplete or not in the form that `PositionWriter` writes.
private struct PositionReader {
    var bytes: ArraySlice<UInt8>
    /// The names of marks; nil where names are written in full.
    var name: ((UInt64) -> String?)?

    init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    mutating func byte() -> UInt8? { bytes.popFirst() }

    mutating func integer() -> Int? {
        var value = 0
        // Eight times seven bits: enough for the fifteen digits of a number (50 bits), and no overflow is possible.
        for shift in stride(from: 0, to: 56, by: 7) {
            guard let byte = byte() else { return nil }
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return byte == 0 && shift > 0 ? nil : value }
        }
        return nil
    }

    mutating func number() -> PhoneNumber? {
        // With a plus, no prefix can be meant. Other digits than those of a number, such as a trunk prefix, are refused: they
        // would be a second spelling.
        integer().flatMap { integer in
            (try? PhoneNumber("+\(integer)")).flatMap { $0.digits == "\(integer)" ? $0 : nil }
        }
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

    /// The name of a menu, or the path of a list.
    mutating func place() -> String? {
        guard let name else { return text() }
        return fixed(UInt64.self).flatMap(name)
    }

    mutating func word() -> UInt32? { fixed(UInt32.self) }

    mutating func step() -> Position.Return? {
        guard let path = place(), let index = integer(), let fingerprint = word() else { return nil }
        return Position.Return(path: path, index: index, fingerprint: fingerprint)
    }

    /// Highest byte first.
    private mutating func fixed<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        let count = Number.bitWidth / 8
        guard bytes.count >= count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count).reduce(0) { $0 << 8 | Number($1) }
    }
}
