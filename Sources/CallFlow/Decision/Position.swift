package import Telephony

/// The state of a call between two events.
///
/// The server keeps nothing about a call: its whole state travels to the provider and back as part of the address of
/// the next event. So any instance can continue any call, also after a restart.
package struct Position: Hashable, Sendable {
    /// How the call continues.
    package enum Next: Hashable, Sendable {
        /// Keys for the innermost menu.
        case keys
        /// With step `index` of the list at `path`, if that list still has this `StepList.fingerprint`.
        case step(path: String, index: Int, fingerprint: UInt32)
    }

    /// The step after a `do`, where the call continues once the flow has come to its end.
    package struct Return: Hashable, Sendable {
        package var path: String
        package var index: Int
        /// The `StepList.fingerprint` of the list at `path`.
        package var fingerprint: UInt32

        package init(path: String, index: Int, fingerprint: UInt32) {
            self.path = path
            self.index = index
            self.fingerprint = fingerprint
        }
    }

    package var direction: CallDirection
    package var from: Caller
    package var to: PhoneNumber?
    /// Where the call was forwarded from, if steps depend on it.
    package var diversion: Diversion?
    /// The keys of the choice that the next step belongs to, if it dials them.
    package var keys: String?
    /// The menus entered, innermost last; without duplicates.
    package var menus: [String]
    /// How often the innermost menu was answered with silence.
    package var silences: Int
    /// How often the innermost menu was answered with a wrong key.
    package var wrongKeys: Int
    /// Number of prompts heard in total.
    package var promptsHeard: Int
    package var next: Next
    /// Where the flows come back to that the call is in by `do`, innermost last. Only if `next` is a step.
    package var returns: [Return]

    package init(
        direction: CallDirection, from: Caller, to: PhoneNumber?, diversion: Diversion? = nil, keys: String? = nil,
        menus: [String] = [], silences: Int = 0, wrongKeys: Int = 0, promptsHeard: Int = 0, next: Next,
        returns: [Return] = []
    ) {
        self.direction = direction
        self.from = from
        self.to = to
        self.diversion = diversion
        self.keys = keys
        self.menus = menus
        self.silences = silences
        self.wrongKeys = wrongKeys
        self.promptsHeard = promptsHeard
        self.next = next
        self.returns = returns
    }
}
