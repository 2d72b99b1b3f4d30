package import Telephony

/// Which calls a branch of `called` is for, by the number dialled: that of an outgoing call, or the one of ours that was
/// called.
package enum CalledPattern: Hashable, Sendable, CustomStringConvertible {
    case number(NumberPattern)
    /// Those of a list, by its name: see `Configuration.matches`.
    case list(String)

    /// The calls in words: `to +49900*`, `to premium`.
    package var words: String { "to \(self)" }

    /// `+49900*`, `premium`
    package var description: String {
        switch self {
        case .number(let pattern): pattern.description
        case .list(let name): name
        }
    }
}

/// The steps for calls to some numbers.
package struct CalledBranch: Hashable, Sendable {
    package var pattern: CalledPattern
    package var steps: StepList

    package init(pattern: CalledPattern, steps: StepList) {
        self.pattern = pattern
        self.steps = steps
    }
}

extension Configuration {
    /// Whether a branch is for calls to a number.
    package func matches(_ pattern: CalledPattern, _ called: PhoneNumber) -> Bool {
        switch pattern {
        case .number(let pattern): pattern.matches(called)
        case .list(let name): lists[name]?.contains(called) ?? false
        }
    }
}
