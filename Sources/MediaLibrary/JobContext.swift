import Dispatch
import LocalFiles
import SystemPackage
import Telephony

/// What the library's jobs work with.
struct JobContext: Sendable {
    let settings: LibrarySettings
    let store: MediaStore
    /// Nil in a survey, and where the folder cannot be watched.
    let watch: FolderWatch?
    /// Whether the folder has to be looked at again and again, although it is watched: changes made by other machines are not
    /// reported.
    var isOnNetwork = false
    /// Ends conversions early.
    let stop: StopPipe

    private var renderer: Renderer { Renderer(settings: settings, store: store, stop: stop) }

    /// Carries out a job. Blocks.
    func result(of job: Inventory.Job) -> LibraryMessage {
        switch job {
        case .read(let file, let generation):
            return .read(
                file, generation, Result { () throws(RecordingFailure) in try renderer.read(file) })
        case .convert(let file, let generation, let key):
            let start = ContinuousClock.now
            let outcome = renderer.convert(file)
            return .converted(file, generation, key, outcome, took: ContinuousClock.now - start)
        case .join(let prompt, let parts):
            let joiner = PromptJoin(store: store, now: settings.now)
            return .joined(prompt, parts, Result { () throws(RecordingFailure) in try joiner.join(parts) })
        }
    }

    /// Has a text spoken, and looks whether the sound can be an announcement.
    func speak(_ name: AnnouncementName, _ text: SpokenText) async -> LibraryMessage {
        guard let speaker = settings.speaker else { return .spoken(name, text, .failure(SpeechFailure([])), nil) }
        do throws(SpeechFailure) {
            let check = SpokenSoundCheck(settings, stop: stop)
            let sound = try await speaker.speak(text, checking: check.fault)
            return .spoken(name, text, .success(sound), FileStamp(of: sound.file))
        } catch {
            return .spoken(name, text, .failure(error), nil)
        }
    }

    /// What was spoken before of texts.
    func known(_ texts: [(name: AnnouncementName, text: SpokenText)]) async -> [LibraryMessage] {
        guard let speaker = settings.speaker, !texts.isEmpty else { return [] }
        return await onOwnThread {
            texts.compactMap { name, text in
                guard let sound = speaker.known(text), let stamp = FileStamp(of: sound.file) else { return nil }
                return .spoken(name, text, .success(sound), stamp)
            }
        }
    }

    /// Looks through the folder. Each folder is watched before it is read, so that no change is missed.
    func scan(known: [FilePath: FileStamp]) async -> RecordingScan {
        await onOwnThread {
            watch?.beginScan()
            watch?.watchAbove()
            let scan = RecordingScan(settings.folder, except: settings.state, known: known) { watch?.add($0) }
            watch?.endScan()
            return scan
        }
    }
}

/// What reaches the library's loop.
enum LibraryMessage: Sendable {
    case changed(FolderChange)
    case wanted
    /// Time has passed.
    case tick
    /// A published file could not be read.
    case fileMissed
    case read(ScannedFile, Int, Result<String?, RecordingFailure>)
    case converted(ScannedFile, Int, RenderKey, RenderOutcome, took: Duration)
    case joined(Prompt, [PublishedFile], Result<StoredFile, RecordingFailure>)
    case spoken(AnnouncementName, SpokenText, Result<SpokenSound, SpeechFailure>, FileStamp?)
    /// Its announcement has been linked into the store.
    case accepted(FinishedConversion)
}

extension LibraryMessage {
    /// The announcement that was made.
    var newFile: StoredFile? {
        switch self {
        case .converted(_, _, _, .rendered(let result), _): result.file
        case .joined(_, _, .success(let file)): file
        default: nil
        }
    }
}

/// Runs what blocks on its own thread: Swift's few threads answer calls.
///
/// A separate queue gets such a thread. A job that starts a child process stays on it until the child has ended, as the
/// child ends with the thread that has started it.
func onOwnThread<Value: Sendable>(_ body: @Sendable @escaping () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue(label: "media-library").async { continuation.resume(returning: body()) }
    }
}
