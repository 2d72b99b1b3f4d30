import LocalFiles
import ServerProbe
import Sipgate
import SystemPackage
import TelephoneAudio
import Telephony

/// A recording on the web, fetched into a file without a name.
struct RemoteRecording: Sendable {
    let file: UnnamedFile
    /// Where it was found in the end; nil without redirects.
    let redirectedTo: String?

    /// - Throws: `RemoteFile.FetchError`; `Errno` if there is no temporary folder.
    static func fetch(_ url: AbsoluteURL, limits: RemoteFile.Limits = RemoteFile.Limits()) async throws
        -> RemoteRecording
    {
        let file = try UnnamedFile(in: temporaryFolder(), isForPublishing: false)
        let fetched = try await RemoteFile(limits: limits).fetch(url) { try file.descriptor.writeWhole($0) }
        _ = try file.descriptor.seek(offset: 0, from: .start)
        return RemoteRecording(file: file, redirectedTo: fetched.url == url.text ? nil : fetched.url)
    }

    /// As long as this value exists.
    var input: RecordingInput { .descriptor(file.descriptor.rawValue) }
}

extension AbsoluteURL {
    /// The last part of the path, which may tell a recording's format by its extension.
    var fileName: FilePath? {
        let path = text.prefix { $0 != "?" && $0 != "#" }
        guard path.split(separator: "/").count > 2 else { return nil }
        return path.split(separator: "/").last.map { FilePath(String($0)) }
    }
}

extension RemoteFile.FetchError {
    /// Why a file was not fetched, as part of a sentence.
    var words: String {
        switch self {
        case .timedOut(let limit): "not fetched within \(limit.components.seconds) seconds"
        case .tooLarge(let limit): "larger than \(limit >> 20) MiB, so it was not fetched"
        case .failed(let failure): "cannot be fetched: \(failure.words). \(failure.remedy.withoutFullStop)"
        case .status(401), .status(403):
            "cannot be fetched: it needs a password, which the telephone network does not have"
        case .status(let status): "cannot be fetched: the server answers with status \(status)"
        case .tooManyRedirects(let limit): "not fetched: more than \(limit) redirects"
        case .badRedirect(let target):
            "not fetched: it redirects to \(target.map { maskedAddress($0).printable } ?? "no address")"
        case .localRedirect(let host):
            "not fetched: it redirects to \(host.printable), which is on this machine or its network. Name that URL to fetch it"
        case .unencryptedRedirect(let target):
            "not fetched: it redirects from https to \(maskedAddress(target).printable)"
        case .notStored(let error):
            "cannot be stored: \((error as? Errno)?.reason ?? "\(error)"). Check TMPDIR"
        }
    }

    /// The kind of failure, as JSON output names it. Part of the interface: programs compare it.
    var code: String {
        switch self {
        case .timedOut: "fetch-timeout"
        case .tooLarge: "fetch-too-large"
        case .failed: "fetch-failed"
        case .status: "fetch-status"
        case .tooManyRedirects, .badRedirect, .localRedirect, .unencryptedRedirect: "fetch-redirect"
        case .notStored: "system"
        }
    }
}

extension String {
    fileprivate var withoutFullStop: String { last == "." ? String(dropLast()) : self }
}
