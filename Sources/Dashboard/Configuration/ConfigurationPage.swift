import HTTPListener

/// The editor, and the findings about its text.
struct ConfigurationPage {
    let file: String
    let text: String
    /// The digest of the text that was opened.
    let opened: String
    let findings: FindingsView
    let note: HTML?
    /// The files that the text names.
    let others: [String]
    /// Problems of recordings.
    let recordings: [String]
    let versions: [String]

    /// - Parameter form: a form with its token: path and fields.
    func html(form: (String, HTML) -> HTML) -> HTML {
        // Browsers drop a line break at the beginning of a textarea, so one is added for that.
        let fields: HTML = """
            <input type="hidden" name="opened" value="\(opened)">
            <label for="text">\(file)</label>
            <div class="editor"><pre class="numbers" aria-hidden="true"></pre>\
            <textarea id="text" name="text" rows="28" spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off" \
            aria-describedby="findings">
            \(text)</textarea></div>
            <p class="row"><button name="action" value="save">Save</button>\
            <button class="quiet" name="action" value="check">Check</button>\
            <span class="faint">Saving validates the text, takes effect at once and keeps the previous version.</span></p>
            """
        return """
            <h1>Configuration</h1><div id="note">\(note)</div>
            \(form("/configuration", fields))
            <section id="findings" aria-live="polite" aria-label="Findings">\(findings.html)</section>
            \(otherFiles)\(recordingProblems)\(oldVersions)
            """
    }

    private var otherFiles: HTML? {
        guard !others.isEmpty else { return nil }
        let items = others.map { "<li><code>\($0)</code></li>" as HTML }
        return
            "<h2>Files that belong to it</h2><p>Edit these where they are; they take effect when they are saved.</p><ul>\(items)</ul>"
    }

    private var recordingProblems: HTML? {
        guard !recordings.isEmpty else { return nil }
        return "<h2>Recordings</h2><ul>\(recordings.map { "<li>\($0)</li>" as HTML })</ul>"
    }

    private var oldVersions: HTML? {
        guard !versions.isEmpty else { return nil }
        let items = versions.map { name -> HTML in
            "<li><a href=\"/configuration/versions/\(name.percentEncoded)\">\(name)</a></li>"
        }
        return "<details><summary>Earlier versions (\(versions.count))</summary><ul>\(items)</ul></details>"
    }
}
