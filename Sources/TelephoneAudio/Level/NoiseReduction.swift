import CSpeexDSP

/// Takes steady noise out of speech, by libspeexdsp: a gain for each band of the spectrum, from the noise that it found in the softest
/// moments so far (J.-M. Valin's preprocessor, after Ephraim and Malah, IEEE Transactions on Acoustics, Speech and Signal Processing
/// 32, 1984).
///
/// It knows the noise only after a while, so a recording passes it twice, and the second time counts.
final class NoiseReduction {
    private let state: OpaquePointer
    /// The factor that brings samples to the range of the library, which works with 16 bits.
    private let scale: Float
    private var frame = [Int16](repeating: 0, count: NoiseReduction.length)
    private var output = [Float](repeating: 0, count: NoiseReduction.length)
    private var filled = 0
    /// Samples that come out before the first that went in.
    private var early = NoiseReduction.length

    /// Samples in a frame of 20 ms: the library delays the signal by as much.
    private static let length = 160
    /// What the largest sample becomes.
    private static let largest: Float = 0.7 * 32768

    /// - Parameter peak: the largest magnitude of a sample that will come.
    init?(peak: Float) {
        guard peak > 0, peak.isFinite,
            let state = speex_preprocess_state_init(CInt(Self.length), CInt(telephoneRate))
        else { return nil }
        self.state = state
        scale = Self.largest / peak
        var isOn: CInt = 1
        speex_preprocess_ctl(state, SPEEX_PREPROCESS_SET_DENOISE, &isOn)
    }

    deinit {
        speex_preprocess_state_destroy(state)
    }

    /// Lets the signal begin anew, with what is known of its noise.
    func rewind() {
        filled = 0
        early = Self.length
    }

    /// Takes the next samples, and passes finished ones to `emit`.
    func push(
        _ samples: UnsafeBufferPointer<Float>, _ emit: (UnsafeBufferPointer<Float>) throws -> Void
    ) rethrows {
        for sample in samples {
            frame[filled] = Int16(max(-32768, min(32767, sample * scale)).rounded())
            filled += 1
            if filled == Self.length { try run(Self.length, emit) }
        }
    }

    /// Ends the signal, and passes its last samples to `emit`.
    func finish(_ emit: (UnsafeBufferPointer<Float>) throws -> Void) rethrows {
        let rest = filled
        for index in filled..<Self.length { frame[index] = 0 }
        // The frame that has come out is the one before.
        try run(Self.length, emit)
        for index in 0..<Self.length { frame[index] = 0 }
        try run(rest, emit)
    }

    private func run(_ count: Int, _ emit: (UnsafeBufferPointer<Float>) throws -> Void) rethrows {
        speex_preprocess_run(state, &frame)
        filled = 0
        for index in 0..<count { output[index] = Float(frame[index]) / scale }
        let first = min(early, count)
        early -= first
        guard first < count else { return }
        try output.withUnsafeBufferPointer { try emit(UnsafeBufferPointer(rebasing: $0[first..<count])) }
    }
}
