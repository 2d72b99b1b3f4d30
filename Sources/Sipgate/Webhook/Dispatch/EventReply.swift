/// The HTTP reply to a request at a webhook's address, for any server to send.
public struct EventReply: Sendable {
    /// 200 with an answer; see ``EventRefusal/status`` for others.
    public var status: Int
    /// Names and values, without `Content-Length`, which servers write themselves.
    public var headers: [(String, String)]
    /// The answer in XML, or a sentence.
    public var body: String
    /// Why there is no answer, for your log: an ``EventRefusal``, or what a handler has thrown. The body never contains the latter.
    public var error: (any Error)?

    init(_ response: CallResponse) {
        (status, headers, body) = (200, [("Content-Type", "application/xml")], response.xml)
    }

    init(_ refusal: EventRefusal, because error: (any Error)? = nil) {
        status = refusal.status
        headers = [("Content-Type", "text/plain; charset=utf-8")]
        if case .method = refusal { headers.append(("Allow", "POST")) }
        body = refusal.description + "\n"
        self.error = error ?? refusal
    }
}
