import CallFlow
import CallLog
import Dashboard
import Sipgate
import Telephony
import Webhook

extension LoggedEvent {
    /// Creates the log's entry of an event and its answer. Numbers are masked and keys left out where the settings want it,
    /// everywhere they occur.
    init(
        _ event: CallEvent, form: FormFields, _ outcome: WebhookOutcome, status: Int, latency: Duration,
        at moment: Moment, isTrial: Bool, _ settings: CallLogSettings
    ) {
        let numbers = LoggedNumbers(isMasking: settings.masksNumbers)
        self.init(at: moment, kind: Kind(event), callID: event.callID)
        self.isTrial = isTrial
        self.status = status
        self.latency = latency.microseconds
        // A field that is missing says less than an empty one, and less than its default.
        let isDirected = form["direction"] != nil
        func caller(_ caller: Caller) -> String? { form["from"] == nil ? nil : numbers.kept(caller) }
        switch event {
        case .newCall(let call):
            (originalCallID, xcid, diversion) = (
                call.originalCallID, call.xcid, call.diversion.map { numbers.text($0) }
            )
            direction = call.direction
            (from, to) = (caller(call.from), call.to.map { numbers.text($0) })
            (users, userIDs, fullUserIDs) = (call.users, call.userIDs, call.fullUserIDs)
        case .answer(let call):
            (originalCallID, xcid, diversion) = (
                call.originalCallID, call.xcid, call.diversion.map { numbers.text($0) }
            )
            direction = isDirected ? call.direction : nil
            (from, to) = (caller(call.from), call.to.map { numbers.text($0) })
            isVoicemail = call.user == "voicemail"
            answeringNumber = call.answeringNumber.map { numbers.text($0) }
            answeredBy = call.user ?? answeringNumber
            (userIDs, fullUserIDs) = ([call.userID].compactMap(\.self), [call.fullUserID].compactMap(\.self))
        case .hangup(let call):
            (originalCallID, xcid, diversion) = (
                call.originalCallID, call.xcid, call.diversion.map { numbers.text($0) }
            )
            direction = isDirected ? call.direction : nil
            (from, to) = (caller(call.from), call.to.map { numbers.text($0) })
            answeringNumber = call.answeringNumber.map { numbers.text($0) }
            cause = call.cause?.rawValue
        case .dtmf(let pressed):
            originalCallID = pressed.originalCallID
            if let position = outcome.position {
                direction = position.direction
                (from, to) = (numbers.kept(position.from), position.to.map { numbers.text($0) })
            }
            input = Input(pressed.input, isKept: settings.keepsDigits)
        }
        fields = form.masked(numbers, keepsDigits: settings.keepsDigits)
        xml = outcome.response.xml(masked: ResponseMask(numbers, keepsDigits: settings.keepsDigits))
        answer = LoggedAnswer(outcome, numbers)
        let way = outcome.decision?.trace.map { $0.text(numbers, keepsDigits: settings.keepsDigits) } ?? []
        self.way = way.isEmpty ? nil : way.joined(separator: " > ")
        refusal = outcome.refusal?.rawValue
        missing = outcome.missing.map(\.text)
    }
}

extension LoggedEvent.Kind {
    fileprivate init(_ event: CallEvent) {
        switch event {
        case .newCall: self = .newCall
        case .answer: self = .answer
        case .hangup: self = .hangup
        case .dtmf: self = .dtmf
        }
    }
}

extension LoggedEvent.Input {
    fileprivate init(_ input: KeysPressed.Input, isKept: Bool) {
        switch input {
        case .none: self = .silence
        case .callerGone: self = .gone
        case .keys(let keys): self = isKept ? .keys(keys) : .hidden(keys.count)
        }
    }
}

extension LoggedAnswer {
    /// Returns `nil` if the event asked for no answer or was refused.
    fileprivate init?(_ outcome: WebhookOutcome, _ numbers: LoggedNumbers) {
        guard let decision = outcome.decision else { return nil }
        self.init(decision.answer.action, words: decision.answer.text(numbers))
        if case .gather(_, _, _, let position) = decision.answer, position.next == .keys { menu = position.menus.last }
        guard let heard = outcome.heard, let url = outcome.response.action?.sound, let file = outcome.file else {
            return
        }
        sound = Sound(file: outcome.isElsewhere ? url.text : file, prompt: heard.description)
    }
}

extension CallResponse.Action {
    fileprivate var sound: AbsoluteURL? {
        switch self {
        case .play(let url): url
        case .gather(let gather): gather.play
        default: nil
        }
    }
}

extension TraceStep {
    fileprivate func text(_ numbers: LoggedNumbers, keepsDigits: Bool) -> String {
        // The choice reveals the keys.
        if case .choice(let menu, _) = self, !keepsDigits { return "\(menu) key" }
        return text(numbers)
    }
}

extension LoggedNumbers {
    /// Empty if the provider does not know the caller.
    fileprivate func kept(_ caller: Caller) -> String { caller == .unknown("") ? "" : text(caller) }
}

extension Duration {
    fileprivate var microseconds: Int {
        let (seconds, attoseconds) = components
        return Int(min(seconds, 1_000_000) * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}
