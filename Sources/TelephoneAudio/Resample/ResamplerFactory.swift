/// Returns the resampler for a stream of `rate` Hz whose first sample lies `lead` samples before the recording's start.
///
/// - Throws: `rateOutOfRange`.
package func makeResampler(
    from rate: Int, lead: Double = 0, choice: ResamplerChoice
) throws(RecordingError) -> any Resampler {
    if rate == telephoneRate { return PassThrough() }
    if choice == .fast, let fast = FastResampler(from: rate, lead: lead) { return fast }
    return try SincResampler(from: rate)
}
