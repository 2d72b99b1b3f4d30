import ArgumentParser
import Corpora
import LocalFiles
import SystemPackage
import TelephoneAudio

/// Reasons why the recordings of a manifest are not converted, or not all of them.
enum CorpusError: Error, Hashable {
    /// The name of the manifest, and what is wrong with it.
    case manifest(String, ManifestError)
    case shard(ShardEnvironment.Failure)
    case results(FilePath, Errno)
    /// Not the fault of a recording: a full disk, for example.
    case output(OutputError)
    /// Reading or decoding failed for a reason that has nothing to do with the recording.
    case system(RecordingError)
    /// Results of a manifest are written only when there are all of them.
    case missing(Int)

    /// "Not finished" (EX_TEMPFAIL): a later attempt has a chance, and goes on where this one stopped.
    static let notFinished: Int32 = 75

    /// The exit status.
    var status: ExitCode {
        switch self {
        case .manifest(_, .system), .results, .output, .system, .missing: ExitCode(Self.notFinished)
        case .manifest, .shard: .validationFailure
        }
    }

    var sentence: String {
        switch self {
        case .manifest(let name, .system(let error)): "\(name) cannot be read: \(error.reason)."
        case .manifest(let name, let error): "\(name): \(error)"
        case .shard(let failure): "\(failure)"
        case .results(let path, let error):
            "The results in \(path.readable) cannot be read or written: \(error.reason). \(Self.goesOn)"
        case .output(let error): "\(error) \(Self.goesOn)"
        case .system(let error): "\(error) \(Self.goesOn)"
        case .missing(let count):
            "\(count == 1 ? "1 line has" : "\(count) lines have") no result yet; nothing was written. "
                + "--status shows which shards are unfinished."
        }
    }

    private static let goesOn = "Not finished: the same command continues where this one stopped."
}
