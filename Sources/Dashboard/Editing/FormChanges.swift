import CallFlow

/// What a form would change, below its fields and above its button: in words, with the mark that says they were read.
enum FormChanges {
    case nothing
    /// Sentences about fields that cannot be read.
    case problems([String])
    case failure(HTML)
    case changes([String], failures: [String], mark: String)

    var html: HTML {
        switch self {
        case .nothing: return "<p class=\"faint\">\(Texts.Hours.noChanges)</p>"
        case .problems(let sentences):
            return "<ul class=\"bad plain\">\(sentences.map { "<li>\($0)</li>" as HTML })</ul>"
        case .failure(let sentence): return "<p class=\"bad\">\(sentence)</p>"
        case .changes(let lines, let failures, let mark):
            let calls: HTML? = failures.isEmpty ? nil : "<p class=\"note\">\(Texts.Hours.failingCalls(failures))</p>"
            return """
                <p><strong>\(Texts.Hours.changes)</strong></p><ul class="plain">\(lines.map { "<li>\($0)</li>" as HTML })</ul>\(calls)\
                <input type="hidden" name="confirmed" value="\(mark)">
                """
        }
    }

    /// The changes and the button that saves them, at the end of a form.
    ///
    /// - Parameters:
    ///   - check: where a script asks for the changes.
    ///   - discard: the page without what was typed.
    static func bar(_ changes: FormChanges, check: String, discard: String) -> HTML {
        """
        <div class="savebar"><div id="changes" aria-live="polite" data-check="\(check)" \
        data-unreachable="\(Texts.Hours.unreachable)">\(changes.html)</div>
        <p class="row"><button name="action" value="save">\(Texts.Hours.save)</button>\
        <button class="quiet" name="action" value="try" formtarget="_blank">\(Texts.Flows.tryDraft)</button>\
        <a class="button quiet" href="\(discard)">\(Texts.Hours.discard)</a></p></div>
        """
    }
}
