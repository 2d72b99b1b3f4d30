import CallFlow
package import HTTPListener
import HTTPTypes
package import Logging
package import NIOCore
package import NIOHTTP1
import Sipgate
package import Telephony

/// The reply to a request at the webhook's address, and what to record of it.
package struct WebhookReply: Sendable {
    package typealias Line = (level: Logger.Level, message: String, fields: Logger.Metadata)

    package var reply: Reply
    package var line: Line?
    /// Nil where the request was not an event, or was refused.
    package var event: AnsweredEvent?
    /// Why an event was refused.
    package var refusal: String?

    package init(reply: Reply, line: Line? = nil, event: AnsweredEvent? = nil, refusal: String? = nil) {
        self.reply = reply
        self.line = line
        self.event = event
        self.refusal = refusal
    }
}

/// `POST /sipgate` and `POST /sipgate/{position}`: the provider's events.
///
/// A refusal never carries an action, and nothing a client sends leads to a redirect or a 5xx: the provider puts a call
/// through as usual on anything but an answer with status 200.
///
/// Without signature and credentials, anyone who knows the address can send events. That reveals what the configuration
/// answers, but moves no call: positions are signed, and actions are carried out by the provider for its own calls only.
package struct WebhookController: Sendable {
    /// The longest form, in bytes.
    private let mostBytes: Int
    private let numbers: LoggedNumbers
    private let logger: Logger
    /// The time of an event.
    private let now: @Sendable () -> Moment

    /// - Parameter mostBytes: the longest form that the listener collects.
    package init(
        mostBytes: Int, numbers: LoggedNumbers, logger: Logger, now: @escaping @Sendable () -> Moment
    ) {
        self.mostBytes = mostBytes
        self.numbers = numbers
        self.logger = logger
        self.now = now
    }

    /// Returns why a request is refused before its body is read; nil where it is not.
    package func refusal(of head: HTTPRequestHead, by rules: LivePlan.Snapshot) -> WebhookReply? {
        guard head.method == .POST else { return WebhookReply(reply: .notAllowed("POST")) }
        guard EventRefusal.isForm(head.headers.first(name: "content-type")) else { return refusal(.notForm) }
        let authorization = head.headers.first(name: "authorization")
        guard let credentials = rules.credentials, !credentials.authorize(authorization) else { return nil }
        var refusal = refusal(.unauthorized, "User name and password required.")
        refusal.reply.fields[.wwwAuthenticate] = "Basic realm=\"announce\", charset=\"UTF-8\""
        // The provider always tries without credentials first.
        if authorization == nil { (refusal.line, refusal.refusal) = (nil, nil) }
        return refusal
    }

    /// Whether a request may be an event, as far as its head tells.
    package func mayBeEvent(_ head: HTTPRequestHead) -> Bool {
        head.method == .POST && EventRefusal.isForm(head.headers.first(name: "content-type"))
    }

    /// The reply to a complete form.
    ///
    /// - Parameter token: the path's last segment, if it is the address of a position.
    package func respond(
        toForm body: ByteBuffer, headers: HTTPHeaders, token: String?, by rules: LivePlan.Snapshot
    ) -> WebhookReply {
        let moment = now()
        let testSignature = headers.first(name: TestCallSignature.fieldName)
        if let testSignature {
            guard rules.trials?.verifies(testSignature, form: Array(body.readableBytesView), at: moment) == true else {
                return refusal(
                    .forbidden, "The test call is not signed with this server's secret, or its time is wrong.")
            }
        } else if let signature = rules.signature {
            do throws(EventRefusal) {
                try signature.check(headers.first(name: WebhookSignature.header), body: body.readableBytesView)
            } catch {
                return refusal(error)
            }
        }
        let (form, event): (FormFields, CallEvent)
        do throws(CallEvent.ParseError) {
            form = try Self.fields(of: body)
            event = try CallEvent(form)
        } catch {
            return refusal(.notEvent(error))
        }
        guard testSignature == nil || TestCallSignature.covers(event) else {
            return refusal(.forbidden, "Only a new test call can be signed this way.")
        }
        let outcome = rules.responder.respond(to: event, token: token, at: moment)
        let line = EventLine(event, outcome, numbers: numbers)
        var reply = Reply(.ok, bytes: ByteBuffer(string: outcome.response.xml), type: "application/xml")
        if testSignature != nil, let name = HTTPField.Name(InstanceReport.fieldName) {
            reply.fields[name] = InstanceReport(rules, rules.catalogue(), at: moment).text
        }
        let isOdd = outcome.refusal != nil || !outcome.missing.isEmpty
        return WebhookReply(
            reply: reply,
            line: (isOdd ? .warning : .info, (testSignature == nil ? "" : "Trial: ") + line.message, line.fields),
            event: AnsweredEvent(
                event: event, isTrial: testSignature != nil, form: form, outcome: outcome, moment: moment,
                rules: rules))
    }

    private static func fields(of body: ByteBuffer) throws(CallEvent.ParseError) -> FormFields {
        do { return try FormFields(repairing: body.readableBytesView) } catch { throw .form(error) }
    }

    /// The reply to a form that broke off.
    package var cutShort: WebhookReply {
        var answered = refusal(.badRequest, "The form is incomplete.")
        answered.reply.fields[.connection] = "close"
        return answered
    }

    /// The reply to a form that is too long.
    package var tooLarge: WebhookReply {
        var answered = refusal(EventRefusal.tooLarge(limit: mostBytes))
        answered.reply.fields[.connection] = "close"
        return answered
    }

    /// Logs a reply that was written; a refusal with the client's address.
    package func log(_ line: WebhookReply.Line, client: () -> SocketAddress?) {
        var fields = line.fields
        if line.level >= .warning { fields["client"] = client().map { .string("\($0)") } }
        logger.log(level: line.level, "\(line.message)", metadata: fields)
    }

    private func refusal(_ refusal: EventRefusal) -> WebhookReply {
        self.refusal(.init(code: refusal.status), refusal.description)
    }

    private func refusal(_ status: HTTPResponse.Status, _ sentence: String) -> WebhookReply {
        WebhookReply(
            reply: Reply(status, text: sentence),
            line: (.warning, "Refused an event: \(sentence)", ["status": .stringConvertible(status.code)]),
            refusal: sentence)
    }
}
