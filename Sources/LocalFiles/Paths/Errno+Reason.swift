package import SystemPackage

extension Errno {
    /// The system's description as part of a sentence: "no such file or directory".
    package var reason: String {
        let text = description
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    /// The error of the C library's last call on this thread.
    package static var last: Errno { Errno(rawValue: lastErrorNumber()) }
}
