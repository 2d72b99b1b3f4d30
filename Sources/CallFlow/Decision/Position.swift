package import Telephony

/// Where a call is between two events: all that is known of it, since nothing is kept here.
package struct Position: Hashable, Sendable {
    package enum Direction: String, Hashable, Sendable {
        case incoming = "in"
        case outgoing = "out"
    }

    /// What is to come.
    package enum Next: Hashable, Sendable {
        /// Keys for the innermost menu.
        case keys
        /// Step `index` of the list at `place`. `mark` tells a list of the same place and other steps.
        case step(place: String, index: Int, mark: UInt32)
    }

    package var direction: Direction
    package var from: Caller
    package var to: PhoneNumber?
    /// Menus that led here, innermost last; none twice.
    package var menus: [String]
    /// How often the innermost menu heard nothing, and a wrong key.
    package var silences: Int
    package var wrongKeys: Int
    /// Prompts heard in all.
    package var heard: Int
    package var next: Next

    package init(
        direction: Direction, from: Caller, to: PhoneNumber?, menus: [String] = [], silences: Int = 0,
        wrongKeys: Int = 0, heard: Int = 0, next: Next
    ) {
        self.direction = direction
        self.from = from
        self.to = to
        self.menus = menus
        self.silences = silences
        self.wrongKeys = wrongKeys
        self.heard = heard
        self.next = next
    }
}
