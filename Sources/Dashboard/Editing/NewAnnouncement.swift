import CallFlow
import HTTPListener
import Sipgate
import Telephony

/// A new announcement that is typed within the form of something else, and saved with it.
struct NewAnnouncement: Sendable {
    private static let prefix = "new-"

    let typed: TypedText

    init(_ fields: FormFields) { typed = TypedText(fields, Self.prefix) }
    /// Nothing typed yet.
    init() { typed = TypedText("", nil, in: nil) }

    /// The name as a choice of the form's lists, if it can be one.
    var name: AnnouncementName? { typed.isBlank ? nil : try? AnnouncementName(typed.name) }

    /// What is to be written, and what that changes in words; nothing if nothing was typed.
    ///
    /// - Throws: a sentence about what cannot be an announcement.
    func edit(
        in configuration: Configuration
    ) throws(TypedText.Mistake) -> (edits: [ConfigurationEdit], lines: [String]) {
        guard !typed.isBlank else { return ([], []) }
        let (name, text) = try typed.announcement(in: configuration)
        let old = configuration.texts[name]
        guard old?.template != text.template else { return ([], []) }
        let line =
            old == nil
            ? Texts.Speaking.added(name.text, text.template.written)
            : Texts.Speaking.changed(name.text, text.template.written)
        return ([.text(name, text)], [line])
    }

    /// The fields, folded until they are needed; nothing where no voice speaks.
    func html(in configuration: Configuration) -> HTML? {
        guard configuration.speech != nil else { return nil }
        return """
            <details class="typed"\(if: !typed.isBlank, "open")><summary>\(Texts.Speaking.typeInPlace)</summary>\
            <p class="faint">\(Texts.Speaking.typeInPlaceHelp)</p>\
            \(TextPieces.fields(typed, Self.prefix, hasName: true, in: configuration))\
            <p class="row" data-script hidden><button type="button" class="quiet" data-hear="\(TypedText.path)/hear">\(Texts.Speaking.hear)</button>\
            <audio controls preload="none" aria-label="\(Texts.Speaking.typeInPlace)" hidden></audio>\
            <span role="status" data-words="\(Texts.Speaking.isPreparing)"></span></p></details>
            """
    }
}

extension FormEditing {
    /// What callers can be made to hear, with what is typed in the form.
    func announcements(with new: NewAnnouncement) -> [AnnouncementName] {
        guard let name = new.name, !announcements.contains(name) else { return announcements }
        return (announcements + [name]).sorted()
    }
}
