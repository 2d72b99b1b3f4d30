import CallFlow
import HTTPListener
import MediaLibrary
import Telephony

/// The form in which an announcement is typed.
struct TextPage {
    let request: AdminRequest
    let typed: TypedText
    let configuration: Configuration
    /// Whether something speaks texts.
    let speaks: Bool
    /// Whether callers hear a recording under the name, which beats its text.
    let isRecorded: Bool
    /// Whether the name is that of an announcement that exists, and is not to be changed.
    let isNamed: Bool
    let problem: HTML?

    static func path(of name: AnnouncementName) -> String {
        TypedText.path + "?" + String.query(of: [("name", name.text)])
    }

    var html: HTML {
        let back: HTML =
            isNamed
            ? "<a href=\"/announcements/of/\(typed.name.percentEncoded)\">\(typed.name)</a>"
            : "<a href=\"\(AnnouncementPaths.list)\">\(Texts.Announcements.all)</a>"
        let hear: HTML? =
            speaks && !isRecorded ? "<button name=\"action\" value=\"hear\">\(Texts.Speaking.hear)</button>" : nil
        let save: HTML = """
            <button\(hear == nil ? "" : " class=\"quiet\"" as HTML) name="action" value="save">\(hear == nil ? Texts.Hours.save : Texts.Speaking.publishUnheard)</button>
            """
        let form = request.form(
            TypedText.path, kind: "fields card",
            """
            \(isNamed ? "<input type=\"hidden\" name=\"named\" value=\"1\">" as HTML : nil)\
            \(TextPieces.fields(typed, hasName: !isNamed, in: configuration))<p class="row">\(hear)\(save)</p>
            """)
        let note: HTML? =
            isRecorded
            ? "<p class=\"note\">\(Texts.Speaking.recordingStays)</p>"
            : speaks ? nil : "<p class=\"note\">\(Texts.Speaking.nothingSpeaks)</p>"
        return """
            <p>\(back)</p><h1>\(isNamed ? Texts.Speaking.title(typed.name) : Texts.Speaking.new)</h1>\
            \(problem.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(note)\(form)
            """
    }
}
