import FoundationEssentials

/// A sound to upload as a voicemail greeting: best mono, 16-bit PCM, 8 kHz WAV, as the telephone network plays it.
public struct GreetingSound: Hashable, Sendable {
    /// The file, 1 to `largest` bytes.
    public let bytes: [UInt8]
    /// The file's name with its extension, which the provider shows: `welcome.wav`.
    public let name: String

    /// The API's limit: 15,000,000 characters of base64, which is 11 minutes and 43 seconds of telephone WAV.
    public static let largest = 15_000_000 / 4 * 3

    /// Reasons a sound cannot be uploaded.
    public enum ValidationError: Error, Hashable, Sendable {
        case empty
        /// More than `largest` bytes.
        case tooLarge(Int)
        /// The name is empty, or has a slash, a backslash or a control character.
        case name(String)
    }

    /// Checks size and name; the provider checks the sound.
    ///
    /// - Throws: `SipgateError.invalid`.
    public init(_ bytes: some Sequence<UInt8>, name: String) throws(SipgateError) {
        let bytes = Array(bytes)
        guard !bytes.isEmpty else { throw .invalid(.greeting(.empty)) }
        guard bytes.count <= Self.largest else { throw .invalid(.greeting(.tooLarge(bytes.count))) }
        let isImpossible = name.unicodeScalars.contains {
            $0 == "/" || $0 == "\\" || $0.value < 0x20 || $0.value == 0x7F
        }
        guard !name.isEmpty, !isImpossible else { throw .invalid(.greeting(.name(name))) }
        self.bytes = bytes
        self.name = name
    }

    var base64: String { Data(bytes).base64EncodedString() }
}
