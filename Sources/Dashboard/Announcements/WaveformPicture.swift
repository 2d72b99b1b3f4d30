import MediaLibrary

/// The waveform of an announcement as SVG.
struct WaveformPicture {
    let overview: SoundOverview

    /// Half the height of the picture.
    private static let middle = 50

    /// A complete SVG document. Its colour is visible on light and dark pages, since an image does not inherit the page's style.
    var svg: String {
        let width = overview.stretches.count
        var path = "M0 \(Self.middle)"
        for (x, stretch) in overview.stretches.enumerated() { path += "L\(x) \(height(stretch.high))" }
        for (x, stretch) in overview.stretches.enumerated().reversed() { path += "L\(x) \(height(stretch.low))" }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(max(1, width - 1)) \(2 * Self.middle)" \
            preserveAspectRatio="none"><path d="\(path)Z" fill="#2b8f85" stroke="#2b8f85" stroke-width=".6"/></svg>

            """
    }

    /// The distance from the top.
    private func height(_ sample: Float) -> Int {
        Self.middle - Int((Float(Self.middle) * min(max(sample, -1), 1)).rounded())
    }
}
