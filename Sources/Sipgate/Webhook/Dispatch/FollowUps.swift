import FoundationEssentials

/// What a webhook remembers of a call until its next event.
struct FollowUp<Context: Sendable>: Sendable {
    /// For which events a URL was made.
    enum Use: UInt8, Sendable {
        /// `onData`
        case keys = 0x6B
        /// `onAnswer` and `onHangup`
        case course = 0x63
    }

    var use: Use
    /// `nil` for none, and always if the context is `Void`.
    var context: Context?
    /// What happens next, whatever was pressed; `nil`: `onData` decides.
    var next: Continuation?
}

/// Makes and reads the URLs of a call's next events: the webhook's own URL with a token in the query item `state`.
///
/// A token holds the use, and in JSON the context and what happens next. Why it cannot be forged, see `CallTokens`.
struct FollowUps<Context: Sendable>: Sendable {
    /// Reasons a context cannot be remembered.
    enum ContextError: Error { case tooLarge(bytes: Int, limit: Int) }

    /// The limit of a context in JSON, in bytes. Longer URLs are not sure to arrive.
    static var largest: Int { 2_000 }
    private static var item: String { "state" }

    private let url: AbsoluteURL
    private let tokens: CallTokens
    private let encode: @Sendable (FollowUp<Context>) throws -> Data
    private let decode: @Sendable (FollowUp<Context>.Use, Data) -> FollowUp<Context>?

    private init(
        _ url: AbsoluteURL, _ key: FollowUpKey,
        encode: @escaping @Sendable (FollowUp<Context>) throws -> Data,
        decode: @escaping @Sendable (FollowUp<Context>.Use, Data) -> FollowUp<Context>?
    ) {
        self.url = url
        tokens = CallTokens(secret: key.bytes, purpose: "sipgate follow-up")
        (self.encode, self.decode) = (encode, decode)
    }

    /// The URL for the next event of a call; the webhook's own if there is nothing to remember.
    func url(for followUp: FollowUp<Context>, callID: String) throws -> AbsoluteURL {
        guard followUp.context != nil || followUp.next != nil else { return url }
        // `Void` is always there and never anything to remember.
        if Context.self == Void.self, followUp.next == nil { return url }
        let json = try encode(followUp)
        guard json.count <= Self.largest else { throw ContextError.tooLarge(bytes: json.count, limit: Self.largest) }
        return url.with(Self.item, tokens.token(for: [followUp.use.rawValue] + json, callID: callID))
    }

    /// What was remembered in a request's target.
    ///
    /// - Returns: `nil` if there is no token.
    /// - Throws: `EventRefusal.foreignURL` if the token was not made for this call and use.
    func followUp(
        in target: String, callID: String, for use: FollowUp<Context>.Use
    ) throws(EventRefusal) -> FollowUp<Context>? {
        guard let token = Self.token(in: target) else { return nil }
        guard let bytes = tokens.bytes(of: token, callID: callID), bytes.first == use.rawValue,
            let followUp = decode(use, Data(bytes.dropFirst()))
        else { throw .foreignURL }
        return followUp
    }

    /// The value of the query item, if there is one. A token needs no percent-encoding.
    static func token(in target: String) -> String? {
        guard let mark = target.firstIndex(of: "?") else { return nil }
        for field in target[mark...].dropFirst().prefix(while: { $0 != "#" }).split(separator: "&")
        where field.hasPrefix(item + "=") {
            return String(field.dropFirst(item.count + 1))
        }
        return nil
    }
}

extension FollowUps where Context: Codable {
    init(_ url: AbsoluteURL, _ key: FollowUpKey) {
        self.init(url, key) {
            try JSON.encoder().encode(Content(c: $0.context, n: $0.next))
        } decode: { use, json in
            (try? JSON.decoder().decode(Content<Context>.self, from: json)).map {
                FollowUp(use: use, context: $0.c, next: $0.n)
            }
        }
    }
}

extension FollowUps where Context == Void {
    init(_ url: AbsoluteURL, _ key: FollowUpKey) {
        self.init(url, key) {
            try JSON.encoder().encode(Content<Never>(n: $0.next))
        } decode: { use, json in
            (try? JSON.decoder().decode(Content<Never>.self, from: json)).map { FollowUp(use: use, next: $0.n) }
        }
    }
}

/// The JSON of a token. Short names, since it travels in a URL.
private struct Content<Context: Codable>: Codable {
    var c: Context?
    var n: Continuation?
}

extension AbsoluteURL {
    /// The URL with a query item added. A fragment, which is never sent, is dropped.
    fileprivate func with(_ name: String, _ value: String) -> AbsoluteURL {
        let base = text.prefix { $0 != "#" }
        return AbsoluteURL(known: base + (base.contains("?") ? "&" : "?") + name + "=" + value)
    }
}
