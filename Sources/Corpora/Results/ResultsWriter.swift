import Glibc
import LocalFiles
package import SystemPackage

/// Writes the results of one attempt, each as soon as it is there. The file is created with the first.
///
/// Every line is one write(2): after a crash, at most the last one is torn, and a reader leaves that out. After a write that
/// failed no other is tried, so that nothing follows a torn line. For one thread at a time.
package final class ResultsWriter {
    private let folder: ResultsFolder
    private let shard: Shard
    private var file: OwnedDescriptor?
    private var failure: Errno?

    package init(_ folder: ResultsFolder, _ shard: Shard) {
        (self.folder, self.shard) = (folder, shard)
    }

    package func write(_ result: RecordingResult) throws(Errno) {
        if let failure { throw failure }
        do throws(Errno) {
            let file: OwnedDescriptor
            if let open = self.file { file = open } else { file = try create() }
            self.file = file
            try file.descriptor.writeWhole(result.line)
        } catch {
            failure = error
            throw error
        }
    }

    /// A file that no other attempt writes to.
    private func create() throws(Errno) -> OwnedDescriptor {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let host = name.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        var number = 1
        while true {
            let attempt = AttemptName(shard, host: host, process: getpid(), number: number)
            do throws(Errno) {
                return OwnedDescriptor(
                    try .creating(folder.path.appending(attempt.text), permissions: FilePermissions(rawValue: 0o666)))
            } catch .fileExists {
                number += 1
            }
        }
    }
}
