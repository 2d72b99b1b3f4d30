import ArgumentParser
package import Hosting

extension EndpointOverride: ExpressibleByArgument {
    /// Reads `HOST:PORT`, `[ADDRESS]:PORT`, `:PORT` or `PORT`; port 0 is any free one.
    package init?(argument: String) {
        let colon = argument.lastIndex(of: ":")
        let digits = colon.map { argument[argument.index(after: $0)...] } ?? argument[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            port <= 65535
        else { return nil }
        var host = colon.map { argument[..<$0] } ?? ""
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            // An IPv6 address without brackets is ambiguous.
            return nil
        }
        guard host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else { return nil }
        self.init(host: host.isEmpty ? nil : String(host), port: port)
    }
}
