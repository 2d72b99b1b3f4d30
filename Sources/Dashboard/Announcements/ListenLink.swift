import MediaLibrary
import Telephony

/// A link to the sound of a prompt, which the page's script plays in place; without scripts the browser opens it.
struct ListenLink {
    private let prompt: Prompt
    private let path: String
    private let words: String?

    /// Nil if the prompt is not published.
    ///
    /// - Parameter words: what is seen instead of the prompt's name.
    init?(_ prompt: Prompt, _ catalogue: Catalogue, words: String? = nil) {
        guard let file = catalogue.announcement(prompt) else { return nil }
        (self.prompt, self.words) = (prompt, words)
        path = AnnouncementPaths.sound(file)
    }

    var html: HTML {
        """
        <a class="listen" data-listen href="\(path)" aria-label="\(Texts.Home.listen(to: prompt.description))">\
        \(words ?? prompt.description)</a>
        """
    }
}
