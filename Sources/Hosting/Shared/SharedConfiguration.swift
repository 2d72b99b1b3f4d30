import CallFlow
import Dashboard
import Foundation
import Glibc
import LocalFiles
import Logging
import SharedState
import Synchronization
import SystemPackage

/// The configuration that several instances have in common in a database, as this instance sees it: what is to be taken over, what
/// the others are like, and how an edit is made a version.
///
/// While the database is away, the version in use stays, and edits are refused.
final class SharedConfiguration: Sendable {
    let folder: VersionFolder
    /// One element for any number of changes since the last.
    let changes: AsyncStream<Void>
    private let database: DatabaseURL
    private let follower: SharedFollower
    private let received: ReceivedVersions
    private let progress: Mutex<VersionProgress>
    private let spare: SpareFolder?

    /// How long an edit on the dashboard waits until it is in use here.
    private static let patience = Duration.seconds(12)

    /// - Parameters:
    ///   - key: signs positions in calls.
    ///   - folder: with the version in use.
    ///   - spare: the folder's, if the state folder cannot be written.
    ///   - files: of the state folder, copies of what the instances have in common among them.
    ///   - state: the state folder, which tells instances on one machine apart.
    init(
        _ database: DatabaseURL, _ folder: VersionFolder, spare: SpareFolder?, files: StateFiles, state: FilePath,
        key: [UInt8],
        _ logger: Logger
    ) {
        (self.database, self.folder, self.spare) = (database, folder, spare)
        let (changes, change) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.changes = changes
        progress = Mutex(VersionProgress(inUse: folder.number, known: folder.number))
        let received = ReceivedVersions(folder, logger)
        self.received = received
        let host = Self.host
        // One way: the key cannot be found by it.
        let digits = key.map { String($0, radix: 16) }.joined(separator: " ")
        let digest = EditedFile.mark(of: "announce position key \(digits)")
        var report = Instance.Report(name: host)
        (report.knows, report.answers) = (folder.number, folder.number)
        follower = SharedFollower(
            database.description,
            as: Instance.Identity(place: "\(host):\(state.string)", release: announceVersion, key: digest), report,
            receive: { received.receive($0, $1) }, receiveValue: { files.receive($0) }, changed: { change.yield() })
    }

    private static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func start() { follower.start() }

    /// Ends, and has the other instances not wait for this one. Blocks for a second at most.
    func stop() { follower.stop() }

    // MARK: Versions

    /// What is to be done next; nil: nothing.
    var step: VersionProgress.Step? {
        let overview = follower.news.overview
        return progress.withLock { $0.next(overview, received: received.numbers) }
    }

    func knows(_ number: Int64) { advance { $0.known = number } }

    func uses(_ number: Int64) {
        advance { progress in
            (progress.inUse, progress.known) = (number, number)
            (progress.refused, progress.problem) = (nil, nil)
        }
    }

    func refuses(_ number: Int64, because problem: String) {
        advance { ($0.refused, $0.problem) = (number, problem) }
    }

    /// Tries a version again that could not be used.
    func retry() { advance { ($0.refused, $0.problem) = (nil, nil) } }

    private func advance(_ change: (inout VersionProgress) -> Void) {
        let now = progress.withLock { progress in
            change(&progress)
            return progress
        }
        follower.report { report in
            (report.knows, report.answers) = (now.known, now.inUse)
            (report.refuses, report.problem) = (now.refused, now.problem)
        }
    }

    // MARK: Edits

    /// Makes a version of edited texts, and waits until it is in use here. Blocks.
    @Sendable func publish(_ texts: [String?: String], by author: String?) throws(EditedFileError) {
        guard let base = progress.withLock(\.inUse) else { throw .missing }
        var content: VersionContent
        do throws(Errno) {
            guard let found = try folder.content(of: base) else { throw Errno.noSuchFileOrDirectory }
            content = found
        } catch {
            throw .system(errno: error.rawValue, folder.current)
        }
        for (name, text) in texts {
            if let name { content.files[name] = text } else { content.text = text }
        }
        let outcome = Result { () throws(SharedStateError) in
            try self.propose(content, on: base, by: author, of: texts.keys.first ?? nil)
        }
        switch outcome {
        case .failure(let error): throw .noDatabase("\(error)")
        case .success(.overtaken(let text)): throw .changed(text)
        case .success(.made(let number)): try wait(for: number)
        }
    }

    private enum Proposal {
        case made(Int64)
        /// Another version was made meanwhile; its text of the edited file.
        case overtaken(String)
    }

    private func propose(
        _ content: VersionContent, on base: Int64, by author: String?, of name: String?
    ) throws(SharedStateError) -> Proposal {
        let store = try SharedStore(database.description, name: "announce dashboard")
        do throws(SharedStateError) {
            return .made(try store.propose(content, on: base, author: author, origin: .dashboard, note: nil))
        } catch .overtaken(let newest) {
            let theirs = try store.content(of: newest)
            return .overtaken(name.map { theirs?.files[$0] ?? "" } ?? theirs?.text ?? "")
        }
    }

    private func wait(for number: Int64) throws(EditedFileError) {
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            let now = progress.withLock { $0 }
            if let inUse = now.inUse, inUse >= number { return }
            if now.refused == number { throw .unusable(version: number, now.problem ?? "") }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    // MARK: Instances

    /// The address is known once the public listener is open.
    func listens(at endpoint: Endpoint) {
        follower.report { $0.name = "\(Self.host):\(endpoint.port)" }
    }

    func report(_ health: Health) {
        follower.report { report in
            (report.isReady, report.reasons) = (health.isReady, health.reasons)
        }
    }

    /// The instances, for people.
    var rows: [InstanceRow] {
        guard let overview = follower.news.overview else { return [] }
        return overview.instances.map { instance in
            let state: InstanceRow.State =
                switch instance.state {
                case .ready: .ready
                case .notReady: .notReady
                case .away: .away
                }
            return InstanceRow(
                name: instance.name, state: state, version: instance.answers, release: instance.release,
                problems: instance.problems(in: overview))
        }
    }

    /// What keeps this instance from being ready, as sentences.
    var reasons: [String] {
        let news = follower.news
        guard let other = news.overview?.disagreement(of: follower.identity.id) else { return [] }
        return [
            "The key for positions is not that of \(other.name), which runs longer: callers in menus would be lost. "
                + "Give all instances the same variable of position-key-env."
        ]
    }

    var warnings: [String] {
        let (news, progress) = (follower.news, progress.withLock { $0 })
        var warnings: [String] = []
        if let fault = news.fault {
            warnings.append(
                "The configuration's database cannot be used (\(fault)). Version \(progress.inUse ?? 0) stays in use, and edits are refused."
            )
        }
        if let refused = progress.refused {
            warnings.append(
                "Version \(refused) of the configuration cannot be used here: \(progress.problem ?? "") Version \(progress.inUse ?? 0) stays in use."
            )
        }
        return warnings
    }
}

/// Versions whose texts are on the disk.
private final class ReceivedVersions: Sendable {
    private let folder: VersionFolder
    private let logger: Logger
    private let kept = Mutex<Set<Int64>>([])

    init(_ folder: VersionFolder, _ logger: Logger) { (self.folder, self.logger) = (folder, logger) }

    var numbers: Set<Int64> { kept.withLock { $0 } }

    /// Returns whether the version could be written.
    func receive(_ number: Int64, _ content: VersionContent) -> Bool {
        do throws(Errno) {
            try folder.write(content, as: number)
        } catch {
            logger.error("Version \(number) of the configuration cannot be stored: \(error)")
            return false
        }
        kept.withLock { _ = $0.insert(number) }
        return true
    }
}
