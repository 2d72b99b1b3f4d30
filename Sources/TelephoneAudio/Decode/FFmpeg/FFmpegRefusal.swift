import Glibc
import SystemPackage

/// Why ffmpeg decoded nothing, by its messages: it exits with 1 whatever the reason.
enum FFmpegRefusal: Hashable, Sendable {
    case noSuchTrack
    /// No decoder for the track's codec.
    case noDecoder
    case outOfMemory
    /// An MP4 file whose table of contents was never written.
    case noIndex
    /// A part of an MP4 stream without the beginning that describes it.
    case segment
    case damaged
    /// Another message; nil if there was none.
    case other(String?)

    /// Recognises messages of ffmpeg 4 to 8.
    init(_ messages: [UInt8]) {
        let text = String(decoding: messages, as: UTF8.self)
        func mentions(_ words: String...) -> Bool { words.contains(where: text.contains) }
        // The system's text for a lack of memory is all that tells it from a broken file.
        if mentions(Errno.noMemory.description) {
            self = .outOfMemory
        } else if mentions("matches no streams", "does not contain any stream") {
            self = .noSuchTrack
        } else if mentions("Decoder (codec", "no decoder found", "Decoder not found") {
            self = .noDecoder
        } else if mentions("moov atom not found") {
            self = .noIndex
        } else if mentions("no tfhd was found", "could not find corresponding track id") {
            self = .segment
        } else {
            let line = Self.firstLine(of: messages)
            self = line?.hasSuffix("Invalid data found when processing input") == true ? .damaged : .other(line)
        }
    }

    /// The error that stands for it.
    func error(_ input: FFmpegInput) -> RecordingError {
        switch self {
        case .noSuchTrack:
            input.track.map { .noSuchTrack($0) } ?? .noAudioTrack(format: input.container)
        case .outOfMemory:
            .system(errno: Errno.noMemory.rawValue, action: .read)
        case .noDecoder:
            .undecodable(format: input.name, reason: "there is no decoder for the codec of its sound")
        case .noIndex:
            .undecodable(
                format: input.name, reason: "its index is missing, as if recording or copying was interrupted")
        case .segment:
            .undecodable(
                format: input.name, reason: "it is a segment of a stream, without the beginning that describes it")
        case .damaged:
            .undecodable(format: input.name, reason: "it is damaged, or not what its first bytes say")
        case .other(let line):
            .undecodable(format: input.name, reason: line ?? "ffmpeg found no sound")
        }
    }

    /// Why a signal ended it. SIGSYS is the answer of the sandbox to what no decoder does.
    static func end(by signal: Int) -> String {
        signal == Int(SIGSYS)
            ? "ffmpeg tried something that no decoder does, and was stopped" : "ffmpeg crashed (signal \(signal))"
    }

    /// Returns the first line of ffmpeg's messages, without the address of the module that it begins with.
    static func firstLine(of messages: [UInt8]) -> String? {
        let line = messages.split(separator: UInt8(ascii: "\n")).first.map { String(decoding: $0, as: UTF8.self) }
        guard
            var line = line?.filter({ character in
                character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            })
        else { return nil }
        if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
            line = String(line[line.index(after: end)...].drop { $0 == " " })
        }
        line = line.replacing(FFmpegArguments.path, with: "the file")
        return line.isEmpty ? nil : String(line.prefix(200))
    }
}
