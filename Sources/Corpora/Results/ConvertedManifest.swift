import LocalFiles
package import SystemPackage

/// A manifest in the form of the one that was converted, with what its recordings have become in their place.
package struct ConvertedManifest: Sendable {
    package private(set) var recordings = 0
    /// Lines without a result; with any, nothing is written.
    package private(set) var missing = 0
    /// Lines left out, whose recordings failed.
    package private(set) var failed = 0
    /// Lines left out that name no recording.
    package private(set) var refused = 0

    /// Writes it beside its place and renames it.
    ///
    /// - Parameter path: packed if it ends in `.gz`.
    package init(
        of manifest: ManifestReader, in results: ResultsFolder, to path: FilePath
    ) throws(ManifestError) {
        var table = ResultTable()
        try results.read(for: .whole, into: &table)
        let output: ManifestOutput
        do throws(Errno) {
            output = try ManifestOutput(path)
        } catch {
            throw .system(error)
        }
        while let item = try manifest.next() {
            switch item {
            case .header: try output.add(manifest.line)
            case .refused: refused += 1
            case .entry(let entry):
                let key = RecordingKey(entry.id)
                let known: ResultTable.Known
                switch table.name(key, path: entry.path.string) {
                case .first(let found), .again(let found): known = found
                case .otherRecording:
                    refused += 1
                    continue
                }
                switch known.state {
                case .failed: failed += 1
                case .free, .missing: missing += 1
                case .converted:
                    guard let origin = known.origin else {
                        missing += 1
                        continue
                    }
                    recordings += 1
                    let place = OutputPlace(entry.id, key, suffix: origin.suffix).path
                    let file = FilePath(origin.folder).pushing(place)
                    let size = manifest.hasSizes ? FileStamp(of: file)?.size ?? 0 : 0
                    try output.add(
                        manifest.rewritten(
                            ConvertedRecording(path: file.string, samples: known.samples, size: size)))
                }
            }
        }
        if missing == 0 { try output.finish() }
    }
}

/// The file of a manifest while it is written: it gets its name when it is whole.
private final class ManifestOutput {
    private let path: FilePath
    private let file: UnnamedFile
    private let gzip: GzipWriter?
    private var buffer: [UInt8] = []

    init(_ path: FilePath) throws(Errno) {
        self.path = path
        file = try UnnamedFile(in: path.folder, permissions: FilePermissions(rawValue: 0o666))
        gzip = path.extension == "gz" ? GzipWriter() : nil
    }

    func add(_ line: [UInt8]) throws(ManifestError) {
        buffer += line
        buffer.append(0x0A)
        if buffer.count >= 1 << 16 { try flush(isLast: false) }
    }

    func finish() throws(ManifestError) {
        try flush(isLast: true)
        do throws(Errno) {
            try file.descriptor.synchronize()
            try file.publish(as: path, replacing: true)
        } catch {
            throw .system(error)
        }
    }

    private func flush(isLast: Bool) throws(ManifestError) {
        do throws(Errno) {
            try file.descriptor.writeWhole(gzip?.pack(buffer, isLast: isLast) ?? buffer)
        } catch {
            throw .system(error)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
