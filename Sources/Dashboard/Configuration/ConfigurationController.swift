import CallFlow
import HTTPListener
import HTTPTypes
import Logging
import MediaLibrary
import NIOPosix
import Sipgate
import SystemPackage
import Telephony
import Webhook

/// `/configuration`: an editor for `announce.yaml` that validates while typing and saves valid texts only.
struct ConfigurationController: AdminSection {
    static let entry: AdminEntry? = AdminEntry(title: "Configuration", path: "/configuration")
    static let script = AdminAsset("configuration.js", PackageResources.configuration_js)

    let file: EditedFile
    let live: LivePlan
    /// The edit on disk that waits to be confirmed.
    let held: @Sendable () -> HeldEdit?
    let now: @Sendable () -> Moment
    let logger: Logger

    /// Bytes of a posted form: percent-encoding may triple the text.
    private static let limit = 3 * EditedFile.longest

    var assets: [AdminAsset] { [Self.script] }

    var routes: [AdminRoute] {
        [
            .get("/configuration") { try await open($0) },
            .form("/configuration", limit: Self.limit) { try await save($0, $1) },
            .text("/configuration/check", limit: EditedFile.longest) { .html(try await findings(of: $1).html) },
            .form("/configuration/accept", limit: 1 << 12) { try await accept($0, $1) },
            .get("/configuration/versions/{version}") { try await openVersion($0) },
        ]
    }

    private func open(_ request: AdminRequest) async throws -> Reply {
        do {
            let text = try await file.offThread { try $0.read() }
            let note: HTML? =
                if request.query?["saved"] != nil {
                    "<p class=\"good\" role=\"status\">Saved. The changes are in effect.</p>"
                } else if request.query?["accepted"] != nil {
                    "<p class=\"good\" role=\"status\">Confirmed. The edit is in effect.</p>"
                } else {
                    if let edit = held() {
                        confirmation(edit, await file.offThread { $0.written(text) }, request)
                    } else {
                        nil
                    }
                }
            return try await page(request, text: text, on: text, note: note)
        } catch let failure as EditedFileError {
            return self.failed(request, failure)
        }
    }

    /// Says that the text on disk is not in use, and offers to use it.
    private func confirmation(_ edit: HeldEdit, _ text: WrittenConfiguration, _ request: AdminRequest) -> HTML {
        let form = request.form(
            "/configuration/accept",
            """
            <input type="hidden" name="opened" value="\(EditedFile.mark(of: text))">
            <p class="row"><button>\(edit.isInUse ? "Confirm this edit" : "Use this edit")</button></p>
            """)
        return "<div class=\"bad\" role=\"alert\"><p>\(edit.sentence)</p>\(form)</div>"
    }

    /// Confirms the edit on disk, if it is still the one that was shown.
    private func accept(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        do {
            let text = try await file.offThread { $0.written(try $0.read()) }
            guard EditedFile.mark(of: text) == fields["opened"] else { return try await open(request) }
            try await file.offThread { try $0.accept(text) }
            logger.notice(
                "The edited configuration was confirmed on the dashboard",
                metadata: ["file": .string(file.path.string)])
            return .seeOther("/configuration?accepted=1")
        } catch let failure as EditedFileError {
            return failed(request, failure)
        }
    }

    /// An earlier version in the editor, to read or to save again.
    private func openVersion(_ request: AdminRequest) async throws -> Reply {
        let name = request["version"]
        let kept = await file.offThread { $0.versions[name].flatMap { String(validating: $0, as: UTF8.self) } }
        guard let old = kept else {
            return request.frame.refusal("Not found", .notFound, "This version does not exist.")
        }
        do {
            let text = try await file.offThread { try $0.read() }
            return try await page(
                request, text: old, on: text,
                note: "<p class=\"note\">This is the earlier version \(name). Save it to put it into effect again.</p>")
        } catch let failure as EditedFileError {
            return self.failed(request, failure)
        }
    }

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let opened = fields["opened"] ?? ""
        do {
            let current = try await file.offThread { try $0.read() }
            let text = EditedFile.text(fields["text"] ?? "", like: current)
            let isMine = EditedFile.mark(of: current) == opened
            guard isMine else { return try await conflict(request, text: text, current: current) }
            guard fields["action"] == "save" else { return try await page(request, text: text, on: current) }
            let reading = await file.offThread { $0.reading(text) }
            guard reading.configuration != nil else {
                return try await page(
                    request, text: text, on: current, status: .unprocessableContent,
                    note: "<p class=\"bad\" role=\"alert\">Not saved: the text has errors, listed below.</p>")
            }
            let time = live.configuration.timeZone.localTime(at: now())
            try await file.offThread { try $0.save(text, opened: opened, at: time) }
            logger.notice(
                "The configuration was edited on the dashboard", metadata: ["file": .string(file.path.string)])
            return .seeOther("/configuration?saved=1")
        } catch EditedFileError.changed(let current) {
            return try await conflict(
                request, text: EditedFile.text(fields["text"] ?? "", like: current), current: current)
        } catch let failure as EditedFileError {
            return self.failed(request, failure, text: fields["text"])
        }
    }

    /// The file was changed since it was opened: both texts are shown, and neither is lost.
    private func conflict(_ request: AdminRequest, text: String, current: String) async throws -> Reply {
        try await page(
            request, text: text, on: current, status: .conflict,
            note: """
                <div class="bad" role="alert"><p>Not saved: the file was changed on disk since you opened it. Your text is in the \
                editor; the differences are below. Copy what you need. Saving again replaces the file with your text.</p></div>
                <details open><summary>Differences between the file on disk and your text</summary>\(TextComparison(current, text).html)</details>
                """)
    }

    private func findings(of text: String) async throws -> FindingsView {
        let current = try? await file.offThread { try $0.read() }
        return await findings(of: text, on: current)
    }

    /// - Parameter current: the text on disk.
    private func findings(of text: String, on current: String?) async -> FindingsView {
        let running = live.configuration
        return await file.offThread { file in
            let reading = file.reading(text)
            guard current != text else { return FindingsView(reading, of: text, changes: nil) }
            // Compared with the file if it is valid, else with the configuration in use.
            let before = current.flatMap { file.reading($0).configuration } ?? running
            let changes = reading.configuration.map { ConfigurationChanges(from: before, to: $0) }
            return FindingsView(reading, of: text, changes: changes)
        }
    }

    private func page(
        _ request: AdminRequest, text: String, on current: String, status: HTTPResponse.Status = .ok, note: HTML? = nil
    ) async throws -> Reply {
        let findings = await findings(of: text, on: current)
        let problems = live.catalogue().problems.map(\.message)
        let page = ConfigurationPage(
            file: file.path.string, text: text, opened: EditedFile.mark(of: current), findings: findings, note: note,
            others: await file.offThread { $0.written(text).files.paths },
            recordings: problems, versions: await file.offThread { $0.versions.names })
        return request.page("Configuration", status: status, script: Self.script, page.html { request.form($0, $1) })
    }

    private func failed(_ request: AdminRequest, _ failure: EditedFileError, text: String? = nil) -> Reply {
        let yours: HTML? = text.map { "<h2>Your text</h2><pre>\($0)</pre>" }
        return request.page(
            "Configuration", status: text == nil ? .ok : .internalServerError,
            "<h1>Configuration</h1><p class=\"bad\" role=\"alert\">\(failure.sentence(file.path.string))</p>\(yours)")
    }
}

extension EditedFile {
    /// Works with the disk on NIO's thread pool.
    fileprivate func offThread<Value: Sendable>(_ work: @escaping @Sendable (EditedFile) throws -> Value) async throws
        -> Value
    {
        try await NIOThreadPool.singleton.runIfActive { try work(self) }
    }

    fileprivate func offThread<Value: Sendable>(_ work: @escaping @Sendable (EditedFile) -> Value) async -> Value {
        // The pool is shut down with the process only.
        (try? await NIOThreadPool.singleton.runIfActive { work(self) }) ?? work(self)
    }
}
