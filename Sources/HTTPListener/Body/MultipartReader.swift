import Glibc

/// An incremental parser of `multipart/form-data` (RFC 7578): bytes in any pieces in, events out. Pure.
///
/// It bounds what it holds: the number of parts, the length of a part's head, and a boundary's worth of data.
package struct MultipartReader: Sendable {
    package enum Event: Hashable, Sendable {
        /// A field or a file begins; `file` is the client's name for it.
        case part(name: String, file: String?)
        case data([UInt8])
        case partEnd
        /// Everything that follows is ignored.
        case end
    }

    static let mostParts = 100
    static let longestHead = 8 << 10

    private enum Section {
        case preamble, head, body, done
    }

    private var state = Section.preamble
    private var waiting: [UInt8]
    private var parts = 0
    /// The delimiter between parts.
    private let mark: [UInt8]

    package init(boundary: String) {
        mark = Array("\r\n--\(boundary)".utf8)
        // The first boundary may stand at the very beginning.
        waiting = Array("\r\n".utf8)
    }

    /// The boundary that a `Content-Type` names; nil for other types and invalid boundaries.
    package static func boundary(_ type: String) -> String? {
        let parts = type.split(separator: ";").map { $0.drop { $0 == " " } }
        guard parts.first?.lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() where part.lowercased().hasPrefix("boundary=") {
            var value = part.dropFirst("boundary=".count)
            if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
            let isFit = (1...70).contains(value.utf8.count) && value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            return isFit ? String(value) : nil
        }
        return nil
    }

    /// - Throws: `MultipartError`.
    package mutating func read(_ bytes: some Collection<UInt8>) throws(MultipartError) -> [Event] {
        guard state != .done else { return [] }
        waiting += bytes
        var events: [Event] = []
        while true {
            switch state {
            case .done: return events
            case .preamble, .body:
                guard let found = Self.find(mark, in: waiting) else {
                    // A piece of the boundary may be at the end.
                    let sure = max(0, waiting.count - mark.count + 1)
                    if state == .body, sure > 0 { events.append(.data(Array(waiting.prefix(sure)))) }
                    if state == .preamble, sure > Self.longestHead { throw .noBoundary }
                    if state == .body { waiting.removeFirst(sure) }
                    return events
                }
                let after = found + mark.count
                guard waiting.count >= after + 2 else { return events }
                if state == .body {
                    if found > 0 { events.append(.data(Array(waiting[..<found]))) }
                    events.append(.partEnd)
                }
                let isLast = waiting[after] == UInt8(ascii: "-") && waiting[after + 1] == UInt8(ascii: "-")
                guard isLast || waiting[after] == 13 && waiting[after + 1] == 10 else { throw .noBoundary }
                waiting.removeFirst(after + 2)
                state = isLast ? .done : .head
                if isLast { events.append(.end) }
            case .head:
                guard let end = Self.find([13, 10, 13, 10], in: waiting) else {
                    guard waiting.count <= Self.longestHead else { throw .badHead }
                    return events
                }
                parts += 1
                guard parts <= Self.mostParts else { throw .tooManyParts }
                events.append(try Self.part(String(decoding: waiting[..<end], as: UTF8.self)))
                waiting.removeFirst(end + 4)
                state = .body
            }
        }
    }

    /// Whether the last boundary has been read.
    package var isDone: Bool { state == .done }

    /// The first index of `mark`, which begins with a carriage return.
    private static func find(_ mark: [UInt8], in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { all in
            var start = 0
            while start + mark.count <= all.count, let base = all.baseAddress {
                // Files have few carriage returns, which `memchr` finds faster than a loop.
                guard let found = memchr(base + start, 13, all.count - mark.count + 1 - start) else { return nil }
                start = base.distance(to: UnsafeRawPointer(found))
                if all[start..<start + mark.count].elementsEqual(mark) { return start }
                start += 1
            }
            return nil
        }
    }

    private static func part(_ head: String) throws(MultipartError) -> Event {
        for line in head.split(separator: "\r\n") {
            guard line.lowercased().hasPrefix("content-disposition:") else { continue }
            guard let name = value("name", in: line) else { throw .badHead }
            return .part(name: name, file: value("filename", in: line))
        }
        throw .badHead
    }

    /// A parameter as browsers write it: in quotes, with `%22` for a quote (WHATWG HTML, multipart encoding).
    private static func value(_ name: String, in line: Substring) -> String? {
        guard let start = line.firstRange(of: "; \(name)=\"")?.upperBound,
            let end = line[start...].firstIndex(of: "\"")
        else { return nil }
        return String(line[start..<end]).replacing("%22", with: "\"").replacing("%0D", with: "").replacing(
            "%0A", with: "")
    }
}

/// Why bytes are not a valid `multipart/form-data` body.
package enum MultipartError: Error, Hashable, Sendable {
    case noBoundary
    case badHead
    case tooManyParts
    /// The body ended before the last boundary.
    case cutShort
}
