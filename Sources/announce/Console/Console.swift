import SystemPackage

/// The two outputs of a command: results go to standard output, everything said about them to standard error.
///
/// An output that was closed, or a reader that has gone, is ignored: a command's exit status does not depend on it.
enum Console {
    /// Prints a line on standard output.
    static func result(_ line: String) {
        write(line + "\n")
    }

    /// Prints a line on standard error.
    static func note(_ line: String) {
        write(line + "\n", to: .standardError)
    }

    /// Prints why a command failed on standard error.
    static func error(_ sentence: String) {
        note("Error: " + sentence)
    }

    /// Writes text as it is, without a line break.
    static func write(_ text: String, to output: FileDescriptor = .standardOutput) {
        _ = try? output.writeAll(text.utf8)
    }
}
