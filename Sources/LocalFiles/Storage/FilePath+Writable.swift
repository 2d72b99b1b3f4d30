package import SystemPackage

extension FilePath {
    /// Checks that the folder can be written: creates a file of 4 KiB in it and removes it again. Permissions alone do not say
    /// whether a file system is mounted read-only, and on a full one empty files can still be created.
    package func checkWritable() throws(Errno) {
        let trial = appending(hiddenName())
        let descriptor = try FileDescriptor.creating(trial)
        defer {
            descriptor.closeQuietly()
            trial.removeQuietly()
        }
        try descriptor.writeWhole([UInt8](repeating: 0, count: 4096))
    }
}
