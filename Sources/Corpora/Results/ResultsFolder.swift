import LocalFiles
package import SystemPackage

/// The folder of the results: the memory of a corpus's conversion. Everything that is known of a recording stands in it, in JSON
/// lines; nothing depends on extended attributes, on locks, or on the clocks of several machines being equal.
package struct ResultsFolder: Sendable {
    package let path: FilePath

    package init(_ path: FilePath) { self.path = path }

    /// Creates the folder if it is missing.
    package func make() throws(Errno) { try path.makeFolders(permissions: FilePermissions(rawValue: 0o777)) }

    /// The attempts that may have a result for a recording of a shard, those that were written to last at the end.
    func attempts(for shard: Shard) throws(Errno) -> [AttemptName] {
        let names: [FilePath.Component]
        do throws(Errno) {
            names = try path.entries()
        } catch .noSuchFileOrDirectory {
            return []
        }
        return names.compactMap { AttemptName($0.string) }.filter { $0.shard.overlaps(shard) }
            .map { (name: $0, modified: FileStamp(of: path.appending($0.text))?.modified ?? 0) }
            .sorted { ($0.modified, $0.name.text) < ($1.modified, $1.name.text) }.map(\.name)
    }

    /// Adds all results that may be a shard's to a table. Lines that are torn or damaged are left out: what they were about is
    /// done again.
    ///
    /// - Returns: the counts of shards that the attempts were made with, the most frequent first.
    @discardableResult
    package func read(for shard: Shard, into table: inout ResultTable) throws(ManifestError) -> [Int] {
        var counts: [Int: Int] = [:]
        do throws(Errno) {
            for attempt in try attempts(for: shard) {
                counts[attempt.shard.count, default: 0] += 1
                try read(attempt, for: shard, into: &table)
            }
        } catch {
            throw .system(error)
        }
        return counts.sorted { ($1.value, $1.key) < ($0.value, $0.key) }.map(\.key)
    }

    private func read(_ attempt: AttemptName, for shard: Shard, into table: inout ResultTable) throws(Errno) {
        do throws(LineReader.Failure) {
            let lines = try LineReader(path.appending(attempt.text))
            while let line = try lines.next() {
                guard !line.isTorn, let result = RecordingResult(line.bytes) else { continue }
                let key = RecordingKey(result.id)
                if shard.contains(key) { table.add(result, key) }
            }
        } catch {
            switch error {
            case .system(.noSuchFileOrDirectory): return
            case .system(let error): throw error
            // Bytes that a crash has left: zeros without a line's end.
            case .longLine, .damagedGzip: return
            }
        }
    }
}
