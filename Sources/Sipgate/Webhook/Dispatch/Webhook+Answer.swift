extension Webhook {
    /// What a handler decides about a call. ``Webhook`` turns it into a ``CallResponse`` with the URLs of the events to come.
    public struct Answer: Sendable {
        enum Content: Sendable {
            /// `nil` lets the call ring as usual.
            case action(CallResponse.Action?)
            case gather(play: AbsoluteURL?, maxDigits: Int, timeout: Int)
            case play(AbsoluteURL, then: Continuation)
        }

        let content: Content
        var context: Context?

        init(_ content: Content, context: Context? = nil) {
            self.content = content
            self.context = context
        }

        /// Lets the call ring as usual.
        public static var connect: Answer { Answer(.action(nil)) }
        /// Connects the account's voicemail, which must be booked.
        public static var voicemail: Answer { Answer(.action(.dial(.voicemail))) }
        /// Ends the call.
        public static var hangup: Answer { Answer(.action(.hangup)) }

        /// Rejects the call.
        public static func reject(_ reason: CallResponse.Rejection = .rejected) -> Answer {
            Answer(.action(.reject(reason)))
        }

        /// Plays a sound; then the call rings as usual.
        ///
        /// The sound must be a WAV file: mono, 16-bit PCM, 8 kHz. The provider silently skips anything else.
        public static func play(_ sound: AbsoluteURL) -> Answer { Answer(.action(.play(sound))) }

        /// Rings another number. `callerID`: the number shown to the callee; `anonymous`: whether no number is shown. With `nil`, the
        /// account's settings apply.
        public static func dial(
            _ number: PhoneNumber, callerID: PhoneNumber? = nil, anonymous: Bool? = nil
        ) -> Answer {
            dial(CallResponse.DialTargets(number), callerID: callerID, anonymous: anonymous)
        }

        /// Rings one to five numbers or extensions at the same time.
        public static func dial(
            _ targets: CallResponse.DialTargets, callerID: PhoneNumber? = nil, anonymous: Bool? = nil
        ) -> Answer {
            Answer(.action(.dial(.numbers(targets, callerID: callerID, anonymous: anonymous))))
        }

        /// Plays a sound and hangs up.
        ///
        /// By a `Gather` that ends with the sound, and whose answer this webhook gives by itself: neither the REST API nor a timer is
        /// needed. A key ends the sound early. The same holds for the two below.
        public static func playThenHangUp(_ sound: AbsoluteURL) -> Answer { Answer(.play(sound, then: .hangup)) }

        /// Plays a sound and connects the voicemail.
        public static func playThenVoicemail(_ sound: AbsoluteURL) -> Answer { Answer(.play(sound, then: .voicemail)) }

        /// Plays a sound and transfers the call.
        public static func playThenTransfer(
            _ sound: AbsoluteURL, to number: PhoneNumber, callerID: PhoneNumber? = nil, anonymous: Bool? = nil
        ) -> Answer {
            playThenTransfer(
                sound, to: CallResponse.DialTargets(number), callerID: callerID, anonymous: anonymous)
        }

        /// Plays a sound and transfers the call to one to five numbers or extensions, of which the first that answers gets it.
        public static func playThenTransfer(
            _ sound: AbsoluteURL, to targets: CallResponse.DialTargets, callerID: PhoneNumber? = nil,
            anonymous: Bool? = nil
        ) -> Answer {
            Answer(.play(sound, then: Continuation(dialling: targets, callerID: callerID, anonymous: anonymous)))
        }
    }
}

extension Webhook.Answer where Context: Codable {
    /// Plays a sound, if any, and waits for keys. `onData` is called with them and the context.
    ///
    /// - Parameters:
    ///   - sound: Mono, 16-bit PCM, 8 kHz WAV.
    ///   - maxDigits: The number of keys that ends the waiting; at least 1.
    ///   - timeout: The silence after the sound or the last key that ends the waiting; at least 1 ms.
    ///   - context: What is to be remembered, at most 2,000 bytes in JSON.
    /// - Throws: `ValidationError`.
    public static func gather(
        play sound: AbsoluteURL? = nil, maxDigits: Int = 1, timeout: Duration = .seconds(2), context: Context
    ) throws(CallResponse.Gather.ValidationError) -> Webhook.Answer {
        Webhook.Answer(try .gather(sound, maxDigits, timeout), context: context)
    }

    /// The same answer with a context for `onAnswer` and `onHangup`. Later answers to the same call keep it unless they have their
    /// own.
    public func carrying(_ context: Context) -> Webhook.Answer {
        var answer = self
        answer.context = context
        return answer
    }
}

extension Webhook.Answer where Context == Void {
    /// Plays a sound, if any, and waits for keys. `onData` is called with them.
    ///
    /// - Parameters:
    ///   - sound: Mono, 16-bit PCM, 8 kHz WAV.
    ///   - maxDigits: The number of keys that ends the waiting; at least 1.
    ///   - timeout: The silence after the sound or the last key that ends the waiting; at least 1 ms.
    /// - Throws: `ValidationError`.
    public static func gather(
        play sound: AbsoluteURL? = nil, maxDigits: Int = 1, timeout: Duration = .seconds(2)
    ) throws(CallResponse.Gather.ValidationError) -> Webhook.Answer {
        Webhook.Answer(try .gather(sound, maxDigits, timeout))
    }
}

extension Webhook.Answer.Content {
    fileprivate static func gather(
        _ sound: AbsoluteURL?, _ maxDigits: Int, _ timeout: Duration
    ) throws(CallResponse.Gather.ValidationError) -> Self {
        let milliseconds = Int(max(-1, min((timeout / .milliseconds(1)).rounded(), 1e12)))
        guard maxDigits >= 1 else { throw .maxDigits(maxDigits) }
        guard milliseconds >= 1 else { throw .timeout(milliseconds) }
        return .gather(play: sound, maxDigits: maxDigits, timeout: milliseconds)
    }
}
