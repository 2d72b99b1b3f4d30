import CallFlow
import Dashboard
import HTTPListener
import HTTPTypes
import NIOCore
import Telephony

/// `/metrics`, for Prometheus. It names the configured numbers, so it is refused to those who would need to log in.
struct MetricsController: AdminSection {
    let metrics: ServerMetrics
    let gauges: @Sendable () -> ServerMetrics.Gauges
    let now: @Sendable () -> Moment

    var routes: [AdminRoute] {
        var route = AdminRoute.get("/metrics") { request in
            guard request.seesDetails else { return Reply(.unauthorized, text: "You are not logged in.") }
            return Reply(
                .ok, bytes: ByteBuffer(string: metrics.text(gauges(), at: now())),
                type: "text/plain; version=0.0.4; charset=utf-8")
        }
        route.isOpen = true
        return [route]
    }
}
