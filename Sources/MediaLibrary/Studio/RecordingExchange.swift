import LocalFiles
import SystemPackage
import Telephony

/// Puts recordings into the recordings folder and takes them out, so that every step can be undone. Blocks.
struct RecordingExchange {
    let folder: RecordingsFolder
    let replaced: ReplacedRecordings
    private let now: @Sendable () -> Int

    init(_ settings: LibrarySettings) {
        folder = RecordingsFolder(root: settings.folder)
        replaced = ReplacedRecordings(state: settings.state, recordings: settings.folder)
        now = settings.now
    }

    /// Puts a file into the folder, and keeps the ones that had its name.
    ///
    /// The new one is there before an old one of another extension goes: meanwhile both have the name, and what was published
    /// stays. The other way round, callers would hear nothing for a moment.
    ///
    /// - Parameter states: those of the recordings that are known.
    func put(
        _ file: FilePath, as name: AnnouncementName, ending: String, _ states: [RecordingState]
    ) throws(StudioError) {
        let old = folder.files(of: name)
        let kept = try keep(old, of: name, .replaced, states)
        let path: FilePath
        do throws(StudioError) {
            path = try folder.put(file, as: name, ending: ending)
        } catch {
            for version in kept { replaced.remove(version) }
            throw error
        }
        for other in old where other != path { try folder.remove(other) }
        replaced.prune(name)
    }

    /// Keeps recordings that are about to be taken away.
    func keep(
        _ files: [FilePath], of name: AnnouncementName, _ reason: ReplacedRecording.Reason, _ states: [RecordingState]
    ) throws(StudioError) -> [ReplacedRecording] {
        var kept: [ReplacedRecording] = []
        for file in files {
            do throws(StudioError) {
                let version = try replaced.keep(
                    folder.root.pushing(file), at: file, of: name, reason, states.first { $0.path == file.string },
                    now: now())
                kept.append(version)
            } catch {
                for version in kept { replaced.remove(version) }
                throw error
            }
        }
        return kept
    }
}
