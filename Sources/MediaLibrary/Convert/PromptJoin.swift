import Glibc
import SystemPackage
import TelephoneAudio

/// Joins several announcements in one file: their samples one after the other, unchanged, after one header. Blocks.
struct PromptJoin: Sendable {
    let store: MediaStore
    let now: @Sendable () -> Int

    /// - Parameter parts: files of the store; each with the canonical header of 44 bytes, as all of them have.
    func join(_ parts: [PublishedFile]) throws(RecordingFailure) -> StoredFile {
        let encoding = AnnouncementEncoding.pcm16
        let samples = parts.reduce(0) { $0 + $1.samples }
        guard samples <= encoding.largestSampleCount else {
            throw .unplayable(.tooManySamples(samples))
        }
        let target = store.newPath()
        do {
            let file = try AnnouncementFile(target: target)
            let header = encoding.waveHeader(samples: samples)
            try file.write(header, at: 0)
            var end = header.count
            for part in parts {
                try copy(part, to: file, at: end, skipping: header.count)
                end += part.samples * encoding.sampleSize
            }
            try file.publish(replacing: true)
        } catch let error as OutputError {
            guard case .system(let code, _, _) = error else { throw .notStored(errno: EIO) }
            throw .notStored(errno: code)
        } catch let error as RecordingError {
            guard case .system(let code, _) = error else { throw .unreadable(errno: EIO) }
            throw .unreadable(errno: code)
        } catch {
            throw .notStored(errno: EIO)
        }
        return try store.adopt(target, now: now())
    }

    private func copy(_ part: PublishedFile, to file: AnnouncementFile, at end: Int, skipping header: Int) throws {
        let source = try ByteSource(path: FilePath(part.path))
        var offset = header
        while offset < part.size {
            let block = try source.bytes(at: offset, count: min(1 << 18, part.size - offset))
            // The file has been cut since.
            guard !block.isEmpty else { throw RecordingError.system(errno: EIO, action: .read) }
            try file.write(block, at: end + offset - header)
            offset += block.count
        }
    }
}
