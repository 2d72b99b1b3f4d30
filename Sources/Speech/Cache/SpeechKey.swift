import Crypto
import Telephony

/// Identifies a sound by all that it depends on: the text, the engine with its address or arguments and its version, the voice,
/// the language and the speed.
struct SpeechKey: Hashable, Sendable {
    /// 40 hexadecimal digits.
    let text: String

    init(_ request: SpeechRequest, engine: String, version: String) {
        var hash = SHA256()
        // The length of each part keeps it apart from the next.
        for part in [request.text, engine, version, request.voice ?? "", request.language, "\(request.rate)"] {
            let bytes = Array(part.utf8)
            hash.update(data: Array("\(bytes.count):".utf8) + bytes)
        }
        text = hash.finalize().prefix(20).hexadecimal
    }
}
