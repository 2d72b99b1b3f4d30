import CallLog
import Sipgate
import Webhook

/// An answer as the log keeps it: always without the password that addresses of events carry, and without what is to be
/// hidden. The position in the address for keys holds the caller's number, and by its place the keys that led there.
enum LoggedXML {
    static func text(of response: Response, numbers: LoggedNumbers, keepsDigits: Bool) -> String {
        var xml = response.xml
        if xml.utf8.contains(UInt8(ascii: "@")) {
            // Our own addresses have no `@` elsewhere before their path.
            xml = replacing("://", "/", in: xml) { authority in
                authority.lastIndex(of: "@").map { "…" + authority[$0...] } ?? String(authority)
            }
        }
        if numbers.isMasking {
            xml = replacing("<Number>", "<", in: xml) { numbers.text($0) }
            xml = replacing(" callerId=\"", "\"", in: xml) { numbers.text($0) }
        }
        if numbers.isMasking || !keepsDigits {
            xml = replacing(" onData=\"", "\"", in: xml) { address in
                address.lastIndex(of: "/").map { address[...$0] + "…" } ?? "…"
            }
        }
        return xml
    }

    /// Replaces what stands between `open` and the next `close`, every time.
    private static func replacing(
        _ open: String, _ close: Character, in text: String, by replacement: (Substring) -> String
    ) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: open) {
            result += rest[..<start.upperBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: close) else { break }
            result += replacement(rest[..<end])
            rest = rest[end...]
        }
        return result + rest
    }
}
