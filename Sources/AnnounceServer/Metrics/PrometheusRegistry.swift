import Metrics
import Synchronization

/// A backend of swift-metrics for Prometheus: keeps metrics in memory and renders them as text.
///
/// Timers are histograms in seconds, recorders are histograms. A family has at most `labelSets` series; further ones
/// are counted together under the label values `other`, which bounds the memory.
final class PrometheusRegistry: MetricsFactory {
    /// A name with its help, and the upper bounds of a histogram's buckets.
    struct Description: Sendable {
        var help: String
        var buckets: [Double] = []
    }

    private struct Family {
        let kind: PrometheusKind
        var series: [[PrometheusLabel]: any PrometheusSeries] = [:]
    }

    private let descriptions: [String: Description]
    private let labelSets: Int
    private let families = Mutex<[String: Family]>([:])

    /// - Parameter descriptions: by the metric's name; one without is described by its name.
    init(_ descriptions: [String: Description], labelSets: Int = 2_000) {
        self.descriptions = descriptions
        self.labelSets = labelSets
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter) as? PrometheusCounter ?? PrometheusCounter()
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, dimensions, .histogram) as? PrometheusHistogram ?? PrometheusHistogram(buckets: [])
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram) as? PrometheusHistogram ?? PrometheusHistogram(buckets: [])
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge) as? PrometheusGauge ?? PrometheusGauge()
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}

    /// The series of a name and labels, created on first use; nil where the name is in use for another kind.
    private func series(
        _ name: String, _ dimensions: [(String, String)], _ kind: PrometheusKind
    ) -> (any PrometheusSeries)? {
        let labels = dimensions.map(PrometheusLabel.init)
        return families.withLock { families in
            var family = families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return nil }
            if let series = family.series[labels] { return series }
            let isFull = family.series.count >= labelSets
            let key = isFull ? labels.map { PrometheusLabel(name: $0.name, value: "other") } : labels
            if let series = family.series[key] { return series }
            let series = kind.series(buckets: descriptions[name]?.buckets ?? [])
            family.series[key] = series
            families[name] = family
            return series
        }
    }

    /// All families by name, in the text format 0.0.4
    /// (https://prometheus.io/docs/instrumenting/exposition_formats/), by name.
    var text: String {
        let families = families.withLock { $0 }
        var text = PrometheusText()
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text.begin(name, help: descriptions[name]?.help ?? name, kind: family.kind)
            let series = family.series.map { (labels: PrometheusText.labels($0.key), series: $0.value) }
            for (labels, series) in series.sorted(by: { $0.labels < $1.labels }) {
                series.write(name, labels, to: &text)
            }
        }
        return text.text
    }
}

/// One label of a series.
struct PrometheusLabel: Hashable, Sendable {
    let name: String
    let value: String

    init(name: String, value: String) {
        (self.name, self.value) = (name, value)
    }

    fileprivate init(_ dimension: (String, String)) {
        self.init(name: dimension.0, value: dimension.1)
    }
}

enum PrometheusKind: String, Sendable {
    case counter, gauge, histogram

    fileprivate func series(buckets: [Double]) -> any PrometheusSeries {
        switch self {
        case .counter: PrometheusCounter()
        case .gauge: PrometheusGauge()
        case .histogram: PrometheusHistogram(buckets: buckets)
        }
    }
}
