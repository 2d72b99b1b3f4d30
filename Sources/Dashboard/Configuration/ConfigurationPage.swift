import CallFlow
import HTTPListener

/// The editor, and the findings about its text.
struct ConfigurationPage {
    let file: String
    let text: String
    /// The digest of the text that was opened.
    let opened: String
    let findings: FindingsView
    let note: HTML?
    /// The text on disk, if someone else has written it meanwhile.
    let theirs: String?
    /// The files that the text names.
    let others: [String]
    /// Problems of recordings.
    let recordings: [String]
    let versions: [Version]
    let today: LocalTime

    struct Version: Sendable {
        let name: String
        /// What was changed when it was replaced; nil if it cannot be read.
        let changedLines: Int?
        /// The change that replaced it; nil if it is not known.
        let entry: AuditEntry?
    }

    /// - Parameter form: a form with its token: path and fields.
    func html(form: (String, HTML) -> HTML) -> HTML {
        // Browsers drop a line break at the beginning of a textarea, so one is added for that.
        let fields: HTML = """
            <input type="hidden" name="opened" value="\(opened)">
            <label for="text">\(file)</label>
            <div class="editor"><pre class="numbers" aria-hidden="true"></pre>\
            <textarea id="text" name="text" rows="28" spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off" \
            aria-describedby="findings" \
            data-unreachable="\(Texts.Configuration.unreachable)" data-unchecked="\(Texts.Configuration.unchecked)">
            \(text)</textarea></div>
            \(replacement)<p class="row"><button name="action" value="save">\(Texts.Configuration.save)</button>\
            <button class="quiet" name="action" value="check">\(Texts.Configuration.check)</button>\
            <span class="faint">\(Texts.Configuration.saving)</span></p>
            """
        return """
            <h1>\(Texts.Configuration.title)</h1><div id="note">\(note)</div>
            \(form("/configuration", fields))
            \(other)<section id="findings" aria-live="polite" aria-label="\(Texts.Configuration.findings)">\(findings.html)</section>
            \(otherFiles)\(recordingProblems)\(oldVersions)
            """
    }

    private var otherFiles: HTML? {
        guard !others.isEmpty else { return nil }
        let items = others.map { "<li><code>\($0)</code></li>" as HTML }
        return
            "<h2>\(Texts.Configuration.otherFiles)</h2><p>\(Texts.Configuration.editThere)</p><ul>\(items)</ul>"
    }

    private var recordingProblems: HTML? {
        guard !recordings.isEmpty else { return nil }
        return "<h2>\(Texts.Configuration.recordings)</h2><ul>\(recordings.map { "<li>\($0)</li>" as HTML })</ul>"
    }

    private var oldVersions: HTML? {
        guard !versions.isEmpty else { return nil }
        let items = versions.map { version -> HTML in
            let time = Self.time(ofVersion: version.name, today: today)
            let words = time.map { Texts.Configuration.until($0) } ?? version.name
            let who = version.entry.map { ": " + Texts.Audit.who($0) } ?? ""
            let lines = version.entry.map { Texts.Audit.changes($0) } ?? []
            let changed: String =
                lines.isEmpty
                ? version.changedLines.map { ", \(Texts.Configuration.changed(lines: $0))" } ?? "" : who
            let path = "/configuration/versions/\(version.name.percentEncoded)"
            let list: HTML? =
                lines.isEmpty ? nil : "<ul class=\"plain\">\(lines.map { "<li>\($0)</li>" as HTML })</ul>"
            return "<li><a href=\"\(path)\">\(words)</a><span class=\"faint\">\(changed)</span>\(list)</li>"
        }
        return "<details><summary>\(Texts.Configuration.versions(versions.count))</summary><ul>\(items)</ul></details>"
    }

    /// When a version was replaced, from its name: `announce.yaml.bak-2026-11-27T160430-000`.
    static func time(ofVersion name: String, today: LocalTime) -> String? {
        guard let mark = name.lastRange(of: ".bak-") else { return nil }
        let stamp = name[mark.upperBound...].prefix(17)
        let (day, clock) = (stamp.prefix(10), stamp.dropFirst(11))
        let digits = Array(clock)
        guard digits.count == 6 else { return nil }
        let text = "\(day)T\(String(digits[0..<2])):\(String(digits[2..<4])):\(String(digits[4..<6]))"
        return LocalTime(text).map { Texts.CallBacks.time($0, relativeTo: today) }
    }

    // MARK: Someone else's version

    /// The box that says that the other version may be replaced.
    private var replacement: HTML? {
        theirs.map { theirs in
            """
            <input type="hidden" name="theirs" value="\(EditedFile.mark(of: theirs))">\
            <p class="note"><label class="inline"><input type="checkbox" name="replace" value="yes"> \
            \(Texts.Configuration.replace)</label></p>
            """
        }
    }

    private var other: HTML? {
        theirs.map { theirs in
            """
            <details open><summary>\(Texts.Configuration.differences)</summary>\(TextComparison(theirs, text).html)</details>
            <details><summary>\(Texts.Configuration.theirs)</summary><pre>\(theirs)</pre></details>
            <p><a class="button quiet" href="/configuration">\(Texts.Configuration.takeTheirs)</a></p>
            """
        }
    }
}

extension String {
    fileprivate func lastRange(of text: String) -> Range<String.Index>? {
        ranges(of: text).last
    }
}
