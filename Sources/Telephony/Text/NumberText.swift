// Numbers as people read them. Foundation's formatters are not used: loading them would take most of the start-up time.

/// "0:41", "1:02:03"; below ten seconds with one decimal: "0:05.6".
package func durationText(_ seconds: Double) -> String {
    let seconds = max(0, min(seconds, 1e9))
    let isShort = seconds < 9.95
    let tenths = isShort ? Int((seconds * 10).rounded()) : Int(seconds.rounded()) * 10
    let (whole, tenth) = tenths.quotientAndRemainder(dividingBy: 10)
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    let ending = padded(rest) + (isShort ? ".\(tenth)" : "")
    return hours > 0 ? "\(hours):\(padded(minutes)):\(ending)" : "\(minutes):\(ending)"
}

/// "1.42 s", "12.3 s".
package func secondsText(_ seconds: Double) -> String {
    "\(decimalText(seconds, seconds < 10 ? 2 : 1)) s"
}

/// One decimal: "-19.3".
package func decibelText(_ value: Double) -> String {
    decimalText(value, 1)
}

/// A number with a fixed count of decimals: "0.50".
package func decimalText(_ value: Double, _ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = Int((max(-1e12, min(value, 1e12)) * scale).rounded())
    let (whole, part) = abs(scaled).quotientAndRemainder(dividingBy: Int(scale))
    let digits = decimals == 0 ? "" : "." + String(repeating: "0", count: decimals - "\(part)".count) + "\(part)"
    return (scaled < 0 ? "-" : "") + "\(whole)" + digits
}

/// "44.1 kHz", "11.025 kHz".
package func sampleRateText(_ rate: Int) -> String {
    var text = decimalText(Double(rate) / 1000, 3)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text + " kHz"
}

/// "mono", "stereo", "6 channels".
package func channelCountText(_ count: Int) -> String {
    count == 1 ? "mono" : count == 2 ? "stereo" : "\(count) channels"
}

private func padded(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}
