import CallFlow
import HTTPListener
import HTTPTypes
import Logging
import MediaLibrary
import Sipgate
import SystemPackage
import Telephony
import Webhook

/// `/configuration`: an editor for `announce.yaml` that validates while typing and saves valid texts only.
struct ConfigurationController: AdminSection {
    static var entry: AdminEntry? {
        AdminEntry(
            title: Texts.Advanced.configuration, path: "/configuration",
            place: .advanced(about: Texts.Advanced.aboutConfiguration))
    }
    static let script = AdminAsset("configuration.js", PackageResources.configuration_js)

    let file: EditedFile
    let live: VisiblePlan
    /// Who made which change; nil: that is not recorded.
    let audit: AuditTrail?
    /// The edit on disk that waits to be confirmed.
    let held: @Sendable () -> HeldEdit?
    let now: @Sendable () -> Moment
    let logger: Logger

    /// Entries of the list of changes that versions are looked for in.
    private static let mostEntries = 2_000
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
                    "<p class=\"good\" role=\"status\">\(Texts.Configuration.saved)</p>"
                } else if request.query?["accepted"] != nil {
                    "<p class=\"good\" role=\"status\">\(Texts.Configuration.confirmed)</p>"
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
            <p class="row"><button>\(Texts.Configuration.confirm(isInUse: edit.isInUse))</button></p>
            """)
        return "<div class=\"bad\" role=\"alert\"><p>\(edit.words)</p>\(form)</div>"
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
            return request.frame.refusal(Texts.Frame.notFound, .notFound, Texts.Configuration.noVersion)
        }
        do {
            let text = try await file.offThread { try $0.read() }
            return try await page(
                request, text: old, on: text,
                note:
                    "<p class=\"note\">\(Texts.Configuration.isVersion(ConfigurationPage.time(ofVersion: name, today: today) ?? name))</p>"
            )
        } catch let failure as EditedFileError {
            return self.failed(request, failure)
        }
    }

    private func save(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let opened = fields["opened"] ?? ""
        do {
            let current = try await file.offThread { try $0.read() }
            let text = EditedFile.text(fields["text"] ?? "", like: current)
            let mark = EditedFile.mark(of: current)
            // A version that was shown beside the text may be replaced, but only if that is asked for.
            let isKnown = mark == opened || fields["replace"] == "yes" && fields["theirs"] == mark
            guard isKnown else { return try await conflict(request, text: text, current: current, opened: opened) }
            guard fields["action"] == "save" else { return try await page(request, text: text, on: current) }
            let reading = await file.offThread { $0.reading(text) }
            func refused(_ sentence: String) async throws -> Reply {
                try await page(
                    request, text: text, on: current, status: .unprocessableContent,
                    note: "<p class=\"bad\" role=\"alert\">\(sentence)</p>")
            }
            guard let new = reading.configuration else { return try await refused(Texts.Configuration.hasErrors) }
            let time = live.configuration.timeZone.localTime(at: now())
            let before = await file.offThread { $0.reading(current).configuration } ?? live.configuration
            let added = new.commands.subtracting(before.commands)
            if let command = added.min(by: { $0.lexicographicallyPrecedes($1) }) {
                return try await refused(Texts.Configuration.addsCommand(command.joined(separator: " ")))
            }
            let version = try await file.offThread { try $0.save(text, opened: mark, at: time) }
            AuditNote.current?.note { note in
                note.version = version
                note.changes = EditWords.lines(from: before, to: new, today: time.date)
            }
            logger.notice(
                "The configuration was edited on the dashboard", metadata: ["file": .string(file.path.string)])
            return .seeOther("/configuration?saved=1")
        } catch EditedFileError.changed(let current) {
            return try await conflict(
                request, text: EditedFile.text(fields["text"] ?? "", like: current), current: current, opened: opened)
        } catch let failure as EditedFileError {
            return self.failed(request, failure, text: fields["text"])
        }
    }

    /// The file was changed since it was opened: both texts are shown, and neither is lost. Saving again does not replace the other
    /// one unless that is asked for.
    private func conflict(
        _ request: AdminRequest, text: String, current: String, opened: String
    ) async throws -> Reply {
        try await page(
            request, text: text, on: current, opened: opened, status: .conflict,
            note: "<div class=\"bad\" role=\"alert\"><p>\(Texts.Configuration.conflict)</p></div>", theirs: current)
    }

    private func findings(of text: String) async throws -> FindingsView {
        let current = try? await file.offThread { try $0.read() }
        return await findings(of: text, on: current)
    }

    /// - Parameter current: the text on disk.
    private func findings(of text: String, on current: String?) async -> FindingsView {
        let (running, today) = (live.configuration, today.date)
        let catalogue = live.whole.catalogue()
        // The server looks at its recordings whenever they change.
        let known =
            catalogue.isSettled
            ? EditedFile.KnownRecordings(
                folder: file.media?.string ?? running.recordings.folder, names: Set(catalogue.recordings.map(\.name)))
            : nil
        let language = Language.current
        return await file.offThread { file in
            let reading = file.reading(text, knowing: known)
            guard current != text else { return FindingsView(reading, of: text, changes: nil) }
            // Compared with the file if it is valid, else with the configuration in use.
            let before = current.flatMap { file.reading($0, knowing: known).configuration } ?? running
            let changes = reading.configuration.map { new in
                // The thread knows nothing of the request.
                Language.$current.withValue(language) { ConfigurationChanges(from: before, to: new, today: today) }
            }
            return FindingsView(reading, of: text, changes: changes)
        }
    }

    private func page(
        _ request: AdminRequest, text: String, on current: String, opened: String? = nil,
        status: HTTPResponse.Status = .ok, note: HTML? = nil, theirs: String? = nil
    ) async throws -> Reply {
        let findings = await findings(of: text, on: current)
        let problems = live.catalogue().problems.map { Texts.Recordings.problem($0) }
        let page = ConfigurationPage(
            file: file.path.string, text: text, opened: opened ?? EditedFile.mark(of: current), findings: findings,
            note: note,
            theirs: theirs,
            others: await file.offThread { $0.written(text).files.paths },
            recordings: problems, versions: await versions(current), today: today)
        return request.page(
            Texts.Configuration.title, status: status, script: Self.script, page.html { request.form($0, $1) })
    }

    private var today: LocalTime { live.configuration.timeZone.localTime(at: now()) }

    /// The earlier versions, newest first, each with what was changed when it was replaced.
    private func versions(_ current: String) async -> [ConfigurationPage.Version] {
        await file.offThread { [audit] file in
            var next = current
            let entries = (try? audit?.latest(Self.mostEntries)) ?? []
            // Of several changes that began with one text, the last is the one that it was kept for.
            let changes = Dictionary(
                entries.compactMap { entry in entry.version.map { ($0, entry) } }, uniquingKeysWith: { last, _ in last }
            )
            return file.versions.names.map { name in
                guard let text = file.versions[name].flatMap({ String(validating: $0, as: UTF8.self) }) else {
                    return ConfigurationPage.Version(name: name, changedLines: nil, entry: changes[name])
                }
                defer { next = text }
                return ConfigurationPage.Version(
                    name: name, changedLines: TextComparison(text, next).changedLines, entry: changes[name])
            }
        }
    }

    private func failed(_ request: AdminRequest, _ failure: EditedFileError, text: String? = nil) -> Reply {
        let yours: HTML? = text.map { "<h2>\(Texts.Configuration.yours)</h2><pre>\($0)</pre>" }
        return request.page(
            Texts.Configuration.title, status: text == nil ? .ok : .internalServerError,
            "<h1>\(Texts.Configuration.title)</h1><p class=\"bad\" role=\"alert\">\(failure.sentence(file.path.string))</p>\(yours)"
        )
    }
}
