import Foundation

/// What is sent in the Wyoming protocol, version 1: a line of JSON each. What comes may have data as JSON and bytes after its line.
/// https://github.com/OHF-Voice/wyoming
enum WyomingEvent {
    private struct Header: Encodable {
        let type: String
        let data: WyomingData
    }

    /// The line and what follows it.
    static func synthesize(_ text: String, voice: String?, language: String) -> [UInt8] {
        line("synthesize", WyomingData(text: text, voice: .init(name: voice, language: voice == nil ? language : nil)))
    }

    static let describe = line("describe", WyomingData())

    private static func line(_ type: String, _ data: WyomingData) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return Array((try? encoder.encode(Header(type: type, data: data))) ?? Data()) + [UInt8(ascii: "\n")]
    }
}

/// The data of the events that matter here; what an event does not have is nil.
struct WyomingData: Codable, Sendable {
    struct Voice: Codable, Sendable {
        var name: String?
        var language: String?
        var version: String?
    }

    struct Program: Codable, Sendable {
        var name: String?
        var version: String?
        var voices: [Voice]?
    }

    var text: String?
    var code: String?
    var voice: Voice?
    /// Of `audio-start` and `audio-chunk`: Hz, bytes of a sample, channels.
    var rate: Int?
    var width: Int?
    var channels: Int?
    /// Of `info`.
    var tts: [Program]?
}

/// Takes events out of the bytes that arrive.
struct WyomingReader: Sendable {
    enum Fault: Error, Hashable {
        /// What arrives is not this protocol; the start of it.
        case malformed([UInt8])
        /// An event of more bytes than allowed.
        case tooLarge
    }

    private var bytes: [UInt8] = []
    /// Where what is not read yet begins.
    private var start = 0

    /// An `info` names all voices of a server, some hundred kilobytes.
    static let longestLine = 8 << 20
    static let longestPayload = 16 << 20

    private struct Header: Decodable {
        let type: String
        let data: WyomingData?
        let dataLength: Int?
        let payloadLength: Int?

        private enum CodingKeys: String, CodingKey {
            case type, data
            case dataLength = "data_length"
            case payloadLength = "payload_length"
        }
    }

    mutating func add(_ new: some Sequence<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes += new
    }

    /// The next event that is complete.
    mutating func next() throws(Fault) -> (type: String, data: WyomingData, payload: [UInt8])? {
        let rest = bytes[start...]
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            if rest.count > Self.longestLine { throw .tooLarge }
            return nil
        }
        guard let header = try? JSONDecoder().decode(Header.self, from: Data(rest[..<end])) else {
            throw .malformed(Array(rest[..<end].prefix(200)))
        }
        let (dataLength, payloadLength) = (header.dataLength ?? 0, header.payloadLength ?? 0)
        guard (0...Self.longestLine).contains(dataLength), (0...Self.longestPayload).contains(payloadLength) else {
            throw .tooLarge
        }
        let dataStart = end + 1
        guard rest.endIndex >= dataStart + dataLength + payloadLength else { return nil }
        var data = header.data ?? WyomingData()
        if dataLength > 0 {
            let text = bytes[dataStart..<dataStart + dataLength]
            guard let further = try? JSONDecoder().decode(WyomingData.self, from: Data(text)) else {
                throw .malformed(Array(text.prefix(200)))
            }
            data = further
        }
        let payload = Array(bytes[(dataStart + dataLength)..<(dataStart + dataLength + payloadLength)])
        start = dataStart + dataLength + payloadLength
        return (header.type, data, payload)
    }
}
