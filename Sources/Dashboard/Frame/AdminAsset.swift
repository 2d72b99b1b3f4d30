import Crypto
import HTTPListener
import HTTPTypes
import MediaLibrary
import NIOCore
import Telephony

/// A file of the dashboard that is embedded in the program: a style sheet, a script, a picture. Its path contains a hash of
/// its content, so browsers may cache it forever.
package struct AdminAsset: Sendable {
    /// `/assets/admin-0123456789abcdef.css`
    let path: String
    let type: String
    let bytes: ByteBuffer

    /// - Parameters:
    ///   - name: with the extension that tells the type.
    ///   - content: from `PackageResources`.
    init(_ name: String, _ content: [UInt8]) {
        let parts = name.split(separator: ".", maxSplits: 1)
        let ending = parts.count > 1 ? String(parts[1]) : ""
        let hash = SHA256.hash(data: content).prefix(8).hexadecimal
        path = "/assets/\(parts.first ?? "")-\(hash).\(ending)"
        type =
            switch ending {
            case "css": "text/css; charset=utf-8"
            case "js": "text/javascript; charset=utf-8"
            case "svg": "image/svg+xml"
            case "png": "image/png"
            default: "application/octet-stream"
            }
        bytes = ByteBuffer(bytes: content)
    }

    var route: AdminRoute {
        var route = AdminRoute.get(path) { _ in
            var reply = Reply(.ok, bytes: bytes, type: type)
            reply.fields[.cacheControl] = "public, max-age=31536000, immutable"
            return reply
        }
        // The login page has a style too.
        route.isOpen = true
        return route
    }
}
