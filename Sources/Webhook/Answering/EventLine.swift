package import CallFlow
package import Logging
package import Sipgate
import Telephony

/// The log entry of one event: who called whom, who answered, which keys were pressed, how the call ended, and the answer.
package struct EventLine: Sendable {
    package private(set) var message: String
    package private(set) var fields: Logger.Metadata

    package init(_ event: CallEvent, _ outcome: WebhookOutcome, numbers: LoggedNumbers) {
        fields = Logger.Metadata(minimumCapacity: 12)
        fields["call"] = .string(event.callID)
        let (from, to): (Caller?, String?)
        switch event {
        case .newCall(let call):
            (from, to) = (call.from, numbers.text(call.to))
            message =
                Self.isUnnamed(call.from, call.to)
                ? "call \(call.callID) begins" : "\(numbers.text(call.from)) calls \(numbers.text(call.to))"
            fields["event"] = "newCall"
            fields["direction"] = .string(call.direction.rawValue)
            if !call.users.isEmpty { fields["users"] = .string(call.users.joined(separator: ", ")) }
        case .answer(let call):
            (from, to) = (call.from, numbers.text(call.to))
            let number = call.answeringNumber.map { numbers.text($0) }
            let who = call.user.map { user in user + (number.map { " (\($0))" } ?? "") } ?? number
            if Self.isUnnamed(call.from, call.to) {
                message = "call \(call.callID) is answered" + (who.map { " by \($0)" } ?? "")
            } else {
                message =
                    "\(who ?? "an unknown party") answers the call from \(numbers.text(call.from)) to \(numbers.text(call.to))"
            }
            fields["event"] = "answer"
            fields["direction"] = .string(call.direction.rawValue)
            fields["answering"] = call.answeringNumber.map { .string(numbers.text($0)) }
            fields["user"] = call.user.map { .string($0) }
        case .hangup(let call):
            (from, to) = (call.from, numbers.text(call.to))
            let cause = call.cause?.rawValue ?? "no cause given"
            message =
                Self.isUnnamed(call.from, call.to)
                ? "call \(call.callID) ends: \(cause)"
                : "The call from \(numbers.text(call.from)) to \(numbers.text(call.to)) ends: \(cause)"
            fields["event"] = "hangup"
            fields["direction"] = .string(call.direction.rawValue)
            fields["cause"] = call.cause.map { .string($0.rawValue) }
            fields["answering"] = call.answeringNumber.map { .string(numbers.text($0)) }
        case .dtmf(let pressed):
            from = outcome.position?.from
            to = outcome.position.map { $0.to.map { numbers.text($0) } ?? "unknown" }
            let who = from.map { numbers.text($0) } ?? "The caller"
            fields["event"] = "dtmf"
            switch pressed.input {
            case .none: message = "\(who) presses nothing"
            case .callerGone: message = "\(who) has hung up"
            case .keys(let keys):
                message = "\(who) presses \(keys)"
                fields["keys"] = .string(keys)
            }
        }
        fields["from"] = from.map { .string(numbers.text($0)) }
        fields["to"] = to.map { .string($0) }
        add(outcome, numbers)
    }

    /// Whether an event names neither side of its call, as those of the older protocol.
    private static func isUnnamed(_ from: Caller, _ to: ReportedNumber?) -> Bool { from == .unknown("") && to == nil }

    private mutating func add(_ outcome: WebhookOutcome, _ numbers: LoggedNumbers) {
        if let refusal = outcome.refusal {
            message += ": not handled, \(refusal.rawValue)"
            fields["refused"] = .string(refusal.rawValue)
        }
        if let decision = outcome.decision {
            let answer = decision.answer.text(numbers)
            message += ": \(answer)"
            fields["answer"] = .string(answer)
            let way = decision.trace.map { $0.text(numbers) }.joined(separator: " > ")
            if !way.isEmpty { fields["way"] = .string(way) }
        }
        if !outcome.missing.isEmpty {
            let missing = outcome.missing.map(\.text).joined(separator: ", ")
            message += " (without \(missing): not published)"
            fields["missing"] = .string(missing)
        }
    }
}

extension Answer {
    package func text(_ numbers: LoggedNumbers) -> String {
        let word = action.rawValue
        return switch self {
        case .play(let prompt), .gather(let prompt, _, _, _): "\(word) \(prompt)"
        case .dial(let targets, _, _): "\(word) " + targets.map { numbers.text($0) }.joined(separator: ", ")
        case .reject(let reason): "\(word) \(reason.rawValue)"
        case .connect, .voicemail, .hangup: word
        }
    }
}

extension TraceStep {
    package func text(_ numbers: LoggedNumbers) -> String {
        switch self {
        case .number(let pattern): pattern.map { "number " + numbers.text($0) } ?? "other number"
        case .caller(.number(let pattern)): "caller " + numbers.text(pattern)
        case .caller(.list(let name)): "caller in list \(name)"
        case .caller(let pattern): "caller \(pattern)"
        case .called(.number(let pattern)): "called " + numbers.text(pattern)
        case .called(.list(let name)): "called number in list \(name)"
        case .diverted(.number(let pattern)): "diverted from " + numbers.text(pattern)
        case .diverted(.any): "diverted"
        case .overridden(let schedule, let change, let until, let now):
            "override \(schedule) \(change.rawValue)"
                + (until.map { " until \($0.description(relativeTo: now))" } ?? "")
        case .schedule(let name, let status, let reason):
            "\(name) \(status.rawValue)" + (reason.map { " (\($0))" } ?? "")
        case .holiday(let name): "holiday \(name)"
        case .override(let name, let status, let until, let now):
            "\(name) \(status.rawValue) (override until \(until.description(relativeTo: now)))"
        case .turn(let rota, let person, let reason): "\(rota) \(person)" + (reason.map { " (\($0))" } ?? "")
        case .flow(let name): "flow \(name)"
        case .menu(let name): "menu \(name)"
        case .choice(let menu, let keys): "\(menu) \(keys)"
        case .otherwise(let menu, _): "\(menu) else"
        case .silence(let menu, let count): "\(menu) silence \(count)"
        case .wrongKey(let menu, _, let count): "\(menu) wrong key \(count)"
        case .tooManyPrompts: "too many prompts"
        case .leftAlone: "voicemail left alone"
        case .furtherLeg: "further leg of a call, left alone"
        }
    }
}
