import CSampleRate

/// libsamplerate's best sinc converter: the reference that `FastResampler` is measured against, and the engine for the
/// rates it does not cover.
///
/// libsamplerate ends one or two samples early and loses the last input samples of a stream, so the stream is continued
/// with silence and cut where it should end.
package final class SincResampler: Resampler {
    private let ratio: Double
    private let state: OpaquePointer
    private var input: UnsafeMutableBufferPointer<Float> = .allocate(capacity: 0)
    private let output = UnsafeMutableBufferPointer<Float>.allocate(capacity: 8192)
    private var position = 0

    /// - Throws: `RecordingError.rateOutOfRange` for a ratio that libsamplerate refuses (more than 256).
    package init(from rate: Int) throws(RecordingError) {
        var status: CInt = 0
        ratio = Double(telephoneRate) / Double(rate)
        guard src_is_valid_ratio(ratio) != 0, let state = src_new(CInt(SRC_SINC_BEST_QUALITY), 1, &status) else {
            throw .rateOutOfRange(rate)
        }
        self.state = state
    }

    deinit {
        src_delete(state)
        input.deallocate()
        output.deallocate()
    }

    package func reserve(_ frames: Int) -> UnsafeMutablePointer<Float> {
        if input.count < frames {
            input.deallocate()
            input = .allocate(capacity: frames)
        }
        return input.baseAddress.unsafelyUnwrapped
    }

    package func commit(_ frames: Int, output: Output) throws {
        try convert(frames, until: .max, output: output)
    }

    package func finish(at end: Int, output: Output) throws {
        let silence = 4096
        while position < end {
            reserve(silence).update(repeating: 0, count: silence)
            try convert(silence, until: end, output: output)
        }
    }

    private func convert(_ frames: Int, until end: Int, output emit: Output) throws {
        var done = 0
        while done < frames, position < end {
            var step = SRC_DATA()
            step.data_in = UnsafePointer(input.baseAddress.unsafelyUnwrapped + done)
            step.input_frames = frames - done
            step.data_out = output.baseAddress
            step.output_frames = output.count
            step.src_ratio = ratio
            // Documented to fail only for arguments that are wrong in ways these cannot be.
            guard src_process(state, &step) == 0 else { return }
            done += step.input_frames_used
            let count = min(step.output_frames_gen, end - position)
            if count > 0 {
                try emit(position, UnsafeBufferPointer(rebasing: output[..<count]))
                position += count
            }
        }
    }
}
