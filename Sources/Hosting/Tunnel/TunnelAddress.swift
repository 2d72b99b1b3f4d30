import Telephony

/// Finds the public address that a tunnel's program prints: localhost.run, serveo, sish, Pinggy, ngrok, cloudflared,
/// Tailscale Funnel and localtunnel are known. Pure.
enum TunnelAddress {
    /// The address in a line of output; nil if there is none, or only one of the provider's own pages.
    static func find(in line: String) -> PublicURL? {
        let text = plain(line)
        // "b1c2d3.lhr.life tunneled with tls termination", with or without the address at the end.
        if let range = text.firstRange(of: " tunneled with tls termination") {
            let host = text[..<range.lowerBound].split(separator: " ").last.map(String.init)
            return addresses(in: text).first ?? host.flatMap(address)
        }
        guard let (url, before, after) = located(in: text), !isPageOfProvider(url) else { return nil }
        // Boxes and bars around the address: "INF |  https://….trycloudflare.com  |".
        let lead = before.lowercased().filter { !"|-─│• \t".contains($0) }
        let isAlone = lead.isEmpty || lead.hasSuffix("inf")
        let isAnnounced = leads.contains { lead.hasSuffix($0) }
        let trail = after.filter { !"|│ \t".contains($0) }
        let ends = trail.isEmpty || trail.hasPrefix("->") || trail.hasPrefix("→") || trail.hasPrefix("(")
        return (isAlone && ends) || isAnnounced ? url : nil
    }

    /// What stands before an address, without spaces: "Forwarding HTTP traffic from", "HTTPS:", "your url is:", "url=".
    private static let leads = ["forwarding", "trafficfrom", "https:", "urlis:", "url=", "availableat", "availableat:"]

    /// An https address with what stands before and after it.
    private static func located(in text: String) -> (PublicURL, before: String, after: String)? {
        guard let start = text.firstRange(of: "https://") else { return nil }
        let rest = text[start.lowerBound...]
        let end = rest.firstIndex { " \t|│\"',;)<>".contains($0) } ?? rest.endIndex
        guard let url = address(String(rest[..<end])) else { return nil }
        return (url, String(text[..<start.lowerBound]), String(rest[end...]))
    }

    private static func addresses(in text: String) -> [PublicURL] {
        text.split { " \t,".contains($0) }.filter { $0.hasPrefix("https://") }.compactMap { address(String($0)) }
    }

    /// An https address of a name with a dot, without a path.
    private static func address(_ text: String) -> PublicURL? {
        let authority = text.hasPrefix("https://") ? text.dropFirst("https://".count) : text[...]
        guard let host = authority.split(separator: "/").first, host.contains("."),
            let url = try? PublicURL("https://\(host)"), url.host.contains(where: \.isLetter)
        else { return nil }
        return url
    }

    /// Banners name the provider's own pages: documentation, the account, terms of use.
    private static func isPageOfProvider(_ url: PublicURL) -> Bool {
        let labels = url.host.split(separator: ".")
        let pages: Set<Substring> = [
            "www", "admin", "dashboard", "dash", "docs", "developers", "status", "login", "blog",
        ]
        return pages.contains(labels.first ?? "")
            || ["localhost.run", "pinggy.io", "ngrok.com", "serveo.net", "twitter.com", "github.com", "tailscale.com"]
                .contains(url.host)
    }

    /// The line without escape sequences and control characters.
    private static func plain(_ line: String) -> String {
        var result = String.UnicodeScalarView()
        var isEscape = false
        for scalar in line.unicodeScalars {
            if scalar == "\u{1B}" {
                isEscape = true
            } else if isEscape {
                // "ESC [ 1 ; 32 m": a letter ends it.
                if scalar.properties.isAlphabetic { isEscape = false }
            } else if scalar == "\t" || scalar.value >= 0x20 && scalar.value != 0x7F {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
