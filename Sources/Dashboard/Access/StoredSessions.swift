import CallFlow
import LocalFiles
import NIOPosix
import Synchronization
import Telephony

/// The sessions of a running dashboard, and their file.
///
/// What begins or ends is in the file before the answer goes out, as far as the disk allows; when a session was last used, a few
/// minutes later. Without the file, sessions last until the server stops.
final class StoredSessions: Sendable {
    private struct State {
        var sessions: Sessions
        var saved: Moment?
    }

    private let file: StateFile<Sessions>?
    private let state: Mutex<State>
    /// Held while the file is written, so that the latest sessions are written last.
    private let writing = Mutex(())
    /// The token of forms outside of sessions.
    let openToken: String

    /// Milliseconds between two writes that only say when sessions were used.
    private static let pause: Int64 = 5 * 60_000

    /// Reads the file, or makes it: blocks. A damaged file, or one that cannot be made, ends all sessions.
    init(_ file: StateFile<Sessions>?) {
        self.file = file
        let sessions = (try? file?.valueMakingItOnce { Sessions() }) ?? Sessions()
        openToken = sessions.openToken
        state = Mutex(State(sessions: sessions))
    }

    func begin(_ password: PasswordHash, user: String?, at now: Moment) async -> String {
        let cookie = state.withLock { $0.sessions.begin(password, user: user, at: now) }
        await save(at: now)
        return cookie
    }

    /// - Parameter password: the current password of a person; of nil, the dashboard's.
    func use(
        _ cookie: String, at now: Moment, password: (String?) -> PasswordHash?
    ) async -> Sessions.Session? {
        let (session, isOutdated) = state.withLock { state in
            let session = state.sessions.use(cookie, at: now, password: password)
            let isOld = state.saved.map { now.milliseconds - $0.milliseconds >= Self.pause } ?? true
            return (session, session != nil && isOld)
        }
        if isOutdated { await save(at: now) }
        return session
    }

    func end(_ cookie: String, at now: Moment) async {
        state.withLock { $0.sessions.end(cookie) }
        await save(at: now)
    }

    private func save(at now: Moment) async {
        guard let file else { return }
        state.withLock { $0.saved = now }
        try? await NIOThreadPool.singleton.runIfActive { [self] in
            writing.withLock { _ in
                // Sessions in memory are better than none: what cannot be written lasts until the server stops.
                try? file.write(state.withLock { $0.sessions })
            }
        }
    }
}
