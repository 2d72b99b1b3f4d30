import Glibc
import SystemPackage

extension FilePath {
    /// The absolute path, without `.` and `..`.
    var absolute: FilePath {
        guard isRelative else { return lexicallyNormalized() }
        guard let buffer = getcwd(nil, 0) else { return lexicallyNormalized() }
        defer { free(buffer) }
        return FilePath(platformString: buffer).pushing(self).lexicallyNormalized()
    }

    /// The path relative to the working directory if it leads below it; otherwise as it is.
    var nearby: FilePath {
        var path = self
        return path.removePrefix(FilePath(".").absolute) ? (path.isEmpty ? "." : path) : self
    }
}
