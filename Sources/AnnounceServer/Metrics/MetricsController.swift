import CallFlow
import Dashboard
import HTTPListener
import HTTPTypes
import NIOCore
import Telephony

/// `/metrics`, for Prometheus. Like `/health` it needs no login, since programs ask for it.
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
