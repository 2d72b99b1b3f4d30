package import Telephony

/// An answer to an event, as the log keeps it.
package struct LoggedAnswer: Hashable, Sendable {
    package var action: CallAction
    /// For display: `ask main-menu`, `dial +4930123456`.
    package var words: String
    /// The menu that waits for keys.
    package var menu: String?
    /// The sound that the caller hears.
    package var sound: Sound?

    /// A published file named by an answer. The provider is expected to fetch it.
    package struct Sound: Hashable, Sendable {
        /// The published name: `closed-0123456789abcdef.wav`. The whole URL if it is fetched from another server.
        package var file: String
        /// The announcements in it, joined by `+`.
        package var prompt: String

        package init(file: String, prompt: String) { (self.file, self.prompt) = (file, prompt) }
    }

    package init(_ action: CallAction, words: String, menu: String? = nil, sound: Sound? = nil) {
        (self.action, self.words, self.menu, self.sound) = (action, words, menu, sound)
    }
}
