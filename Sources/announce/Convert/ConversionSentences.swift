import LocalFiles
import MediaLibrary
import SystemPackage
import TelephoneAudio

extension ConversionPlanError {
    var sentence: String {
        switch self {
        case .missing(let path, let suffix):
            "\(path.readable) does not exist; nothing was written. Did you mean -o? "
                + "An output's name ends in .\(suffix), or in / for a folder."
        case .ambiguousFolder(let path, let recordings):
            "\(path.readable) contains recordings; nothing was written. To write there: "
                + "announce convert \(shellQuoted(recordings.readable)) -o \(shellQuoted(path.readable)). "
                + "To convert both folders, run the command once for each."
        case .otherFormat(let path, let suffix):
            "announce writes WAV, and \(path.readable) is named as another format; nothing was written. "
                + "End its name in .\(suffix)."
        case .clash(let target, let first, let second):
            "\(first.readable) and \(second.readable) would both become \(target.readable); nothing was written. "
                + "Rename one, or convert them one at a time with --output."
        case .targetIsInput(let target, let source):
            "\(target.readable) is the recording \(source.readable) itself; recordings are never changed. "
                + "Name another file with --output."
        case .manyIntoOne(let path):
            "Several recordings cannot go into one file, \(path.readable); nothing was written. "
                + "Name a folder with --output."
        case .manyToStandardOutput:
            "Several recordings cannot go to standard output. Name a folder with --output."
        }
    }
}

extension ConversionError {
    /// The sentence about a recording, without its name.
    func sentence(about source: ConversionPlan.Source) -> String {
        switch self {
        case .recording(let error): error.sentence(about: source.path)
        case .output(let error): error.sentence
        }
    }

    /// The error's kind, as JSON output names it.
    var code: String {
        switch self {
        case .recording(let error): error.code
        case .output(let error): error.code
        }
    }
}
