import CallFlow
import Sipgate
import Telephony

/// The choice of announcements that are played as one: a list for each, and one more.
struct PromptChooser: Hashable, Sendable {
    /// Names as they were chosen; empty ones are left out.
    var names: [String]

    /// More are left to the file.
    static let most = 9

    init(_ prompt: Prompt?) { names = prompt?.parts.map(\.text) ?? [] }

    /// As sent by a form.
    init(_ fields: FormFields, _ name: String) {
        names = (0..<Self.most).compactMap { fields["\(name)\($0)"] }.filter { !$0.isEmpty }
    }

    /// What was chosen; nil if nothing was.
    ///
    /// - Throws: a sentence, if a name cannot be one.
    func prompt() throws(StepChooser.Mistake) -> Prompt? {
        var parts: [AnnouncementName] = []
        for name in names {
            guard let part = try? AnnouncementName(name) else {
                throw StepChooser.Mistake(Texts.Steps.noAnnouncement)
            }
            parts.append(part)
        }
        return Prompt(parts)
    }

    /// The fields.
    ///
    /// - Parameters:
    ///   - name: what their names begin with.
    ///   - title: what the first is labelled with.
    ///   - context: what the choice is for, for screen readers.
    ///   - none: what choosing nothing means.
    func html(
        _ name: String, _ title: String, context: String, none: String, announcements: [AnnouncementName]
    ) -> HTML {
        let field = AnnouncementField(announcements: announcements)
        let selects = (0..<min(Self.most, max(1, names.count + 1))).map { index -> HTML in
            let chosen = names.indices.contains(index) ? names[index] : ""
            let empty = index == 0 ? none : Texts.Flows.nothing
            return """
                <div><label for="\(name)\(index)">\(index == 0 ? title : Texts.Flows.andThen) \
                <span class="hidden">\(context)</span></label>\
                \(field.input("\(name)\(index)", id: "\(name)\(index)", none: empty, chosen: chosen))</div>
                """
        }
        return "<div class=\"prompt\">\(selects)</div>"
    }

    /// Where another announcement is recorded, without leaving the form, and the suggestions of its fields. Once on a page.
    ///
    /// - Parameters:
    ///   - fields: as of `AnnouncementField`.
    ///   - typed: the fields of one that is typed.
    static func recordLink(_ announcements: [AnnouncementName], fields: Int = 1, typed: HTML? = nil) -> HTML {
        """
        \(AnnouncementField(announcements: announcements, fields: fields).suggestions)\(typed)<p class="faint"><a href="/announcements#new" target="_blank" rel="noopener">\(Texts.Flows.recordOne)</a> \
        <small>(\(Texts.Flows.newTab))</small></p>
        """
    }
}
