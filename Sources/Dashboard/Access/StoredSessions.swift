import CallFlow
import LocalFiles
import NIOPosix
import Synchronization
import Telephony

/// The sessions of a running dashboard, and their file.
///
/// What begins or ends is in the file before the answer goes out, as far as the disk allows; when a session was last used, a few
/// minutes later. Without the file, sessions last until the server stops.
///
/// Where several instances have the sessions in common, each changes only those of its own requests, and the file is the copy that tells
/// of the others.
final class StoredSessions: Sendable {
    private struct State {
        var sessions: Sessions
        var saved: Moment?
        /// The copy that was read last.
        var stamp: FileStamp?
        /// Cookies whose sessions are being stored.
        var pending: [String] = []
    }

    private let file: StateFile<Sessions>?
    private let state: Mutex<State>
    /// Held while the file is written, so that the latest sessions are written last.
    private let writing = Mutex(())
    /// When other instances were asked last.
    private let asked = Mutex<ContinuousClock.Instant?>(nil)
    /// The token of forms outside of sessions.
    var openToken: String { state.withLock(\.sessions.openToken) }

    /// Milliseconds between two writes that only say when sessions were used.
    private static let pause: Int64 = 5 * 60_000

    /// Reads the file, or makes it: blocks. A damaged file, or one that cannot be made, ends all sessions.
    init(_ file: StateFile<Sessions>?) {
        self.file = file
        let sessions =
            file?.isShared == true
            ? (try? file?.change { $0 ?? Sessions() }) ?? (try? file?.read()) ?? Sessions()
            : (try? file?.valueMakingItOnce { Sessions() }) ?? Sessions()
        state = Mutex(State(sessions: sessions))
    }

    func begin(_ password: PasswordHash, user: String?, at now: Moment) async -> String {
        let cookie = state.withLock { $0.sessions.begin(password, user: user, at: now) }
        await save(cookie, at: now)
        return cookie
    }

    /// - Parameter password: the current password of a person; of nil, the dashboard's.
    func use(
        _ cookie: String, at now: Moment, password: (String?) -> PasswordHash?
    ) async -> Sessions.Session? {
        await refresh()
        if let session = await useKnown(cookie, at: now, password: password) { return session }
        // Begun on another instance a moment ago, perhaps.
        guard await fetch() else { return nil }
        return await useKnown(cookie, at: now, password: password)
    }

    private func useKnown(
        _ cookie: String, at now: Moment, password: (String?) -> PasswordHash?
    ) async -> Sessions.Session? {
        let (session, isOutdated) = state.withLock { state in
            let session = state.sessions.use(cookie, at: now, password: password)
            let isOld = state.saved.map { now.milliseconds - $0.milliseconds >= Self.pause } ?? true
            return (session, session != nil && isOld)
        }
        if isOutdated { await save(cookie, at: now) }
        return session
    }

    func end(_ cookie: String, at now: Moment) async {
        state.withLock { $0.sessions.end(cookie) }
        await save(cookie, at: now)
    }

    private func save(_ cookie: String, at now: Moment) async {
        guard let file else { return }
        state.withLock { $0.saved = now }
        guard !file.isShared else { return await share(cookie, file, at: now) }
        try? await NIOThreadPool.singleton.runIfActive { [self] in
            writing.withLock { _ in
                // Sessions in memory are better than none: what cannot be written lasts until the server stops.
                try? file.write(state.withLock { $0.sessions })
            }
        }
    }

    // MARK: Sessions in common

    /// At most so often, other instances are asked for a session that is not known.
    private static let asking = Duration.milliseconds(200)

    private func share(_ cookie: String, _ file: StateFile<Sessions>, at now: Moment) async {
        let mine = state.withLock { state in
            state.pending.append(cookie)
            return state.sessions
        }
        // What cannot be stored lasts until this instance reads the sessions of the others.
        _ = try? await WaitingThreads.run {
            try file.change { stored in
                var sessions = stored ?? mine
                sessions.take(cookie, from: mine, at: now)
                return sessions
            }
        }
        state.withLock { state in
            if let index = state.pending.firstIndex(of: cookie) { state.pending.remove(at: index) }
        }
    }

    /// Reads the copy if it has changed.
    private func refresh() async {
        guard let file, file.isShared else { return }
        _ = try? await NIOThreadPool.singleton.runIfActive { [self] in
            let stamp = FileStamp(of: file.path)
            guard stamp != state.withLock(\.stamp), let new = try file.read() else { return }
            adopt(new, stamp)
        }
    }

    /// Asks the others for their sessions; returns whether that was done.
    private func fetch() async -> Bool {
        guard let file, file.isShared else { return false }
        let now = ContinuousClock.now
        let isDue = asked.withLock { asked in
            if let last = asked, now - last < Self.asking { return false }
            asked = now
            return true
        }
        guard isDue else { return false }
        let isFound = try? await WaitingThreads.run { [self] in
            guard let new = try file.latest() else { return false }
            adopt(new, FileStamp(of: file.path))
            return true
        }
        return isFound ?? false
    }

    private func adopt(_ new: Sessions, _ stamp: FileStamp?) {
        state.withLock { state in
            var sessions = new
            for cookie in state.pending { sessions.take(cookie, from: state.sessions, at: .now) }
            (state.sessions, state.stamp) = (sessions, stamp)
        }
    }
}
