import HTTPListener
import HTTPTypes
import Telephony

/// A form that was sent, and what it would change: the way from there to a saved file is the same for all forms.
struct SentForm: Sendable {
    let changes: FormChanges
    /// Nil: there is nothing that can be saved.
    let draft: FormEditing.Draft?
    /// The sentence if what it edits was changed since the page was opened; nil if it was not.
    let conflict: String?
    /// The mark of the changes that the page has shown (`FormEditing.Draft.mark`).
    let confirmed: String?
    /// Whether what it says is to be called before it is saved.
    var isTrial = false
    /// A number whose calls it changes; nil: any.
    var number: PhoneNumber?
}

extension FormEditing {
    /// Saves what a form changes, if nothing was changed meanwhile, it can be saved, and it is what the page has shown.
    ///
    /// - Parameters:
    ///   - path: the page to show once it is saved.
    ///   - again: the page of the form once more, with a status and a note.
    func save(
        _ form: SentForm, thenSee path: String, again page: (HTTPResponse.Status, HTML) -> Reply
    ) async -> Reply {
        func again(_ status: HTTPResponse.Status, _ kind: String, _ sentence: HTML) -> Reply {
            page(status, "<p class=\"\(kind)\" role=\"alert\">\(sentence)</p>")
        }
        if form.isTrial {
            if let draft = form.draft {
                drafts.keep(draft.configuration, as: draft.mark)
                return .seeOther(TrialDrafts.path(of: draft.mark, to: form.number))
            }
            if case .nothing = form.changes { return .seeOther(TrialDrafts.path(of: nil, to: form.number)) }
        }
        if let conflict = form.conflict { return again(.conflict, "bad", HTML(conflict)) }
        guard let draft = form.draft else {
            if case .nothing = form.changes { return again(.ok, "note", HTML(Texts.Hours.noChanges)) }
            return again(.unprocessableContent, "bad", HTML(Texts.Hours.notSaved))
        }
        guard form.confirmed == draft.mark else { return again(.ok, "note", HTML(Texts.Hours.look)) }
        do throws(Failure) {
            try await save(draft)
        } catch {
            return again(.conflict, "bad", error.sentence(name))
        }
        return .seeOther(path)
    }
}
