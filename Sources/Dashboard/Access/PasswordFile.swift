import LocalFiles
package import SystemPackage

/// The file with the hash of the dashboard's password: `admin-password` in the state folder, mode 0600.
package struct PasswordFile: Hashable, Sendable {
    package let path: FilePath

    package init(state folder: FilePath) {
        path = folder.appending("admin-password")
    }

    /// Reads the hash; nil where no password is set. Blocks.
    ///
    /// - Throws: `PasswordFileError`.
    package func read() throws(PasswordFileError) -> PasswordHash? {
        let bytes: [UInt8]
        do throws(Errno) {
            guard let content = try SmallFile.read(path, upTo: 1000) else { return nil }
            bytes = content
        } catch {
            throw error == .fileTooLarge ? .damaged(path) : .system(errno: error.rawValue, path)
        }
        let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
        do throws(PasswordHashError) {
            return try PasswordHash(text)
        } catch {
            throw .damaged(path)
        }
    }

    /// Replaces the password. Blocks.
    ///
    /// - Throws: `PasswordFileError.system`.
    package func write(_ hash: PasswordHash) throws(PasswordFileError) {
        do throws(Errno) {
            try SmallFile.write("\(hash)\n".utf8, to: path, mode: .owner)
        } catch {
            throw .system(errno: error.rawValue, path)
        }
    }

    /// Removes the password. Returns whether there was one.
    ///
    /// - Throws: `PasswordFileError.system`.
    package func remove() throws(PasswordFileError) -> Bool {
        do throws(Errno) {
            return try path.remove()
        } catch {
            throw .system(errno: error.rawValue, path)
        }
    }
}

/// Why the password file cannot be read or written.
package enum PasswordFileError: Error, Hashable, Sendable {
    /// Not as it was written.
    case damaged(FilePath)
    /// An `errno` value.
    case system(errno: CInt, FilePath)
}
