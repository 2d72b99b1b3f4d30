import CallFlow
import LocalFiles
import Logging
import Synchronization
import SystemPackage
import Telephony

/// Keeps a tunnel open while the server runs: starts its program, reads the public address that it prints, and starts it
/// again when it ends, after a time that doubles from one second to a minute.
final class RunningTunnel: Sendable {
    enum Condition: Hashable, Sendable {
        case connecting
        case open(PublicURL)
        case closed(TunnelFailure)
    }

    private let tunnel: Tunnel
    private let logger: Logger
    /// Called with the public address whenever it is another one.
    private let opened: @Sendable (PublicURL) -> Void
    private let endpoints: AsyncStream<Endpoint>
    private let endpoint: AsyncStream<Endpoint>.Continuation
    private let state = Mutex<(condition: Condition, url: PublicURL?)>((.connecting, nil))

    /// How long a program may take to print its address before that is reported.
    private static let addressLimit = Duration.seconds(30)
    /// A tunnel that was open this long had no lasting fault, so the next attempt follows at once.
    private static let stableTime = Duration.seconds(60)
    private static let longestWait = Duration.seconds(60)
    /// Variables that ssh, ngrok and cloudflared are configured by.
    private static let variables = [
        "USER", "LOGNAME", "LANG", "SSH_AUTH_SOCK", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "HTTP_PROXY", "HTTPS_PROXY",
        "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "NGROK_AUTHTOKEN", "NGROK_CONFIG", "TUNNEL_TOKEN",
    ]

    init(_ tunnel: Tunnel, logger: Logger, opened: @escaping @Sendable (PublicURL) -> Void) {
        self.tunnel = tunnel
        self.logger = logger
        self.opened = opened
        (endpoints, endpoint) = AsyncStream.makeStream(of: Endpoint.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// The public address while the tunnel is open.
    var url: PublicURL? { if case .open(let url) = state.withLock(\.condition) { url } else { nil } }

    /// A sentence for people while the tunnel is not open; nil while it is.
    var fault: String? {
        switch state.withLock(\.condition) {
        case .open: nil
        case .connecting: "The tunnel is not open yet, so calls do not arrive."
        case .closed(let failure): "The tunnel is closed, so calls do not arrive. " + failure.sentence(tunnel)
        }
    }

    /// Starts the tunnel to a listener that has opened.
    func listenerOpened(_ endpoint: Endpoint) { self.endpoint.yield(endpoint.loopbackForWildcard) }

    /// Runs until the task is cancelled.
    func run() async throws {
        var arrivals = endpoints.makeAsyncIterator()
        guard let endpoint = await arrivals.next() else { return }
        var wait = Duration.seconds(1)
        while true {
            let begin = ContinuousClock.now
            let failure = await attempt(endpoint)
            try Task.checkCancellation()
            if ContinuousClock.now - begin > Self.stableTime { wait = .seconds(1) }
            state.withLock { $0.condition = .closed(failure) }
            // Of its own, since the log shortens long lines.
            logger.error("\(failure.sentence(tunnel))")
            logger.notice("The tunnel is opened again in \(wait.components.seconds) s")
            try await Task.sleep(for: wait)
            wait = min(wait * 2, Self.longestWait)
        }
    }

    /// Runs the program once, and returns why it ended.
    private func attempt(_ endpoint: Endpoint) async -> TunnelFailure {
        let output = Mutex<(failure: TunnelFailure?, last: String?)>((nil, nil))
        let patience = Task {
            try await Task.sleep(for: Self.addressLimit)
            reportMissingAddress()
        }
        defer { patience.cancel() }
        if let url = tunnel.url { open(url) }
        let end = await ServiceProcess.run(tunnel.command(to: endpoint), variables: Self.variables) { [self] line in
            let line = String(line.prefix(500))
            logger.debug("Tunnel: \(line)")
            output.withLock { output in
                output.failure = output.failure ?? TunnelFailure(line: line)
                if line.contains(where: { !$0.isWhitespace }) { output.last = line }
            }
            if tunnel.url == nil, let url = TunnelAddress.find(in: line) { open(url) }
        }
        if case .notStarted(let error) = end { return .notStarted(error) }
        return output.withLock { $0.failure ?? .ended($0.last) }
    }

    private func open(_ url: PublicURL) {
        let (wasOpen, last) = state.withLock { state in
            let before = (state.condition == .open(url), state.url)
            state = (.open(url), url)
            return before
        }
        guard !wasOpen else { return }
        guard last != url else { return logger.notice("The tunnel is open again: \(url)") }
        opened(url)
        let webhook = url.appending("/sipgate")
        logger.notice("The tunnel is open. Enter at the provider, for incoming and outgoing calls: \(webhook)")
    }

    private func reportMissingAddress() {
        let isMissing = state.withLock { state in
            if case .open = state.condition { return false }
            state.condition = .closed(.noAddress)
            return true
        }
        if isMissing { logger.error("\(TunnelFailure.noAddress.sentence(tunnel))") }
    }
}
