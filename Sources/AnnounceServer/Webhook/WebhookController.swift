import CallFlow
import Glibc
import HTTPTypes
import HummingbirdCore
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

    /// An answer, and what to log when it is out.
    struct Answered: Sendable {
        var reply: Reply
        var line: (level: Logger.Level, message: String, fields: Logger.Metadata)?
    }

    /// - Parameter token: the path's last segment, where it is the address of a position.
    @concurrent func respond(
        to request: Request, token: String?, by rules: LivePlan.Snapshot, writer: borrowing ResponseWriter
    ) async throws -> Answered {
        guard request.method == .post else { return Answered(reply: .notAllowed("POST")) }
        guard request.headers[.contentType].isForm else {
            return refusal(.unsupportedMediaType, "Events are application/x-www-form-urlencoded.")
        }
        if let length = request.announcedLength, length > limits.bodyBytes { return tooLarge }
        if let credentials = rules.rules.credentials, !credentials.authorize(request.headers[.authorization]) {
            try await request.skipBody(upTo: limits.bodyBytes)
            var refusal = refusal(.unauthorized, "Name and password are asked for.")
            refusal.reply.fields[.wwwAuthenticate] = "Basic realm=\"announce\", charset=\"UTF-8\""
            // The provider comes without credentials first, every time.
            if request.headers[.authorization] == nil { refusal.line = nil }
            return refusal
        }
        if request.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        let body: ByteBuffer
        do {
            body = try await request.wholeBody(upTo: limits.bodyBytes)
        } catch Request.BodyFailure.tooLarge {
            return tooLarge
        } catch Request.BodyFailure.cutShort {
            return refusal(.badRequest, "The form is not whole.")
        }
        return respond(toForm: body, headers: request.headers, token: token, by: rules)
    }

    private func respond(
        toForm body: ByteBuffer, headers: HTTPFields, token: String?, by rules: LivePlan.Snapshot
    ) -> Answered {
        if let signature = rules.rules.signature {
            guard let given = headers[values: .signature].first else {
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
        let outcome = rules.responder.respond(to: event, token: token, at: now())
        let line = EventLine(event, outcome, numbers: numbers)
        let isOdd = outcome.refusal != nil || !outcome.missing.isEmpty
        return Answered(
            reply: Reply(.ok, bytes: ByteBuffer(string: outcome.response.xml), type: "application/xml"),
            line: (isOdd ? .warning : .info, line.message, line.fields))
    }

    private var tooLarge: Answered {
        var answered = refusal(.contentTooLarge, "An event has at most \(limits.bodyBytes) bytes.")
        answered.reply.fields[.connection] = "close"
        return answered
    }

    private func refusal(_ status: HTTPResponse.Status, _ sentence: String) -> Answered {
        Answered(
            reply: Reply(status, text: sentence),
            line: (.warning, "Refused an event: \(sentence)", ["status": .stringConvertible(status.code)]))
    }
}

extension HTTPField.Name {
    fileprivate static let signature = HTTPField.Name("X-Sipgate-Signature") ?? .authorization
}

extension String? {
    /// Whether it is the media type of forms, whatever its parameters.
    fileprivate var isForm: Bool {
        guard let self else { return false }
        let type = self.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        return type.lowercased() == "application/x-www-form-urlencoded"
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
