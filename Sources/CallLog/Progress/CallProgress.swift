/// Where a call is, event by event. Pure; one row of the log is made of it.
///
/// Pushes of answers and hang-ups are known to stay away where keys were asked for, so no end is waited for: a call that was
/// rejected or hung up by its answer is over, whether the provider says so or not.
struct CallProgress: Equatable {
    var answered: LogMoment?
    var answeredBy: String?
    var isVoicemail = false
    var ended: LogMoment?
    var cause: String?
    /// What the last answer told it to do.
    var action: LoggedAnswer.Action?
    /// In words.
    var lastStep: String?
    /// The menu whose keys are waited for, since when, and the row of the event that asked.
    var asking: Asking?
    /// Whether the caller is known to have hung up.
    var isGone = false
    /// Whether one of its events was refused.
    var isRefused = false

    struct Asking: Equatable {
        var menu: String
        var since: LogMoment
        var event: Int64
    }

    /// What is to be noted at an event that came earlier.
    enum Note: Equatable {
        /// The caller hung up so many milliseconds after this event was answered with a menu's prompt.
        case lost(event: Int64, after: Int64)
    }

    /// Goes on by an event, which is row `row`.
    mutating func take(_ event: LoggedEvent, row: Int64) -> Note? {
        switch event.kind {
        case .answer:
            answered = answered ?? event.at
            answeredBy = event.answeredBy ?? answeredBy
            isVoicemail = isVoicemail || event.isVoicemail
            asking = nil
            return nil
        case .hangup:
            // Of repeated pushes the first counts.
            if ended == nil { (ended, cause) = (event.at, event.cause) }
            return answered == nil ? leave(at: event.at) : nil
        case .dtmf where event.input == .gone:
            ended = ended ?? event.at
            isGone = true
            return leave(at: event.at)
        case .newCall, .dtmf:
            if let refusal = event.refusal {
                (isRefused, lastStep, asking) = (true, "refused: \(refusal)", nil)
                return nil
            }
            guard let answer = event.answer else { return nil }
            action = answer.action
            lastStep = answer.words
            asking = answer.menu.map { Asking(menu: $0, since: event.at, event: row) }
            return nil
        }
    }

    private mutating func leave(at moment: LogMoment) -> Note? {
        guard let asking else { return nil }
        self.asking = nil
        isGone = true
        return .lost(event: asking.event, after: max(0, moment.milliseconds - asking.since.milliseconds))
    }

    /// Whether nothing more is expected of it.
    var isOver: Bool { ended != nil || action == .reject || action == .hangup || isNothing }

    /// Whether refused events are all there is.
    private var isNothing: Bool { isRefused && action == nil && answered == nil }

    var outcome: CallOutcome {
        if answered != nil { return isVoicemail ? .voicemail : .answered }
        if isGone { return .abandoned }
        if isNothing, ended == nil { return .refused }
        switch (action, cause) {
        case (_, "forwarded"): return .forwarded
        case (.reject, _): return .rejected
        case (.hangup, _): return .ended
        case (.voicemail, _): return .voicemail
        case (_, "cancel"): return .abandoned
        // Hung up by somebody, and nobody had taken it: the caller, hearing something.
        case (.play, "normalClearing"), (.ask, "normalClearing"): return .abandoned
        default: return ended == nil ? .open : .missed
        }
    }
}
