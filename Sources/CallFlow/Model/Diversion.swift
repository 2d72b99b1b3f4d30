package import Telephony

/// The number that a call was dialled to before it was forwarded here.
package enum Diversion: Hashable, Sendable {
    case number(PhoneNumber)
    /// A word or an ID that is not a telephone number.
    case other
}

/// Which calls a branch of `diverted` is for.
package enum DiversionPattern: Hashable, Sendable, CustomStringConvertible {
    /// Every call that was forwarded.
    case any
    case number(NumberPattern)

    package func matches(_ diversion: Diversion) -> Bool {
        switch (self, diversion) {
        case (.any, _): true
        case (.number(let pattern), .number(let number)): pattern.matches(number)
        case (.number, .other): false
        }
    }

    /// The calls in words: `diverted`, `diverted from +49157*`.
    package var words: String { self == .any ? "diverted" : "diverted from \(self)" }

    /// `any`, `+49157*`
    package var description: String {
        switch self {
        case .any: "any"
        case .number(let pattern): pattern.description
        }
    }
}

/// The steps for some forwarded calls.
package struct DiversionBranch: Hashable, Sendable {
    package var pattern: DiversionPattern
    package var steps: StepList

    package init(pattern: DiversionPattern, steps: StepList) {
        self.pattern = pattern
        self.steps = steps
    }
}

/// What the network says about a new call beside who calls whom.
package struct CallLeg: Hashable, Sendable {
    /// Whether the call is a further part of one that began before: it was transferred, forwarded, or dialled by click.
    package var isFurther: Bool
    /// The number that the call was dialled to first; `nil` if that is the number called, or unknown.
    package var diversion: Diversion?

    package init(isFurther: Bool = false, diversion: Diversion? = nil) {
        self.isFurther = isFurther
        self.diversion = diversion
    }
}

/// What happens to new calls that are further parts of one that began before.
package enum ForwardedLegs: String, Hashable, Sendable, CaseIterable {
    /// They ring as usual: the caller has been greeted. One that was forwarded to another configured number is answered.
    case leaveAlone = "leave-alone"
    /// They are answered as any call.
    case answer
}
