import CallFlow
import HTTPTypes
import NIOCore

/// `/metrics`, for Prometheus; like `/health` it is for programs, which log in nowhere.
struct MetricsController: AdminSection {
    let metrics: ServerMetrics
    let gauges: @Sendable () -> ServerMetrics.Gauges
    let now: @Sendable () -> Moment

    var routes: [AdminRoute] {
        var route = AdminRoute.get("/metrics") { _ in
            Reply(
                .ok, bytes: ByteBuffer(string: metrics.text(gauges(), at: now())),
                type: "text/plain; version=0.0.4; charset=utf-8")
        }
        route.isOpen = true
        return [route]
    }
}
