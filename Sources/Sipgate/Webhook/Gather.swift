extension CallResponse {
    /// Plays a sound, if any, and waits for keys. The call does not ring in the meantime; the first key ends the sound.
    public struct Gather: Hashable, Sendable {
        /// The URL that receives the event ``CallEvent/dtmf(_:)``, with the keys or without. Its answer decides what
        /// happens next.
        public let onData: AbsoluteURL
        /// The number of keys that ends the waiting; at least 1.
        public let maxDigits: Int
        /// The silence after the sound or the last key that ends the waiting, in milliseconds; at least 1.
        public let timeout: Int
        /// The sound: mono, 16-bit PCM, 8 kHz WAV.
        public let play: AbsoluteURL?

        /// Reasons why the values are not accepted.
        public enum ValidationError: Error, Hashable, Sendable {
            /// Below 1.
            case maxDigits(Int)
            /// Below 1 ms.
            case timeout(Int)
        }

        /// - Throws: `ValidationError`.
        public init(
            onData: AbsoluteURL, maxDigits: Int = 1, timeout: Int = 2_000, play: AbsoluteURL? = nil
        ) throws(ValidationError) {
            guard maxDigits >= 1 else { throw .maxDigits(maxDigits) }
            guard timeout >= 1 else { throw .timeout(timeout) }
            self.onData = onData
            self.maxDigits = maxDigits
            self.timeout = timeout
            self.play = play
        }
    }
}
