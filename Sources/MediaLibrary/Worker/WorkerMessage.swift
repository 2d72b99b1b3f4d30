import FoundationEssentials

/// What the library and its worker process say to each other: one line of JSON.
///
/// Both sides are the same program, so the format needs no versions. The library decodes what it reads into values and
/// believes nothing else of it: a worker that was taken over by a hostile recording can at most report a wrong report.
package protocol WorkerMessage: Codable, Sendable {}

extension WorkerMessage {
    /// - Throws: `DecodingError` if the bytes are not such a message.
    package init(json: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(json))
    }

    /// The message as JSON without line breaks, its keys sorted.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Messages are made of strings, whole numbers and finite ones, which always can be encoded.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
