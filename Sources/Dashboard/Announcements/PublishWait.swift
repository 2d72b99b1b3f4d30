import HTTPListener
import MediaLibrary
import Telephony

/// Waits until callers hear a recording that was just saved, using the library's reports.
struct PublishWait {
    let studio: RecordingStudio
    let name: AnnouncementName
    /// The first digits of the hash of the file to publish.
    let hash: String

    /// How long an idle library is assumed not to have noticed the recording yet.
    private static let longestQuiet = Duration.seconds(5)

    /// Returns when callers hear the file or it has failed, at the latest after `limit`.
    func untilLive(within limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await catalogue in studio.changes where [.live, .failed].contains(stage(in: catalogue)) { return }
            }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    /// One event at the end of the wait, with the stage as its data. None if the library is replaced meanwhile; the browser
    /// then reconnects.
    var events: AsyncStream<ServerEvent> {
        let (events, event) = AsyncStream.makeStream(of: ServerEvent.self, bufferingPolicy: .bufferingNewest(1))
        let task = Task {
            await untilLive(within: Self.longestQuiet)
            for await catalogue in studio.changes {
                let stage = stage(in: catalogue)
                guard stage != .waiting else { continue }
                event.yield(ServerEvent(name: "published", data: stage.rawValue))
                break
            }
            event.finish()
        }
        event.onTermination = { _ in task.cancel() }
        return events
    }

    private func stage(in catalogue: Catalogue) -> PublishStatus.Stage {
        PublishStatus.stage(
            of: hash, catalogue.recordings.filter { $0.name == name }, catalogue.announcement(Prompt(name)))
    }
}
