package import Telephony

/// An expected call: who calls whom and when, which keys are pressed, and what the caller hears until the call ends.
package struct GoldenCall: Hashable, Sendable {
    /// What the caller hears or does.
    package enum Step: Hashable, Sendable {
        case hear(Prompt)
        case press(String)
        /// No key is pressed when the call waits for one.
        case silence
        /// Rings other numbers, which ends the call here.
        case dial([DialTarget])
        case end(CallEnd)
    }

    /// A title for reports.
    package var name: String?
    package var direction: CallDirection
    package var from: Caller
    package var to: PhoneNumber
    /// The number that the call was forwarded from.
    package var diverted: PhoneNumber?
    /// The local time of the call; the clock is frozen at it.
    package var at: LocalTime
    /// The list can stop wherever the call waits for keys; the caller hangs up there.
    package var steps: [Step]

    package init(
        name: String? = nil, direction: CallDirection, from: Caller, to: PhoneNumber, diverted: PhoneNumber? = nil,
        at: LocalTime, steps: [Step]
    ) {
        self.name = name
        self.direction = direction
        self.from = from
        self.to = to
        self.diverted = diverted
        self.at = at
        self.steps = steps
    }

    /// The keys pressed, one entry each time the call waits for keys; silence is an empty text.
    package var inputs: [String] {
        steps.compactMap { step in
            switch step {
            case .press(let keys): keys
            case .silence: ""
            case .hear, .dial, .end: nil
            }
        }
    }

    /// The index of the first step in which the call differs from `actual`, or of the first that only one of them has;
    /// `nil` if they are the same.
    package func firstDifference(from actual: [Step]) -> Int? {
        let equal = zip(steps, actual).prefix { $0 == $1 }.count
        return equal == steps.count && equal == actual.count ? nil : equal
    }
}

/// How a call ends if it does not ring other numbers.
package enum CallEnd: String, CaseIterable, Hashable, Sendable {
    case hangup
    /// Rings as if this server did not exist.
    case connect
    case voicemail
    case reject
    case busy
}

extension LocalTime {
    /// `2026-12-24T13:59`, with seconds unless they are 0.
    package var exactDescription: String {
        let seconds = second % 60
        return description + (seconds == 0 ? "" : (seconds < 10 ? ":0" : ":") + "\(seconds)")
    }
}
