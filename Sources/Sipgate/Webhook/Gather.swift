extension Response {
    /// Plays a sound, if any, and waits for keys. The call is not put through meanwhile; the first key ends the sound.
    public struct Gather: Hashable, Sendable {
        /// Where the keys are pushed to (``CallEvent/dtmf(_:)``), or that there were none. Its answer is what happens next.
        public let onData: AbsoluteURL
        /// How many keys end the waiting; at least 1.
        public let maxDigits: Int
        /// Milliseconds of silence, after the sound or the last key, that end it; at least 1.
        public let timeout: Int
        /// The sound: mono, 16-bit PCM, 8 kHz WAV.
        public let play: AbsoluteURL?

        /// Why there can be no such waiting.
        public enum Invalid: Error, Hashable, Sendable {
            /// Below 1.
            case maxDigits(Int)
            /// Below 1 ms.
            case timeout(Int)
        }

        /// - Throws: `Invalid`.
        public init(
            onData: AbsoluteURL, maxDigits: Int = 1, timeout: Int = 2_000, play: AbsoluteURL? = nil
        ) throws(Invalid) {
            guard maxDigits >= 1 else { throw .maxDigits(maxDigits) }
            guard timeout >= 1 else { throw .timeout(timeout) }
            self.onData = onData
            self.maxDigits = maxDigits
            self.timeout = timeout
            self.play = play
        }
    }
}
