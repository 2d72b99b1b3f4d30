/// The sample rate of every announcement, in Hz.
public let telephoneRate = 8000

/// Returns how many samples at 8 kHz `frames` samples at `rate` make: rounded half up, so the last one is never lost. More than
/// a number can say, which only headers claim, become the largest.
package func telephoneLength(of frames: Int, at rate: Int) -> Int {
    let (high, low) = frames.multipliedFullWidth(by: telephoneRate)
    guard high < rate / 2 else { return .max }
    let (quotient, rest) = rate.dividingFullWidth((high, low))
    return rest >= rate - rest ? quotient + 1 : quotient
}
