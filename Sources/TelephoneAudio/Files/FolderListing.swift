import Glibc
package import SystemPackage

extension FilePath {
    /// The names of what lies in this folder, in order; nil, with `errno` set, where it cannot be read.
    package var entries: [FilePath]? {
        guard let directory = withPlatformString({ opendir($0) }) else { return nil }
        defer { closedir(directory) }
        var names: [FilePath] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath(platformString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.string < $1.string }
    }
}
