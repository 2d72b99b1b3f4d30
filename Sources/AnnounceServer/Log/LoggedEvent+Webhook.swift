import CallFlow
import CallLog
import Dashboard
import Sipgate
import Telephony
import Webhook

extension LoggedEvent {
    /// A webhook as the log keeps it: numbers masked and keys left out where the settings say so, everywhere they occur.
    init(
        _ event: CallEvent, form: [UInt8], _ outcome: WebhookOutcome, status: Int, latency: Duration, at moment: Moment,
        isTrial: Bool, _ settings: CallLogSettings
    ) {
        let numbers = LoggedNumbers(isMasking: settings.masksNumbers)
        self.init(at: LogMoment(moment), kind: Kind(event), callID: event.callID)
        self.isTrial = isTrial
        self.status = status
        self.latency = latency.microseconds
        switch event {
        case .newCall(let call):
            originalCallID = call.originalCallID
            direction = Direction(rawValue: call.direction.rawValue)
            (from, to) = (numbers.kept(call.from), call.to.map { numbers.text($0) })
            users = call.users
        case .answer(let call):
            originalCallID = call.originalCallID
            direction = Direction(rawValue: call.direction.rawValue)
            (from, to) = (numbers.kept(call.from), call.to.map { numbers.text($0) })
            isVoicemail = call.user == "voicemail"
            answeredBy = call.answeringNumber.map { numbers.text($0) } ?? call.user
        case .hangup(let call):
            originalCallID = call.originalCallID
            direction = Direction(rawValue: call.direction.rawValue)
            (from, to) = (numbers.kept(call.from), call.to.map { numbers.text($0) })
            cause = call.cause?.rawValue
        case .dtmf(let pressed):
            originalCallID = pressed.originalCallID
            if let position = outcome.position {
                direction = Direction(rawValue: position.direction.rawValue)
                (from, to) = (numbers.kept(position.from), position.to.map { numbers.text($0) })
            }
            input = Input(pressed.input, isKept: settings.keepsDigits)
        }
        fields = LoggedForm.fields(of: form, numbers: numbers, keepsDigits: settings.keepsDigits)
        xml = LoggedXML.text(of: outcome.response, numbers: numbers, keepsDigits: settings.keepsDigits)
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
    /// Nil where nobody was asked.
    fileprivate init?(_ outcome: WebhookOutcome, _ numbers: LoggedNumbers) {
        guard let decision = outcome.decision else { return nil }
        self.init(.connect, words: decision.answer.text(numbers))
        switch decision.answer {
        case .connect: action = .connect
        case .play: action = .play
        case .gather(_, _, _, let position):
            if case .keys = position.next {
                action = .ask
                menu = position.menus.last
            } else {
                action = .play
            }
        case .dial: action = .dial
        case .voicemail: action = .voicemail
        case .reject: action = .reject
        case .hangup: action = .hangup
        }
        guard let heard = outcome.heard, let url = outcome.response.action?.sound,
            let file = url.text.split(separator: "/").last
        else { return }
        sound = Sound(file: String(file), prompt: heard.description)
    }
}

extension Response.Action {
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
        // Which choice it was tells the keys.
        if case .choice(let menu, _) = self, !keepsDigits { return "\(menu) key" }
        return text(numbers)
    }
}

extension LoggedNumbers {
    /// Empty where the network does not know.
    fileprivate func kept(_ caller: Caller) -> String { caller == .unknown("") ? "" : text(caller) }
}

extension Duration {
    fileprivate var microseconds: Int {
        let (seconds, attoseconds) = components
        return Int(min(seconds, 1_000_000) * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}
