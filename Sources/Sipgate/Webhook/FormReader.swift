/// Decodes `application/x-www-form-urlencoded` (WHATWG URL, section 5.1), but rejects what that standard silently
/// repairs.
enum FormReader {
    /// - Parameter strict: names of fields that are not repaired; `nil`: none is.
    static func fields(
        in body: Span<UInt8>, limit: Int, repairingAllBut strict: Set<String>? = nil
    ) throws(FormFields.ParseError) -> [FormFields.Field] {
        var fields: [FormFields.Field] = []
        fields.reserveCapacity(min(limit, 16))
        var scratch: [UInt8] = []
        var start = 0
        while start < body.count {
            // One pass over the bytes finds the ends of name and value, and whether they have anything to decode.
            var end = start
            var equals: Int?
            var (nameIsPlain, valueIsPlain) = (true, true)
            scan: while end < body.count {
                switch body[end] {
                case UInt8(ascii: "&"): break scan
                case UInt8(ascii: "=") where equals == nil: equals = end
                case UInt8(ascii: "%"), UInt8(ascii: "+"):
                    if equals == nil { nameIsPlain = false } else { valueIsPlain = false }
                default: break
                }
                end += 1
            }
            if start < end {
                guard fields.count < limit else { throw .tooManyFields(limit: limit) }
                let name = start..<(equals ?? end)
                let value = min(name.upperBound + 1, end)..<end
                do throws(FormFields.ParseError) {
                    fields.append(
                        FormFields.Field(
                            name: withoutListNotation(
                                try nameIsPlain ? plainText(of: name, in: body) : text(of: name, in: body, &scratch)),
                            value: try valueIsPlain
                                ? plainText(of: value, in: body) : text(of: value, in: body, &scratch)))
                } catch {
                    let name = withoutListNotation(repairedText(of: name, in: body))
                    guard let strict, !strict.contains(name) else { throw error }
                    fields.append(
                        FormFields.Field(name: name, value: repairedText(of: value, in: body), isRepaired: true))
                }
            }
            start = end + 1
        }
        return fields
    }

    private static func plainText(of range: Range<Int>, in body: Span<UInt8>) throws(FormFields.ParseError) -> String {
        do {
            return String(copying: try UTF8Span(validating: body.extracting(range)))
        } catch {
            throw .invalidUTF8(at: range.lowerBound + error.byteOffsets.lowerBound)
        }
    }

    /// Decodes a name or a value. `scratch` is passed in so that it is allocated once per body.
    private static func text(
        of range: Range<Int>, in body: Span<UInt8>, _ scratch: inout [UInt8]
    ) throws(FormFields.ParseError) -> String {
        scratch.removeAll(keepingCapacity: true)
        var index = range.lowerBound
        while index < range.upperBound {
            switch body[index] {
            case UInt8(ascii: "+"):
                scratch.append(UInt8(ascii: " "))
                index += 1
            case UInt8(ascii: "%"):
                guard index + 2 < range.upperBound, let high = body[index + 1].hexadecimalDigit,
                    let low = body[index + 2].hexadecimalDigit
                else { throw .brokenEscape(at: index) }
                scratch.append(high << 4 | low)
                index += 3
            case let byte:
                scratch.append(byte)
                index += 1
            }
        }
        do {
            return String(copying: try UTF8Span(validating: scratch.span))
        } catch {
            throw .invalidUTF8(at: place(ofDecoded: error.byteOffsets.lowerBound, from: range.lowerBound, in: body))
        }
    }

    /// Decodes what can be decoded (WHATWG URL, section 5.1).
    private static func repairedText(of range: Range<Int>, in body: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if body[index] == UInt8(ascii: "%"), index + 2 < range.upperBound,
                let high = body[index + 1].hexadecimalDigit, let low = body[index + 2].hexadecimalDigit
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(body[index] == UInt8(ascii: "+") ? UInt8(ascii: " ") : body[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns the position in the body of decoded byte number `count`.
    private static func place(ofDecoded count: Int, from start: Int, in body: Span<UInt8>) -> Int {
        var place = start
        for _ in 0..<count { place += body[place] == UInt8(ascii: "%") ? 3 : 1 }
        return place
    }

    /// Returns `user` for `user[]`, `user[0]` and `user[][0]`. A name that consists of brackets only stays as it is.
    private static func withoutListNotation(_ name: String) -> String {
        var rest = name.utf8[...]
        while rest.last == UInt8(ascii: "]"), let bracket = rest.lastIndex(of: UInt8(ascii: "[")),
            rest[bracket...].dropFirst().dropLast().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        {
            rest = rest[..<bracket]
        }
        return rest.isEmpty || rest.endIndex == name.endIndex ? name : String(Substring(rest))
    }
}
