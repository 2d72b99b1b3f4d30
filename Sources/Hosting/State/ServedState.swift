import AnnounceServer
import LocalFiles
import Logging
import Synchronization
import SystemPackage

/// The state folder of a running server, which may be unusable: missing and not to be created, read-only, full, another
/// user's, or on a disk that fails.
///
/// Promises that calls are answered all the same. What is in the folder is used as far as it can be read; new announcements go to
/// a spare folder, entries of the call log wait in memory, and a secret that cannot be stored is kept in memory. As soon as
/// the folder can be written, all that is made up for (`run`). Does not promise that menus go on over a restart meanwhile, if
/// there was no secret to read.
///
/// A folder that another server uses is an error: both would write one call log.
final class ServedState: Sendable {
    /// What is in the folder, which may not exist.
    let folder: StateFolder
    let lock: ServerLock
    private let logger: Logger
    private let content: Mutex<Content>
    /// One element when the folder can be used again.
    let recoveries: AsyncStream<Void>
    private let recovery: AsyncStream<Void>.Continuation

    private struct Content {
        /// Why the folder cannot be used; nil: it can.
        var fault: StateFolder.OpenError?
        var spare: SpareFolder?
        var triedSpare = false
        /// Made by this server, and not stored.
        var secret: [UInt8]?
        /// Why the stored secret is not used.
        var secretFault: StateFileError?
    }

    /// How often an unusable folder is tried again.
    private static let pause = Duration.seconds(3)

    /// - Parameter lock: of a server whose place this one takes; nil: the folder must be free.
    /// - Throws: `StateFolder.OpenError.inUse`.
    init(
        _ find: () throws(StateFolder.OpenError) -> FilePath, lock inherited: ServerLock? = nil, logger: Logger
    ) throws(StateFolder.OpenError) {
        self.logger = logger
        (recoveries, recovery) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        var content = Content()
        let opened: (StateFolder, ServerLock)
        do throws(StateFolder.OpenError) {
            let state = try StateFolder(try find())
            if let inherited { opened = (state, inherited) } else { opened = (state, try ServerLock(in: state)) }
        } catch .inUse(let path, let process) {
            throw .inUse(path, process: process)
        } catch {
            content.fault = error
            var path = try? find()
            if path == nil {
                content.spare = try? SpareFolder()
                content.triedSpare = true
                path = content.spare?.path
            }
            let state = StateFolder(unchecked: path ?? "/nonexistent")
            let lock = if let inherited { inherited } else { try ServerLock(inUnwritable: state) }
            opened = (state, lock)
        }
        (folder, lock) = opened
        self.content = Mutex(content)
        if let fault = content.fault {
            logger.error("\(Self.sentence(fault))")
        } else {
            // The library removes its own; looking at thousands of announcements would delay the first answer.
            folder.path.removeAbandonedDrafts(except: ["media"])
        }
    }

    /// Why the folder cannot be used.
    var fault: StateFolder.OpenError? { content.withLock(\.fault) }

    /// What keeps the server from being ready, as sentences.
    var reasons: [String] {
        content.withLock { content in
            (content.fault.map { [Self.sentence($0)] } ?? [])
                + (content.secretFault.map { ["\($0.sentence) Menus in progress end with a restart."] } ?? [])
        }
    }

    /// A folder for what cannot be stored, made when it is first needed; nil if there is no place for one.
    @Sendable func spareFolder() -> FilePath? {
        content.withLock { content in
            if !content.triedSpare {
                content.triedSpare = true
                content.spare = try? SpareFolder()
            }
            return content.spare?.path
        }
    }

    /// The key that signs positions in calls: the stored one, or one in memory if there is none and it cannot be stored.
    func positionSecret() -> [UInt8] {
        let files = StateFiles(in: folder.path)
        do throws(StateFileError) {
            return try files.currentPositionSecret()
        } catch {
            let secret = StateFiles.randomSecret()
            let isDamaged = if case .damaged = error { true } else { false }
            content.withLock { content in
                content.secret = secret
                // In a folder that cannot be used it is one of many things missing.
                if isDamaged || content.fault == nil { content.secretFault = error }
            }
            logger.error("\(error.sentence) A temporary secret is used meanwhile.")
            return secret
        }
    }

    /// Tries an unusable folder again and again, until it can be used or the task is cancelled.
    func run(_ changed: @Sendable (_ isUsable: Bool) -> Void) async throws {
        changed(fault == nil)
        while fault != nil {
            try await Task.sleep(for: Self.pause)
            recover()
        }
        changed(true)
    }

    private func recover() {
        do throws(StateFolder.OpenError) {
            let state = try StateFolder(folder.path)
            try lock.take(in: state)
        } catch .inUse {
            // Another server has taken the folder meanwhile; this one goes on without.
            return
        } catch {
            return
        }
        content.withLock { content in
            content.fault = nil
            // Someone may have put one there meanwhile; then it counts from the next start on.
            guard let secret = content.secret, content.secretFault == nil else { return }
            let stored = try? StateFiles(in: folder.path).positionSecret.valueMakingItOnce { secret }
            if stored == secret { content.secret = nil }
        }
        recovery.yield()
        logger.notice("The state folder \(folder.path.readable) can be used again")
    }

    /// Why the dashboard is closed, as a sentence; nil if it is not. Reads the file with its password.
    var passwordFault: String? {
        do throws(StateFileError) {
            _ = try StateFiles(in: folder.path).adminPassword.read()
            return nil
        } catch {
            return "The dashboard is closed: \(error.sentence)"
        }
    }

    /// Removes the spare folder, at the end of the process.
    func close() {
        lock.release()
        content.withLock { content in
            content.spare?.remove()
            content.spare = nil
        }
    }

    private static func sentence(_ fault: StateFolder.OpenError) -> String {
        let start =
            switch fault {
            case .noHome: "There is no home folder for state"
            case .notAFolder(let path): "\(path.readable) is not a folder, so state cannot be stored there"
            case .system(let error, let path): "State cannot be stored in \(path.readable): \(error.reason)"
            case .inUse(let path, _): "Another server uses \(path.readable)"
            }
        return start
            + ". Calls are answered; until it can be stored, the call log waits in memory and new announcements are "
            + "in a temporary folder."
    }
}
