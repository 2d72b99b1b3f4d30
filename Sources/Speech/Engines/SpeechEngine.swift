package import MediaLibrary
package import SystemPackage

/// What an engine is to speak.
package struct SpeechRequest: Hashable, Sendable {
    package let text: String
    /// The code of the language: `de`, `pt-br`.
    package let language: String
    /// Nil for the engine's own.
    package let voice: String?
    /// 1 is the voice's own speed.
    package let rate: Double

    package init(text: String, language: String, voice: String?, rate: Double) {
        (self.text, self.language, self.voice, self.rate) = (text, language, voice, rate)
    }
}

/// A program or server that speaks texts.
package protocol SpeechEngine: Sendable {
    /// As the configuration names it.
    var name: String { get }
    /// What makes it another engine: its kind with its address or all its arguments.
    var identity: String { get }
    /// Whether its voice is good enough only to hear what an announcement will say.
    var isDraft: Bool { get }
    /// The version that is known without asking; empty if none is. Blocks.
    var knownVersion: String { get }

    /// The version of what speaks now, asked for; another one may sound different.
    func version(for request: SpeechRequest) async throws(SpeechFault) -> String

    /// Speaks into a file, which exists and is empty. What it writes may be no sound.
    func speak(_ request: SpeechRequest, into file: FilePath) async throws(SpeechFault)
}

/// What an engine may use.
package struct SpeechLimits: Hashable, Sendable {
    /// Seconds for one text.
    package var seconds = 60
    /// Bytes of its sound: four thousand characters are five minutes, of which 128 MiB hold 48 kHz in stereo twice over.
    package var bytes = 128 << 20
    /// Bytes of memory of a program; neural voices take some hundreds of megabytes.
    package var memory = 4 << 30

    package init() {}
}

extension SpeechFault {
    /// Characters shown of what an engine writes.
    static let longestWords = 200

    /// The start of what an engine has written, on one line.
    static func words(_ bytes: some Sequence<UInt8>) -> String {
        let text = String(decoding: Array(bytes.prefix(4096)), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            line.split { $0.isWhitespace || $0.isASCII && ($0.asciiValue ?? 0) < 32 }.joined(separator: " ")
        }
        return String((lines.last { !$0.isEmpty } ?? "").prefix(longestWords))
    }
}
