import SystemPackage

/// How far the conversion of a corpus is: each recording of the manifest once, and what the results say of it.
package struct CorpusStatus: Sendable {
    package private(set) var recordings = 0
    package private(set) var converted = 0
    package private(set) var failed = 0
    /// Without a result.
    package var missing: Int { recordings - converted - failed }
    /// How many shards the corpus is divided into; nil where that is unknown.
    package let shards: Int?
    /// The shards in which a recording has no result, ascending.
    package private(set) var unfinished: [Int] = []
    /// How many lines of the manifest name no recording.
    package private(set) var refused = 0
    /// The first of them.
    package private(set) var refusals: [(line: Int, reason: ManifestRefusal)] = []

    /// Lines of the manifest that are named.
    package static let namedRefusals = 10

    /// Reads the manifest and the results.
    ///
    /// - Parameters:
    ///   - shard: what is looked at.
    ///   - count: how many shards there are; nil is as many as the attempts were made with.
    package init(
        of manifest: ManifestReader, in results: ResultsFolder, shard: Shard, count: Int?
    ) throws(ManifestError) {
        var table = ResultTable()
        let counts = try results.read(for: shard, into: &table)
        shards = count ?? counts.first
        var open: Set<Int> = []
        while let item = try manifest.next() {
            switch item {
            case .header: break
            case .refused(let line, let reason): refuse(line, reason)
            case .entry(let entry):
                let key = RecordingKey(entry.id)
                guard shard.contains(key) else { continue }
                switch table.name(key, path: entry.path.string) {
                case .again: break
                case .otherRecording: refuse(entry.line, .otherRecording(id: entry.id))
                case .first(let known):
                    recordings += 1
                    switch known.state {
                    case .converted: converted += 1
                    case .failed: failed += 1
                    case .free, .missing: if let shards { open.insert(Shard.index(of: key, shards)) }
                    }
                }
            }
        }
        unfinished = open.sorted()
    }

    private mutating func refuse(_ line: Int, _ reason: ManifestRefusal) {
        refused += 1
        if refusals.count < Self.namedRefusals { refusals.append((line, reason)) }
    }
}
