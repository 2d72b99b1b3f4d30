import SystemPackage
import Telephony

/// Decides by a name what a file in the recordings folder is.
enum RecordingNaming: Hashable {
    case recording(AnnouncementName)
    /// Hidden, unfinished, or of a kind that is never a recording.
    case ignored
    /// No announcement can have this name; nil if it is not UTF-8.
    case impossible(AnnouncementName.ParseError?)

    /// - Parameter path: below the recordings folder.
    init(_ path: FilePath) {
        guard let last = path.lastComponent, !Self.isIgnored(last) else {
            self = .ignored
            return
        }
        guard let text = path.validText, let stem = last.validStem else {
            self = Self.isDocument(last) ? .ignored : .impossible(nil)
            return
        }
        guard !Self.isDocument(last) else {
            self = .ignored
            return
        }
        let folder = text.utf8.lastIndex(of: UInt8(ascii: "/")).map { text[...$0] } ?? ""
        do {
            self = .recording(try AnnouncementName(folder + stem))
        } catch {
            self = .impossible(error)
        }
    }

    /// Whether it is hidden, or by convention (`.part`, `.tmp`, `~`) unfinished or a backup.
    static func isIgnored(_ name: FilePath.Component) -> Bool {
        let text = name.string
        return text.hasPrefix(".") || text.hasSuffix("~") || text.hasSuffix(".tmp") || text.hasSuffix(".part")
    }

    /// Whether it is a document, as they are often kept beside recordings. Everything else counts as a recording, so that a
    /// broken one is reported and not ignored.
    private static func isDocument(_ name: FilePath.Component) -> Bool {
        guard let suffix = name.extension else {
            return ["readme", "license", "licence", "copying", "makefile", "dockerfile"]
                .contains(name.string.lowercased())
        }
        return documentSuffixes.contains(suffix.lowercased())
    }

    private static let documentSuffixes: Set = [
        "md", "txt", "rtf", "pdf", "doc", "docx", "odt", "ods", "xls", "xlsx", "csv", "tsv", "htm", "html", "xml",
        "json",
        "yaml", "yml", "toml", "ini", "cfg", "conf", "env", "log", "sh", "py", "js", "bat", "ps1", "mk", "jpg", "jpeg",
        "png", "gif", "webp", "svg", "ico", "zip", "gz", "xz", "tar", "7z", "m3u", "m3u8", "pls", "cue", "nfo", "db",
        "url", "desktop", "lnk", "asd", "pkf", "sha256", "md5", "bak",
    ]
}

extension FilePath {
    /// Nil for bytes that are not UTF-8, which `string` would replace.
    fileprivate var validText: String? { withPlatformString { String(validatingCString: $0) } }
}

extension FilePath.Component {
    fileprivate var validStem: String? { stem }
}
