import Telephony

/// The state of a call, updated event by event. A pure value; the row of the call in the log is made of it.
///
/// The provider often does not report the answer and the hang-up of a call that was asked for keys. So the end is not
/// waited for: a call that our answer rejected or hung up is over, whether or not the provider reports it.
struct CallProgress: Equatable {
    var answered: Moment?
    var answeredBy: String?
    var answeringNumber: String?
    var isVoicemail = false
    var ended: Moment?
    var cause: String?
    /// The last answer.
    var action: CallAction?
    /// The last answer in words.
    var lastStep: String?
    /// The menu that waits for keys; `nil` if none does.
    var asking: Asking?
    /// Whether the caller is known to have hung up.
    var isGone = false
    /// Whether one of its events was refused.
    var isRefused = false

    struct Asking: Equatable {
        var menu: String
        var since: Moment
        /// The row of the event that was answered with the menu's prompt.
        var event: Int64
    }

    /// A caller who hung up in a menu.
    struct LostCaller: Equatable {
        /// The row of the event that was answered with the menu's prompt.
        var event: Int64
        /// From that answer to the hang-up.
        var milliseconds: Int64
    }

    /// What an event reveals about an event before it.
    enum Correction: Equatable {
        /// The caller was lost, to be stored with the event before.
        case lost(LostCaller)
        /// The caller counted as lost, and was not: the answer was reported after the hang-up.
        case notLost
    }

    /// Updates the state by an event. Events may arrive in any order.
    ///
    /// - Parameter row: The row of the event in the table `event`.
    mutating func apply(_ event: LoggedEvent, row: Int64) -> Correction? {
        switch event.kind {
        case .answer:
            answered = answered ?? min(event.at, ended ?? event.at)
            answeredBy = event.answeredBy ?? answeredBy
            answeringNumber = event.answeringNumber ?? answeringNumber
            isVoicemail = isVoicemail || event.isVoicemail
            asking = nil
            defer { isGone = false }
            return isGone ? .notLost : nil
        case .hangup:
            // Of repeated events the first counts.
            if ended == nil { (ended, cause) = (event.at, event.cause) }
            answeringNumber = answeringNumber ?? event.answeringNumber
            if answeredBy == nil, wasTalking { answeredBy = isAnsweredByVoicemail ? "voicemail" : answeringNumber }
            // A caller who is forwarded goes on in another leg.
            if event.cause == "forwarded" { asking = nil }
            return answered == nil && !wasTalking ? leave(at: event.at) : nil
        case .dtmf where event.input == .gone:
            ended = ended ?? event.at
            isGone = true
            return leave(at: event.at)
        case .newCall, .dtmf:
            if event.users == ["voicemail"] { isVoicemail = true }
            if let refusal = event.refusal {
                (isRefused, lastStep, asking) = (true, "refused: \(refusal)", nil)
                return nil
            }
            guard let answer = event.answer else { return nil }
            action = answer.action
            lastStep = answer.words
            asking = ended == nil ? answer.menu.map { Asking(menu: $0, since: event.at, event: row) } : nil
            return nil
        }
    }

    private mutating func leave(at moment: Moment) -> Correction? {
        guard let asking else { return nil }
        self.asking = nil
        isGone = true
        return .lost(
            LostCaller(event: asking.event, milliseconds: max(0, moment.milliseconds - asking.since.milliseconds)))
    }

    /// Adds what an older version did not store of an event: the number that answered, and the name of who did.
    mutating func complete(from event: LoggedEvent) {
        answeringNumber = answeringNumber ?? event.answeringNumber
        if let name = event.answeredBy { answeredBy = name }
    }

    /// Whether the beginning of the call was reported.
    var hasBegun: Bool { action != nil || isRefused }

    /// Whether one side hung up after talking, although the answer was never reported: pushes get lost.
    private var wasTalking: Bool { answered == nil && cause == "normalClearing" && answeringNumber != nil }

    private var isAnsweredByVoicemail: Bool { isVoicemail || action == .voicemail }

    /// Whether no more events are expected.
    var isOver: Bool { ended != nil || action == .reject || action == .hangup || hasRefusalsOnly }

    /// Whether all events of the call were refused.
    private var hasRefusalsOnly: Bool { isRefused && action == nil && answered == nil }

    var outcome: CallOutcome {
        if answered != nil { return isVoicemail ? .voicemail : .answered }
        if wasTalking { return isAnsweredByVoicemail ? .voicemail : .answered }
        if isGone { return .abandoned }
        if hasRefusalsOnly, ended == nil { return .refused }
        switch (action, cause) {
        case (_, "forwarded"): return .forwarded
        case (.reject, _): return .rejected
        case (.hangup, _): return .ended
        case (.voicemail, _): return .voicemail
        case (_, "cancel"): return .abandoned
        // Hung up although no one had answered: by the caller, while a prompt was playing.
        case (.play, "normalClearing"), (.ask, "normalClearing"): return .abandoned
        default: return ended == nil ? .open : .missed
        }
    }
}
