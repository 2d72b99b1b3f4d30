import ArgumentParser
import CallFlow

/// The value of `--tunnel`: a destination of ssh, or a command.
struct TunnelArgument: ExpressibleByArgument {
    let tunnel: Tunnel

    init?(argument: String) {
        guard let tunnel = Tunnel(argument) else { return nil }
        self.tunnel = tunnel
    }
}
