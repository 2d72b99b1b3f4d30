/// Answers the events of calls: from method, target, headers and body of a request to status, headers and body of a reply.
///
/// ```swift
/// let webhook = Webhook(at: url) { call in
///     call.from == .anonymous ? .reject() : .connect
/// } onHangup: { call in
///     print("The call from \(call.from) has ended: \(call.cause?.description ?? "unknown")")
/// }
/// let reply = await webhook.reply(method: "POST", target: "/sipgate", headers: headers, body: body)
/// ```
///
/// Pure, and independent of any server: it opens no connection, keeps no state between events, and can be used by many requests at a
/// time. ``serve(host:port:connections:onReady:onError:)`` is a small server for it; adapters for Hummingbird and Vapor are in
/// <doc:AnsweringWebhooks>.
///
/// **What is remembered of a call** travels in the URLs of its next events, since the event with the keys pressed names neither
/// caller nor number. With a `Context` of your own, ``Answer/gather(play:maxDigits:timeout:context:)`` gives it to `onData`:
///
/// ```swift
/// let greeter = Webhook<Department>(at: url, key: key) { call in
///     try .gather(play: menu, context: Department(name: "sales", line: number))
/// } onData: { pressed, department in
///     pressed.input == .keys("1") ? .dial(department.line) : .hangup
/// }
/// ```
///
/// Such a URL is authenticated together with the call's id: a changed one, an invented one, and one of another call are refused with
/// 403. It is not encrypted, so put no secrets into a context. It can be used again within its call, by anyone who can sign events.
///
/// **Signatures** are verified over the bytes as received, by the provider's published key, unless `signature` says otherwise.
///
/// **Failures.** What a handler throws becomes 500 without its text, and is found in ``EventReply/error``. On any status but 200 the
/// provider puts the call through as if there were no webhook, so a failure loses no call. It waits for 10 seconds at most.
public struct Webhook<Context: Sendable>: Sendable {
    /// What handlers do with the events.
    struct Handlers: Sendable {
        var newCall: @Sendable (NewCall) async throws -> Answer
        var answer: (@Sendable (Answered, Context?) async throws -> Void)?
        var hangup: (@Sendable (HungUp, Context?) async throws -> Void)?
        var data: (@Sendable (KeysPressed, Context?) async throws -> Answer)?
    }

    private let handlers: Handlers
    private let followUps: FollowUps<Context>
    private let signature: WebhookSignature?

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - method: `POST`, or anything else, which is refused.
    ///   - target: The path with the query, or the whole URL, as requested. Only the query item `state` is read.
    ///   - headers: All, or at least `Content-Type` and `X-Sipgate-Signature`, in any case.
    ///   - body: The bytes exactly as received, since the signature covers them.
    public func reply(
        method: String, target: String, headers: [(name: String, value: String)], body: some Collection<UInt8>
    ) async -> EventReply {
        do throws(EventRefusal) {
            guard method == "POST" else { throw .method }
            guard EventRefusal.isForm(headers.first("content-type")) else { throw .notForm }
            guard body.count <= EventRefusal.largestEvent else { throw .tooLarge(limit: EventRefusal.largestEvent) }
            try signature?.check(headers.first(WebhookSignature.header), body: body)
            let event: CallEvent
            do throws(CallEvent.ParseError) { event = try CallEvent(form: body) } catch { throw .notEvent(error) }
            return try await reply(to: event, target: target)
        } catch {
            return EventReply(error)
        }
    }

    /// Answers an event whose signature was verified.
    func reply(to event: CallEvent, target: String) async throws(EventRefusal) -> EventReply {
        let followUp: FollowUp<Context>?
        switch event {
        case .newCall:
            guard FollowUps<Context>.token(in: target) == nil else { throw .foreignURL }
            followUp = nil
        case .dtmf: followUp = try followUps.followUp(in: target, callID: event.callID, for: .keys)
        case .answer, .hangup: followUp = try followUps.followUp(in: target, callID: event.callID, for: .course)
        }
        do {
            var answer = try await self.answer(to: event, followUp)
            answer.context = answer.context ?? followUp?.context
            return EventReply(try response(for: answer, to: event))
        } catch let refusal as EventRefusal {
            throw refusal
        } catch {
            return EventReply(.handlerFailed, because: error)
        }
    }

    private func answer(to event: CallEvent, _ followUp: FollowUp<Context>?) async throws -> Answer {
        switch event {
        case .newCall(let call): return try await handlers.newCall(call)
        case .answer(let call): try await handlers.answer?(call, followUp?.context)
        case .hangup(let call): try await handlers.hangup?(call, followUp?.context)
        case .dtmf(let pressed):
            if let next = followUp?.next {
                return Answer(.action(pressed.input == .callerGone ? nil : next.action))
            }
            if let data = handlers.data { return try await data(pressed, followUp?.context) }
        }
        return .connect
    }

    /// Renders an answer. The provider ignores it for the events `answer` and `hangup`.
    private func response(for answer: Answer, to event: CallEvent) throws -> CallResponse {
        switch event {
        case .answer, .hangup: return CallResponse()
        case .newCall, .dtmf: break
        }
        func url(_ use: FollowUp<Context>.Use, _ next: Continuation? = nil) throws -> AbsoluteURL {
            try followUps.url(for: FollowUp(use: use, context: answer.context, next: next), callID: event.callID)
        }
        var response = CallResponse()
        // In every answer, since it is not documented whether the provider remembers them.
        if handlers.answer != nil { response.onAnswer = try url(.course) }
        if handlers.hangup != nil { response.onHangup = try url(.course) }
        switch answer.content {
        case .action(let action): response.action = action
        case .gather(let sound, let maxDigits, let timeout):
            response.action = .gather(
                try CallResponse.Gather(
                    onData: try url(.keys), maxDigits: maxDigits, timeout: timeout, play: sound))
        case .play(let sound, let next):
            response.action = .gather(
                try CallResponse.Gather(onData: try url(.keys, next), maxDigits: 1, timeout: 1, play: sound))
        }
        return response
    }
}

extension Webhook where Context == Void {
    /// A webhook that remembers nothing of a call.
    ///
    /// - Parameters:
    ///   - url: The public URL of this webhook, where the events of a call are to be sent.
    ///   - key: Authenticates what follows an announcement. With the default, calls whose announcement is playing during a restart
    ///     ring as usual.
    ///   - signature: Whose signatures are accepted; `nil` accepts events from anyone who knows the URL.
    ///   - onNewCall: Decides about a new call. The voicemail that takes a call over is one, too: see ``NewCall/isVoicemail``.
    ///   - onAnswer: Called when a call was answered.
    ///   - onHangup: Called when a call has ended.
    ///   - onData: Decides what happens after keys were pressed, or none. Without it, the call rings as usual then.
    public init(
        at url: AbsoluteURL, key: FollowUpKey = .random(), signature: WebhookSignature? = .provider,
        onNewCall: @escaping @Sendable (NewCall) async throws -> Answer,
        onAnswer: (@Sendable (Answered) async throws -> Void)? = nil,
        onHangup: (@Sendable (HungUp) async throws -> Void)? = nil,
        onData: (@Sendable (KeysPressed) async throws -> Answer)? = nil
    ) {
        self.signature = signature
        followUps = FollowUps(url, key)
        handlers = Handlers(
            newCall: onNewCall, answer: Self.ignoringContext(onAnswer), hangup: Self.ignoringContext(onHangup),
            data: Self.ignoringContext(onData))
    }

    private static func ignoringContext<Event, Result>(
        _ handler: (@Sendable (Event) async throws -> Result)?
    ) -> (@Sendable (Event, Context?) async throws -> Result)? {
        guard let handler else { return nil }
        return { event, _ in try await handler(event) }
    }
}

extension Webhook where Context: Codable {
    /// A webhook that remembers a context of each call.
    ///
    /// - Parameters:
    ///   - url: The public URL of this webhook, where the events of a call are to be sent.
    ///   - key: Authenticates the context. A random one is enough for one process; calls in progress during a restart ring as usual
    ///     then.
    ///   - signature: Whose signatures are accepted; `nil` accepts events from anyone who knows the URL.
    ///   - onNewCall: Decides about a new call. The voicemail that takes a call over is one, too: see ``NewCall/isVoicemail``.
    ///   - onAnswer: Called when a call was answered, with the context of the last answer that had one.
    ///   - onHangup: Called when a call has ended, with the context of the last answer that had one.
    ///   - onData: Decides what happens after keys were pressed, or none. Without it, the call rings as usual then.
    public init(
        at url: AbsoluteURL, key: FollowUpKey, signature: WebhookSignature? = .provider,
        onNewCall: @escaping @Sendable (NewCall) async throws -> Answer,
        onAnswer: (@Sendable (Answered, Context?) async throws -> Void)? = nil,
        onHangup: (@Sendable (HungUp, Context?) async throws -> Void)? = nil,
        onData: (@Sendable (KeysPressed, Context) async throws -> Answer)? = nil
    ) {
        self.signature = signature
        followUps = FollowUps(url, key)
        var handlers = Handlers(newCall: onNewCall, answer: onAnswer, hangup: onHangup)
        if let onData {
            handlers.data = { pressed, context in
                // Keys without a context were not asked for by this webhook.
                guard let context else { throw EventRefusal.foreignURL }
                return try await onData(pressed, context)
            }
        }
        self.handlers = handlers
    }
}

extension [(name: String, value: String)] {
    /// The value of the first header with a name, in any case.
    fileprivate func first(_ name: String) -> String? {
        let name = name.lowercased()
        return first { $0.name.lowercased() == name }?.value
    }
}
