import CallFlow
import Glibc
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import Sipgate

/// `POST /sipgate` and `POST /sipgate/{position}`: the provider's events.
///
/// A refusal never carries an action, and nothing a client sends ends in a redirect or a 5xx: the provider puts a call through
/// as usual on anything but an answer with status 200.
struct WebhookController: Sendable {
    let limits: ConnectionLimits
    let numbers: LoggedNumbers
    let logger: Logger
    /// When an event comes.
    let now: @Sendable () -> Moment

    typealias Line = (level: Logger.Level, message: String, fields: Logger.Metadata)

    /// An answer, and what to log when it is out.
    struct Answered: Sendable {
        var reply: Reply
        var line: Line?
        /// Nil where the request was no event, or a refused one.
        var event: AnsweredEvent?
        /// Why what was to be an event was refused.
        var refusal: String?
    }

    /// Why an event is not worth its body; nil where it is.
    func refusal(of head: HTTPRequestHead, by rules: LivePlan.Snapshot) -> Answered? {
        guard head.method == .POST else { return Answered(reply: .notAllowed("POST")) }
        guard head.headers.first(name: "content-type").isForm else {
            return refusal(.unsupportedMediaType, "Events are application/x-www-form-urlencoded.")
        }
        let authorization = head.headers.first(name: "authorization")
        guard let credentials = rules.rules.credentials, !credentials.authorize(authorization) else { return nil }
        var refusal = refusal(.unauthorized, "Name and password are asked for.")
        refusal.reply.fields[.wwwAuthenticate] = "Basic realm=\"announce\", charset=\"UTF-8\""
        // The provider comes without credentials first, every time.
        if authorization == nil { (refusal.line, refusal.refusal) = (nil, nil) }
        return refusal
    }

    /// - Parameter token: the path's last segment, where it is the address of a position.
    func respond(
        toForm body: ByteBuffer, headers: HTTPHeaders, token: String?, by rules: LivePlan.Snapshot
    ) -> Answered {
        let moment = now()
        let vouch = headers.first(name: TrialVouch.fieldName)
        if let vouch {
            guard rules.trials?.vouches(vouch, form: Array(body.readableBytesView), at: moment) == true else {
                return refusal(
                    .forbidden, "The trial is not vouched for by this server's secret, or its time is wrong.")
            }
        } else if let signature = rules.rules.signature {
            guard let given = headers.first(name: "x-sipgate-signature") else {
                return refusal(.forbidden, "The event is not signed.")
            }
            guard signature.verifies(given, body: body.readableBytesView) else {
                return refusal(.forbidden, "The event is not signed by the provider, or was altered.")
            }
        }
        let event: CallEvent
        do {
            event = try CallEvent(form: body.readableBytesView)
        } catch {
            return refusal(.badRequest, error.sentence)
        }
        guard vouch == nil || TrialVouch.covers(event) else {
            return refusal(.forbidden, "Only a new trial call can be vouched for.")
        }
        let outcome = rules.responder.respond(to: event, token: token, at: moment)
        let xml = outcome.response.xml
        let line = EventLine(event, outcome, numbers: numbers)
        let isOdd = outcome.refusal != nil || !outcome.missing.isEmpty
        return Answered(
            reply: Reply(.ok, bytes: ByteBuffer(string: xml), type: "application/xml"),
            line: (isOdd ? .warning : .info, (vouch == nil ? "" : "Trial: ") + line.message, line.fields),
            event: AnsweredEvent(
                event: event, isTrial: vouch != nil, form: body, outcome: outcome, xml: xml, moment: moment,
                rules: rules))
    }

    /// The answer to a form that ends before its end.
    var cutShort: Answered {
        var answered = refusal(.badRequest, "The form is not whole.")
        answered.reply.fields[.connection] = "close"
        return answered
    }

    /// The answer to a form longer than any.
    var tooLarge: Answered {
        var answered = refusal(.contentTooLarge, "An event has at most \(limits.bodyBytes) bytes.")
        answered.reply.fields[.connection] = "close"
        return answered
    }

    private func refusal(_ status: HTTPResponse.Status, _ sentence: String) -> Answered {
        Answered(
            reply: Reply(status, text: sentence),
            line: (.warning, "Refused an event: \(sentence)", ["status": .stringConvertible(status.code)]),
            refusal: sentence)
    }
}

extension String? {
    /// Whether it is the media type of forms, whatever its parameters.
    fileprivate var isForm: Bool {
        guard let self else { return false }
        let form = "application/x-www-form-urlencoded"
        if self == form { return true }
        let type = self.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return type.elementsEqual(form.utf8) || Substring(type).lowercased() == form
    }
}

extension CallEvent.Invalid {
    fileprivate var sentence: String {
        switch self {
        case .form(.brokenEscape): "The form has a broken escape."
        case .form(.invalidUTF8): "The form is not UTF-8."
        case .form(.tooManyFields): "The form has too many fields."
        case .missing(let field): "The form has no \(field.rawValue)."
        case .unknownEvent: "The event is unknown."
        }
    }
}
