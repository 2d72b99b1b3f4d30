package import LocalFiles
package import SystemPackage

extension StateFile<PasswordHash> {
    /// A file with the hash of the dashboard's password in its first line.
    package static func password(_ path: FilePath) -> StateFile {
        StateFile(path, limit: 1000) { bytes in
            let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? ""
            return try? PasswordHash(String(line))
        } encode: { hash in
            Array("\(hash)\n".utf8)
        }
    }
}
