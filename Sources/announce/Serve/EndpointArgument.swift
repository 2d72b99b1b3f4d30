import ArgumentParser
import CallFlow

/// `HOST:PORT`, `[ADDRESS]:PORT`, `:PORT` or `PORT`; port 0 is any free one.
struct EndpointArgument: ExpressibleByArgument, Hashable {
    /// Nil where only a port was given.
    let host: String?
    let port: Int

    init?(argument: String) {
        let colon = argument.lastIndex(of: ":")
        let digits = colon.map { argument[argument.index(after: $0)...] } ?? argument[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            port <= 65535
        else { return nil }
        self.port = port
        var host = colon.map { argument[..<$0] } ?? ""
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            // An IPv6 address without brackets: where it ends is anybody's guess.
            return nil
        }
        guard host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else { return nil }
        self.host = host.isEmpty ? nil : String(host)
    }

    /// With the host of `other` where none was given.
    func endpoint(default other: Endpoint) -> Endpoint {
        Endpoint(host: host ?? other.host, port: port)
    }
}
