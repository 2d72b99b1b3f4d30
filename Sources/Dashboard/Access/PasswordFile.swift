import Glibc
package import SystemPackage

/// Where the hash of the dashboard's password is kept: `admin-password` in the state folder, mode 0600.
package struct PasswordFile: Hashable, Sendable {
    package let path: FilePath

    package init(state folder: FilePath) {
        path = folder.appending("admin-password")
    }

    /// Why no password can be read.
    package enum Failure: Error, Hashable, Sendable {
        /// Not as it was written.
        case damaged(FilePath)
        /// An `errno` value.
        case system(errno: CInt, FilePath)
    }

    /// The password there is; nil for none. Blocks.
    ///
    /// - Throws: `Failure`.
    package func read() throws(Failure) -> PasswordHash? {
        let bytes: [UInt8]
        do throws(SmallFile.Failure) {
            guard let content = try SmallFile.read(path, upTo: 1000) else { return nil }
            bytes = content
        } catch {
            switch error {
            case .tooLarge: throw .damaged(path)
            case .system(let code): throw .system(errno: code, path)
            }
        }
        let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
        do throws(PasswordHash.Invalid) {
            return try PasswordHash(text)
        } catch {
            throw .damaged(path)
        }
    }

    /// Replaces what there is. Blocks.
    ///
    /// - Throws: `Failure.system`.
    package func write(_ hash: PasswordHash) throws(Failure) {
        do throws(SmallFile.Failure) {
            try SmallFile.write(Array("\(hash)\n".utf8), to: path, mode: .owner)
        } catch {
            if case .system(let code) = error { throw .system(errno: code, path) }
        }
    }

    /// Returns whether there was one.
    ///
    /// - Throws: `Failure.system`.
    package func remove() throws(Failure) -> Bool {
        guard path.withPlatformString({ unlink($0) }) != 0 else { return true }
        guard errno == ENOENT else { throw .system(errno: errno, path) }
        return false
    }
}
