import HTTPTypes
import NIOCore
import Sipgate

/// A request that has been let in, and what its answer is written with.
struct AdminRequest: Sendable {
    let head: HTTPRequest
    /// What the braces of the route's path stand for.
    let parameters: [String: String]
    /// Behind the `?`; none where that cannot be decoded.
    let query: FormFields?
    let frame: AdminFrame

    /// A segment of the path by its name in braces.
    subscript(parameter: String) -> String { parameters[parameter] ?? "" }

    /// A page in the frame of all pages.
    ///
    /// - Parameter script: loaded when the page is there; what it needs of the server it asks with the token in
    ///   `<meta name="token">`.
    func page(_ title: String, status: HTTPResponse.Status = .ok, script: AdminAsset? = nil, _ body: HTML) -> Reply {
        frame.page(title, status: status, script: script, body)
    }

    /// A form that the server will believe: it carries the page's token.
    ///
    /// - Parameters:
    ///   - takesFiles: posts as `multipart/form-data`, for a route `.upload`.
    ///   - kind: a class of the style sheet.
    func form(_ path: String, takesFiles: Bool = false, kind: String = "", _ fields: HTML) -> HTML {
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

    /// What a form is answered with that did what it was to do: the page to look at now.
    ///
    /// - Parameter path: from the root on, encoded.
    static func seeOther(_ path: String) -> Reply {
        Reply(.seeOther, text: "Look at \(path).", fields: [.location: path])
    }
}
