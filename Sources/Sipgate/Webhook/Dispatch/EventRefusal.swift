public import FoundationEssentials

/// Reasons a request at a webhook's address is not answered. The provider then puts the call through as if there were no webhook.
public enum EventRefusal: Error, Hashable, Sendable {
    /// Not POST.
    case method
    /// The media type is not `application/x-www-form-urlencoded`.
    case notForm
    /// The body has more bytes than an event can have.
    case tooLarge(limit: Int)
    /// There is no signature.
    case notSigned
    /// The signature is not the provider's, or the event was altered.
    case wrongSignature
    /// The form is not an event.
    case notEvent(CallEvent.ParseError)
    /// The URL was not made by this webhook for this call, or for another kind of event.
    case foreignURL
    /// A handler has thrown an error.
    case handlerFailed

    /// The HTTP status: 400, 403, 405, 413, 415 or 500.
    public var status: Int {
        switch self {
        case .notEvent: 400
        case .notSigned, .wrongSignature, .foreignURL: 403
        case .method: 405
        case .tooLarge: 413
        case .notForm: 415
        case .handlerFailed: 500
        }
    }
}

extension EventRefusal: LocalizedError, CustomStringConvertible {
    /// The reason as a sentence.
    public var description: String {
        switch self {
        case .method: "Events are sent by POST."
        case .notForm: "Events are application/x-www-form-urlencoded."
        case .tooLarge(let limit): "An event has at most \(limit) bytes."
        case .notSigned: "The event is not signed."
        case .wrongSignature: "The event is not signed by the provider, or was altered."
        case .notEvent(let reason): reason.description
        case .foreignURL: "This URL was not made for this event."
        case .handlerFailed: "The event could not be answered."
        }
    }

    /// The same sentence.
    public var errorDescription: String? { description }
}

extension EventRefusal {
    /// The largest event that a webhook reads, in bytes. The provider's have a few hundred.
    public static let largestEvent = 65_536

    /// Whether a `Content-Type` is the media type of forms, with any parameters.
    package static func isForm(_ type: String?) -> Bool {
        guard let type else { return false }
        let form = "application/x-www-form-urlencoded"
        if type == form { return true }
        let name = type.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return name.elementsEqual(form.utf8) || Substring(name).lowercased() == form
    }
}

extension WebhookSignature {
    /// Checks the header of an event.
    ///
    /// - Throws: `EventRefusal`.
    package func check(_ given: String?, body: some Collection<UInt8>) throws(EventRefusal) {
        guard let given else { throw .notSigned }
        guard verifies(given, body: body) else { throw .wrongSignature }
    }
}
