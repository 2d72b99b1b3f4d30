import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony

/// Why nothing of a delivery was looked at.
enum DeliveryProblem: ReportableError {
    case missing(FilePath)
    case unreadable(FilePath, Errno)
    case archive(FilePath, ZipArchive.Problem)
    case empty(FilePath)

    var sentence: String {
        switch self {
        case .missing(let path): "\(path.readable) does not exist."
        case .unreadable(let path, let errno): "\(path.readable) cannot be read: \(errno.reason)."
        case .archive(let path, let problem):
            "\(path.readable) was not unpacked, and nothing was imported: \(problem.words)."
        case .empty(let path): "There are no recordings in \(path.readable)."
        }
    }
}

extension ZipArchive.Problem {
    /// The reason, as part of a sentence.
    fileprivate var words: String {
        switch self {
        case .notAnArchive: "it is neither a folder nor a ZIP archive"
        case .damaged(nil): "the archive is damaged or incomplete; download it again"
        case .damaged(let name?): "\(quoted(name)) in it is damaged or incomplete; download it again"
        case .inParts: "it is one part of an archive; put the parts together first"
        case .encrypted(let name): "\(quoted(name)) in it needs a password; unpack it, and import the folder"
        case .link(let name): "\(quoted(name)) in it is a link, not a recording"
        case .badName(let name): "a file in it has a name that leads elsewhere: \(quoted(name.printable))"
        case .duplicate(let name): "it contains \(quoted(name)) twice"
        case .overlapping(let name): "\(quoted(name)) in it shares bytes with another file"
        case .unknownMethod(let name, let method):
            "\(quoted(name)) in it is packed by method \(method), not by deflate; unpack it, and import the folder"
        case .tooManyFiles(let limit): "it contains more than \(limit) files"
        case .tooLarge(let limit): "its files have more than \(limit >> 30) GiB; unpack it, and import the folder"
        case .system(let errno): errno.reason
        }
    }
}
