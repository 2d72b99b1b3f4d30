import CallFlow
import LocalFiles
import Logging
import MediaLibrary
import SystemPackage
import Telephony
import Webhook

/// Edits that forms make in the configuration's files, on the same road as those of the editor: validated with the recordings that
/// exist, kept as versions, refused where another program or person was faster.
struct FormEditing: Sendable {
    let file: EditedFile
    let live: VisiblePlan
    let now: @Sendable () -> Moment
    let logger: Logger
    /// What can be called before it is saved.
    let drafts: TrialDrafts

    /// What callers can be made to hear.
    var announcements: [AnnouncementName] { live.catalogue().published.map(\.name) }

    /// The files on the disk and what they mean.
    struct Opened: Sendable {
        let written: WrittenConfiguration
        /// What the visitor sees of it.
        let configuration: Configuration
        /// All of it.
        fileprivate var whole: Configuration { editor.configuration }
        fileprivate let editor: ConfigurationEditor
        /// The customers whose things the visitor sees; nil: everything.
        fileprivate let customers: Set<String>?

        fileprivate init(_ written: WrittenConfiguration, _ editor: ConfigurationEditor, _ customers: Set<String>?) {
            (self.written, self.editor, self.customers) = (written, editor, customers)
            configuration = Self.visible(editor.configuration, customers)
        }

        fileprivate static func visible(_ whole: Configuration, _ customers: Set<String>?) -> Configuration {
            customers.map { CustomerView(whole, of: $0).configuration } ?? whole
        }

        /// Why an edit is not valid. Whether there is a recording of someone else is not to be seen, so one that does not exist is
        /// refused to people of customers in the same words.
        fileprivate func failure(_ problems: [ConfigurationProblem]) -> Failure {
            let errors = problems.filter { $0.severity == .error }
            if customers != nil {
                for case .unknownName(.announcement, let name) in errors.map(\.kind) { return .edit(.missing(name)) }
            }
            return .edit(.invalid(errors))
        }

        /// A valid edit, if it stays within what is the visitor's.
        fileprivate func draft(
            _ written: WrittenConfiguration, _ whole: Configuration, _ calls: GoldenCalls
        ) throws(Failure) -> Draft {
            if let customers, let name = CustomerEdit(from: self.whole, to: whole, by: customers).foreignName {
                throw .edit(.missing(name))
            }
            return Draft(
                before: self, written: written, configuration: Self.visible(whole, customers),
                failures: calls.failures(from: self.whole, to: whole))
        }
    }

    /// An edit that is valid and not saved yet.
    struct Draft: Sendable {
        let before: Opened
        let written: WrittenConfiguration
        let configuration: Configuration
        /// Golden calls that went as written before and do not any more.
        let failures: [String]

        /// Identifies exactly this change of exactly these files, so that what is saved is what was shown.
        var mark: String { EditedFile.mark(of: EditedFile.mark(of: before.written) + EditedFile.mark(of: written)) }
        var isEmpty: Bool { before.written == written }
    }

    /// Reasons a form cannot be filled in or saved.
    enum Failure: Error {
        case file(EditedFileError)
        /// The file on the disk has errors already.
        case invalidBefore
        case edit(ConfigurationEditError)
        /// The file was changed between reading and saving.
        case overtaken
    }

    /// Reads the files. Blocks on another thread.
    func open() async throws(Failure) -> Opened {
        let customers = VisitorScope.customers
        return try await onDisk { (file) throws(Failure) in
            let written: WrittenConfiguration
            do throws(EditedFileError) {
                written = file.written(try file.read())
            } catch {
                throw .file(error)
            }
            do throws(ConfigurationEditError) {
                let editor = try ConfigurationEditor(written, folder: file.folder.string)
                return Opened(written, editor, customers)
            } catch {
                throw .invalidBefore
            }
        }
    }

    /// What edits would make of the files. Nothing is saved.
    func draft(_ edits: [ConfigurationEdit], of opened: Opened) async throws(Failure) -> Draft {
        try await onDisk { (file) throws(Failure) in
            var editor = opened.editor
            do throws(ConfigurationEditError) {
                try editor.apply(edits)
            } catch {
                throw .edit(error)
            }
            // Once more, with the recordings that exist.
            let reading = file.reading(editor.written)
            guard reading.configuration != nil else { throw opened.failure(reading.problems) }
            return try opened.draft(editor.written, editor.configuration, GoldenCalls(beside: file.path))
        }
    }

    /// What another text of one of the files would make of them. Nothing is saved.
    ///
    /// - Parameter name: as in `CompanionFiles`.
    func draft(replacing name: String, with text: String, of opened: Opened) async throws(Failure) -> Draft {
        try await onDisk { (file) throws(Failure) in
            var written = opened.written
            written.files.contents[name] = .text(text)
            let reading = file.reading(written)
            guard let configuration = reading.configuration else { throw opened.failure(reading.problems) }
            return try opened.draft(written, configuration, GoldenCalls(beside: file.path))
        }
    }

    /// Saves an edit; the server takes it over as it does any other.
    func save(_ draft: Draft) async throws(Failure) {
        let time = live.configuration.timeZone.localTime(at: now())
        let names = draft.written.files(otherThanIn: draft.before.written)
        let version = try await onDisk { (file) throws(Failure) -> String? in
            do throws(EditedFileError) {
                return try file.save(draft.written, names, replacing: draft.before.written, at: time)
            } catch {
                if case .changed = error { throw .overtaken }
                throw .file(error)
            }
        }
        AuditNote.current?.note { note in
            note.version = version
            note.changes = EditWords.lines(
                from: draft.before.configuration, to: draft.configuration, today: time.date)
            // The fields of a form say less than what has changed.
            note.values = [:]
        }
        logger.notice(
            "The configuration was edited on the dashboard",
            metadata: ["file": .string(names.map { $0 ?? file.path.string }.joined(separator: ", "))])
    }

    /// Works with the disk on NIO's thread pool.
    private func onDisk<Value: Sendable>(
        _ work: @escaping @Sendable (EditedFile) throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result = await file.offThread { file in
            Result { () throws(Failure) in try work(file) }
        }
        return try result.get()
    }
}

/// The golden calls beside a configuration.
struct GoldenCalls {
    /// By their files' names.
    private let entries: [(file: String, entry: GoldenCallFile.Entry)]

    /// Reads `calls.yaml` and `*.calls.yaml`; files with errors are left out, since `announce test` reports them. Blocks.
    init(beside configuration: FilePath) {
        let folder = configuration.removingLastComponent()
        let names = ((try? folder.entries()) ?? []).map(\.string).filter {
            $0 == "calls.yaml" || $0.hasSuffix(".calls.yaml") && !$0.hasPrefix(".")
        }
        entries = names.flatMap { name -> [(String, GoldenCallFile.Entry)] in
            let bytes = try? SmallFile.read(folder.appending(name), upTo: 1 << 20)
            guard let bytes = bytes.flatMap(\.self), let text = String(validating: bytes, as: UTF8.self) else {
                return []
            }
            return GoldenCallFile.read(text, announcements: nil).entries.map { (name, $0) }
        }
    }

    /// Calls that go as they are written with one configuration, and otherwise with another: `calls.yaml:12: Christmas Eve`.
    func failures(from old: Configuration, to new: Configuration) -> [String] {
        guard !entries.isEmpty, let tokens = try? PositionTokens(secret: Array(repeating: 0, count: 32)) else {
            return []
        }
        let before = GoldenReplay(plan: CallPlan(old), tokens: tokens)
        let after = GoldenReplay(plan: CallPlan(new), tokens: tokens)
        return entries.compactMap { file, entry in
            guard before.replay(entry.call).difference == nil, after.replay(entry.call).difference != nil else {
                return nil
            }
            return "\(file):\(entry.place.line)" + (entry.call.name.map { ": \($0)" } ?? "")
        }
    }
}
