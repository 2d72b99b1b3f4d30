/// Removes DC and rumble: a second-order Butterworth high-pass, -3 dB at 80 Hz, for 8 kHz mono.
///
/// A telephone line starts at 300 Hz, so nothing that the caller could hear is lost.
package struct HighPass: Sendable {
    private var biquad = Biquad(.highPass(at: 80))
    private var isPrimed = false

    package init() {}

    /// Filters `samples` in place; the state carries over to the next call.
    package mutating func process(_ samples: UnsafeMutableBufferPointer<Float>) {
        // As if the first sample had been there for ever: DC that is switched on would be heard as a thump.
        if !isPrimed, let first = samples.first {
            if first.isFinite { biquad.rest(at: Double(first)) }
            isPrimed = true
        }
        biquad.process(samples)
    }
}
