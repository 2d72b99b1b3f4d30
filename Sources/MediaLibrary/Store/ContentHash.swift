import Crypto
import TelephoneAudio
import Telephony

/// SHA-256 of a file's bytes.
struct ContentHash {
    /// 64 hexadecimal digits.
    let text: String

    init(_ source: ByteSource) throws(RecordingError) {
        var hasher = SHA256()
        var offset = 0
        while offset < source.count {
            let block = try source.bytes(at: offset, count: min(1 << 18, source.count - offset))
            // Cut short since it was opened.
            guard !block.isEmpty else { break }
            hasher.update(data: block)
            offset += block.count
        }
        text = hasher.finalize().hexadecimal
    }
}
