import CallFlow
import CallLog

/// The calls of a day as a bar chart, one bar per hour, with a summary for screen readers.
struct HourChart {
    let hours: [CallHour]
    let times: LogTimes

    private static let (width, height) = (28, 120)

    var html: HTML? {
        guard !hours.isEmpty else { return nil }
        let most = max(1, hours.map(\.calls).max() ?? 1)
        let bars = hours.enumerated().map { index, hour -> HTML in
            let height = hour.calls * Self.height / most
            let x = index * Self.width
            let label = label(hour)
            return """
                <g><title>\(label): \(hour.calls)</title>\
                <rect x="\(x + 3)" y="\(Self.height - height)" width="\(Self.width - 6)" height="\(max(1, height))"/>\
                \(count(hour, x + Self.width / 2, Self.height - height))\
                \(index % 3 == 0 ? "<text x=\"\(x + Self.width / 2)\" y=\"\(Self.height + 16)\">\(label.prefix(2))</text>" as HTML : nil)</g>
                """
        }
        return """
            <div class="scroll"><svg class="hours" role="img" aria-labelledby="hours-title" \
            viewBox="0 -14 \(hours.count * Self.width) \(Self.height + 36)" width="\(hours.count * Self.width)" \
            height="\(Self.height + 36)"><title id="hours-title">\(summary)</title>\(bars)</svg></div>
            """
    }

    private func count(_ hour: CallHour, _ x: Int, _ y: Int) -> HTML? {
        hour.calls == 0 ? nil : "<text class=\"count\" x=\"\(x)\" y=\"\(y - 4)\">\(hour.calls)</text>"
    }

    private func label(_ hour: CallHour) -> String { times.local(hour.begin).clock }

    /// The chart in words.
    private var summary: String {
        let filled = hours.filter { $0.calls > 0 }
        guard !filled.isEmpty else { return Texts.Home.noCalls }
        return Texts.Home.chart(filled.map { "\(label($0)) \($0.calls)" }.joined(separator: ", "))
    }
}
