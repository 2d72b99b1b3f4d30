import HTTPListener
import HTTPTypes
import NIOCore
import Sipgate

/// An admitted request, with functions that build its reply.
package struct AdminRequest: Sendable {
    let head: HTTPRequest
    /// The values of the braces in the route's path.
    let parameters: [String: String]
    /// The query; nil if there is none or it cannot be decoded.
    let query: FormFields?
    let frame: AdminFrame
    /// Whether the client may see what only those who may log in are to know: it is logged in, no password is set, or it is a
    /// program on this machine that asks the listener itself.
    package var seesDetails = true

    /// The path segment of a name in braces.
    subscript(parameter: String) -> String { parameters[parameter] ?? "" }

    /// A page in the frame of all pages.
    ///
    /// - Parameters:
    ///   - script: loaded with the page; it sends its requests with the token in `<meta name="token">`.
    ///   - more: scripts that are loaded after it.
    func page(
        _ title: String, status: HTTPResponse.Status = .ok, script: AdminAsset? = nil, more: [AdminAsset] = [],
        _ body: HTML
    ) -> Reply {
        frame.page(title, status: status, scripts: [script].compactMap(\.self) + more, body)
    }

    /// A form with the page's token, which the server requires; nothing for those whose role may not post it.
    ///
    /// - Parameters:
    ///   - takesFiles: posts as `multipart/form-data`, for a route `.upload`.
    ///   - kind: a class of the style sheet.
    func form(_ path: String, takesFiles: Bool = false, kind: String = "", _ fields: HTML) -> HTML {
        guard frame.visitor.mayPost(path) else { return .empty }
        let encoding: HTML = takesFiles ? " enctype=\"multipart/form-data\"" : ""
        return """
            <form method="post" action="\(path)" class="\(kind)"\(encoding)>\
            <input type="hidden" name="\(AdminFrame.tokenField)" value="\(frame.token)">\(fields)</form>
            """
    }
}

extension Reply {
    /// A page or a part of one.
    static func html(_ html: HTML, status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status, bytes: ByteBuffer(string: html.text), type: "text/html; charset=utf-8")
    }

    /// - Parameter text: JSON.
    static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status, bytes: ByteBuffer(string: text), type: "application/json")
    }

    /// The reply to a handled form: a redirect to the next page.
    ///
    /// - Parameter path: absolute and percent-encoded.
    static func seeOther(_ path: String) -> Reply {
        Reply(.seeOther, text: "See \(path).", fields: [.location: path])
    }
}
