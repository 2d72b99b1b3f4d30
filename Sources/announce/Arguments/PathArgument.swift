import ArgumentParser
import LocalFiles
import SystemPackage

/// A file name on the command line, byte for byte as it was given.
struct PathArgument: ExpressibleByArgument, Hashable {
    let path: FilePath
    /// Whether it was given with a trailing slash, which `FilePath` drops: it names a folder, existing or not.
    let endsInSlash: Bool

    init?(argument: String) {
        let bytes = RawArguments.bytes(escaped: argument)
        guard !bytes.isEmpty else { return nil }
        endsInSlash = bytes.last == UInt8(ascii: "/")
        path = FilePath(bytes: bytes)
    }

    static var defaultCompletionKind: CompletionKind { .file() }
}
