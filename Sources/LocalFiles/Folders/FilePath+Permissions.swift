package import SystemPackage

extension FilePath {
    /// What users other than the owner may do with the file or folder; nil if there is none.
    package var permissionsOfOthers: FilePermissions? {
        guard let status = try? stat() else { return nil }
        return FilePermissions(rawValue: status.permissions.rawValue & 0o077)
    }
}
