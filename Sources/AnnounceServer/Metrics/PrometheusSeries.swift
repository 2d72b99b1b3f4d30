import Metrics
import Synchronization

/// One series of a family: the values for one set of labels.
protocol PrometheusSeries: AnyObject, Sendable {
    func write(_ name: String, _ labels: String, to text: inout PrometheusText)
}

final class PrometheusCounter: CounterHandler, PrometheusSeries {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.add(amount, ordering: .relaxed) }
    func reset() { value.store(0, ordering: .relaxed) }

    func write(_ name: String, _ labels: String, to text: inout PrometheusText) {
        text.sample(name, labels, String(value.load(ordering: .relaxed)))
    }
}

final class PrometheusGauge: MeterHandler, PrometheusSeries {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func write(_ name: String, _ labels: String, to text: inout PrometheusText) {
        text.sample(name, labels, PrometheusText.number(value.withLock { $0 }))
    }
}

final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusSeries {
    private struct Counts {
        /// Not cumulative; the last bucket is for values above all bounds.
        var buckets: [Int]
        var sum = 0.0
    }

    /// Upper bounds, ascending.
    private let bounds: [Double]
    private let counts: Mutex<Counts>

    init(buckets: [Double]) {
        bounds = buckets
        counts = Mutex(Counts(buckets: [Int](repeating: 0, count: buckets.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts.withLock { counts in
            counts.buckets[bucket] += 1
            counts.sum += value
        }
    }

    func write(_ name: String, _ labels: String, to text: inout PrometheusText) {
        let counts = counts.withLock { $0 }
        var count = 0
        for (bound, inBucket) in zip(bounds.map(PrometheusText.number) + ["+Inf"], counts.buckets) {
            count += inBucket
            text.sample(name + "_bucket", PrometheusText.adding("le", bound, to: labels), String(count))
        }
        text.sample(name + "_sum", labels, PrometheusText.number(counts.sum))
        text.sample(name + "_count", labels, String(count))
    }
}
