import Synchronization

/// The hosts of a URL, each to be tried by itself: libpq would wait for one that stands still as long as it may wait at all, and never
/// come to the next.
///
/// Where the URL asks for the server that can be written (`target_session_attrs`), the host that was it last is tried first. Otherwise the
/// order is that of the URL, since a standby accepts connections, too.
struct HostList {
    private let address: String
    /// A URL for each host.
    let hosts: [String]

    private static let last = Mutex<[String: String]>([:])
    /// How long one of several hosts may take to accept a connection.
    private static let patience = Duration.seconds(2)

    init(_ address: String) {
        self.address = address
        hosts = Self.split(address)
    }

    /// Nil for a single host.
    var limit: Duration? { hosts.count > 1 ? Self.patience : nil }

    var inOrder: [String] {
        guard let first = Self.last.withLock({ $0[address] }), hosts.contains(first) else { return hosts }
        return [first] + hosts.filter { $0 != first }
    }

    func didConnect(to host: String) {
        guard hosts.count > 1, address.contains(/[?&]target_session_attrs=(read-write|primary)\b/) else { return }
        Self.last.withLock { $0[address] = host }
    }

    private static func split(_ address: String) -> [String] {
        // `prefer-standby` is about all hosts together.
        guard let match = address.wholeMatch(of: /(postgres(?:ql)?:\/\/(?:[^@\/?]*@)?)([^\/?@]*)([\/?].*)?/),
            !address.contains("prefer-standby")
        else { return [address] }
        let hosts = match.2.split(separator: ",", omittingEmptySubsequences: false)
        guard hosts.count > 1 else { return [address] }
        return hosts.map { String(match.1) + $0 + (match.3 ?? "") }
    }
}
