import Glibc
package import SystemPackage

extension FilePath {
    /// The path from the root, without `.` and `..`. Links are not resolved.
    package var absolute: FilePath {
        guard isRelative else { return lexicallyNormalized() }
        guard let buffer = getcwd(nil, 0) else { return lexicallyNormalized() }
        defer { free(buffer) }
        return FilePath(platformString: buffer).pushing(self).lexicallyNormalized()
    }

    /// The shortest way to write the path for a person: relative if it is below the working directory, absolute otherwise.
    package var nearby: FilePath {
        var path = self
        return path.removePrefix(FilePath(".").absolute) ? (path.isEmpty ? "." : path) : self
    }

    /// The folder that contains the file: "." for a bare name.
    package var folder: FilePath {
        let folder = removingLastComponent()
        return folder.isEmpty ? "." : folder
    }

    /// The absolute path with every link resolved (realpath(3)); `nil` if it leads nowhere.
    package var resolved: FilePath? {
        withPlatformString { path in
            guard let real = realpath(path, nil) else { return nil }
            defer { free(real) }
            return FilePath(platformString: real)
        }
    }

    /// The target of a link as it is written in the link (readlink(2)); `nil` if the path is not a link.
    package var linkTarget: FilePath? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = withPlatformString { readlink($0, &buffer, Int(PATH_MAX)) }
        return count > 0 ? FilePath(platformString: buffer) : nil
    }

    /// Whether something exists at the path; a link that leads nowhere does not count.
    package var exists: Bool { withPlatformString { access($0, F_OK) } == 0 }

    /// Whether a folder exists at the path, or a link to one.
    package var isFolder: Bool { (try? stat())?.type == .directory }

    /// The file's bytes as a path, byte for byte, up to the first zero.
    package init(bytes: some Sequence<UInt8>) {
        self = (Array(bytes) + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { chars in
                chars.baseAddress.map { FilePath(platformString: $0) } ?? ""
            }
        }
    }
}

/// The folder for temporary files: `$TMPDIR`, or /var/tmp, which unlike /tmp is rarely kept in memory.
package func temporaryFolder() -> FilePath {
    getenv("TMPDIR").map { FilePath(platformString: $0) } ?? "/var/tmp"
}

/// A random name for an unfinished file: hidden, and with the extension that watchers of recordings ignore.
package func hiddenName() -> String {
    ".announce-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
}
