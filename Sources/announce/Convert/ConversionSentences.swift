import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio

extension ConversionPlanError {
    var sentence: String {
        switch self {
        case .clash(let target, let first, let second):
            "\(first.readable) and \(second.readable) would both become \(target.readable); nothing was written. "
                + "Rename one, or convert them one at a time with --output."
        case .targetIsInput(let target, let source):
            "\(target.readable) is the recording \(source.readable) itself, which is never touched. "
                + "Name another file with --output."
        case .manyIntoOne(let path):
            "Several recordings cannot go into the one file \(path.readable). Name a folder with --output."
        case .manyToStandardOutput:
            "Several recordings cannot go to standard output. Name a folder with --output."
        }
    }
}

extension ConversionError {
    var sentence: String {
        switch self {
        case .recording(let error): error.sentence
        case .output(let error): error.sentence
        }
    }

    /// The word for it in JSON.
    var code: String {
        switch self {
        case .recording(let error): error.code
        case .output(let error): error.code
        }
    }
}
