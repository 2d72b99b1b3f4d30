import Telephony

/// The state of a call, updated event by event. A pure value; the row of the call in the log is made of it.
///
/// The provider often does not report the answer and the hang-up of a call that was asked for keys. So the end is not
/// waited for: a call that our answer rejected or hung up is over, whether or not the provider reports it.
struct CallProgress: Equatable {
    var answered: Moment?
    var answeredBy: String?
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

    /// Updates the state by an event.
    ///
    /// - Parameter row: The row of the event in the table `event`.
    /// - Returns: The caller who was lost by this event, to be stored with the event before.
    mutating func apply(_ event: LoggedEvent, row: Int64) -> LostCaller? {
        switch event.kind {
        case .answer:
            answered = answered ?? event.at
            answeredBy = event.answeredBy ?? answeredBy
            isVoicemail = isVoicemail || event.isVoicemail
            asking = nil
            return nil
        case .hangup:
            // Of repeated events the first counts.
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

    private mutating func leave(at moment: Moment) -> LostCaller? {
        guard let asking else { return nil }
        self.asking = nil
        isGone = true
        return LostCaller(
            event: asking.event, milliseconds: max(0, moment.milliseconds - asking.since.milliseconds))
    }

    /// Whether no more events are expected.
    var isOver: Bool { ended != nil || action == .reject || action == .hangup || hasRefusalsOnly }

    /// Whether all events of the call were refused.
    private var hasRefusalsOnly: Bool { isRefused && action == nil && answered == nil }

    var outcome: CallOutcome {
        if answered != nil { return isVoicemail ? .voicemail : .answered }
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
