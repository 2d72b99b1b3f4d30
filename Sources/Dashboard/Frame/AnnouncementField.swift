import Telephony

/// A field for the name of an announcement: a list to choose from, and with many of them a text with suggestions, which a page has once
/// for all of its fields.
struct AnnouncementField {
    let announcements: [AnnouncementName]
    /// How many such fields a page has: many lists make it long.
    var fields = 1

    /// As many as people read through.
    private static let most = 30
    /// Entries of all lists of a page.
    private static let mostEntries = 600
    private static let list = "announcement-names"

    private var isText: Bool {
        announcements.count > Self.most || announcements.count * fields > Self.mostEntries && fields > 1
    }

    /// The suggestions, to be placed once on a page.
    var suggestions: HTML? {
        guard isText else { return nil }
        return
            "<datalist data-announcements id=\"\(Self.list)\">\(announcements.map { "<option value=\"\($0)\">" as HTML })</datalist>"
    }

    /// - Parameters:
    ///   - none: words for no announcement; nil: there must be one.
    ///   - chosen: its name, or what was typed.
    func input(_ name: String, id: String, none: String?, chosen: String = "") -> HTML {
        guard isText else {
            let options = announcements.map { announcement -> HTML in
                "<option value=\"\(announcement)\"\(if: announcement.text == chosen, "selected")>\(announcement)</option>"
            }
            // The chosen one is there in any case, so that a form never changes what was not touched.
            let isMissing = !chosen.isEmpty && !announcements.contains { $0.text == chosen }
            let missing: HTML? =
                isMissing ? "<option value=\"\(chosen)\" selected>\(Texts.Flows.notPublished(chosen))</option>" : nil
            let empty: HTML? = none.map { "<option value=\"\">\($0)</option>" }
            return
                "<select id=\"\(id)\" name=\"\(name)\" data-announcements>\(empty)\(missing)\(options)</select>"
        }
        return """
            <input id="\(id)" name="\(name)" value="\(chosen)" list="\(Self.list)" placeholder="\(none)" autocomplete="off">
            """
    }
}
