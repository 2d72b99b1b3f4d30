package import Telephony

/// A call written down as it is to be: who calls whom and when, what is pressed, and what is heard and done.
package struct GoldenCall: Hashable, Sendable {
    /// What the caller does or lives through.
    package enum Step: Hashable, Sendable {
        case hear(Prompt)
        case press(String)
        /// Nothing is pressed when asked.
        case silence
        /// Rings at other numbers; the end of the call here.
        case dial([PhoneNumber])
        case end(CallEnd)
    }

    /// What people call it.
    package var name: String?
    package var direction: Position.Direction
    package var from: Caller
    package var to: PhoneNumber
    /// The clock stands still there from the first step to the last.
    package var at: LocalTime
    /// May stop where the call waits for keys: then the caller hangs up there.
    package var steps: [Step]

    package init(
        name: String? = nil, direction: Position.Direction, from: Caller, to: PhoneNumber, at: LocalTime, steps: [Step]
    ) {
        self.name = name
        self.direction = direction
        self.from = from
        self.to = to
        self.at = at
        self.steps = steps
    }

    /// What is pressed, question by question; silence is an empty text.
    package var inputs: [String] {
        steps.compactMap { step in
            switch step {
            case .press(let keys): keys
            case .silence: ""
            case .hear, .dial, .end: nil
            }
        }
    }

    /// The index of the first step that `lived` differs in, also where one of both has more; nil: they are the same.
    package func difference(to lived: [Step]) -> Int? {
        let alike = zip(steps, lived).prefix { $0 == $1 }.count
        return alike == steps.count && alike == lived.count ? nil : alike
    }
}

/// How a call ends that rings nowhere else.
package enum CallEnd: String, CaseIterable, Hashable, Sendable {
    case hangup
    /// Rings as if nobody had been asked.
    case connect
    case voicemail
    case reject
    case busy
}

extension LocalTime {
    /// `2026-12-24T13:59`, with seconds where there are any.
    package var exactDescription: String {
        let seconds = second % 60
        return description + (seconds == 0 ? "" : (seconds < 10 ? ":0" : ":") + "\(seconds)")
    }
}
