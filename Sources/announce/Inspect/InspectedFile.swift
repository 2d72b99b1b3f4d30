import ArgumentParser
import LocalFiles
import MediaLibrary
import ServerProbe
import Sipgate
import SystemPackage
import TelephoneAudio

/// A file, folder or URL on the command line.
enum InspectedSource {
    case path(FilePath)
    case url(AbsoluteURL)

    /// Takes a text that begins with `http://` or `https://` for a URL; a file of such a name is `./https:/…`.
    ///
    /// - Throws: `ValidationError`.
    @Sendable init(_ text: String) throws {
        let start = text.prefix(8).lowercased()
        if start == "https://" || start.hasPrefix("http://") {
            self = .url(try AbsoluteURL.argument(text))
        } else if let path = PathArgument(argument: text) {
            self = .path(path.path)
        } else {
            throw ValidationError("the name of a file is empty.")
        }
    }
}

/// A file to inspect.
struct InspectedFile: Sendable {
    let name: String
    /// Nil for a folder without recordings, and for a URL.
    let input: RecordingInput?
    var url: AbsoluteURL?

    init(name: String, input: RecordingInput?) { (self.name, self.input) = (name, input) }

    init(_ source: InspectedSource) {
        switch source {
        case .path(let path): self.init(name: path.readable, input: .file(path))
        case .url(let url):
            self.init(name: maskedAddress(url.text), input: nil)
            self.url = url
        }
    }

    /// Nil for standard input and URLs.
    var path: FilePath? {
        if case .file(let path)? = input { path } else { nil }
    }

    /// A name that may tell the format.
    var fileName: FilePath? { path ?? url?.fileName }
}

/// The result of inspecting one file.
struct InspectionResult: Sendable {
    let name: String
    /// Nil for standard input.
    var file: FilePath?
    let outcome: Result<Inspection, InspectionError>

    /// Whether the telephone network would play the file.
    var plays: Bool {
        if case .success(let inspection) = outcome { inspection.playability.plays } else { false }
    }
}

/// Why a file was not inspected.
enum InspectionError: Error {
    case recording(RecordingError)
    case fetch(RemoteFile.FetchError)

    /// The kind of failure, as JSON output names it.
    var code: String {
        switch self {
        case .recording(let error): error.code
        case .fetch(let error): error.code
        }
    }

    func sentence(about file: FilePath?) -> String {
        switch self {
        case .recording(let error): error.sentence(about: file)
        case .fetch(let error): error.words + "."
        }
    }
}
