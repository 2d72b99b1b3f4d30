import HTTPListener
import MediaLibrary
import NIOCore
import NIOPosix
import Synchronization

/// Waveforms of announcements, and how they are heard in places, computed once per content. Bounded.
final class SoundCache: Sendable {
    private struct Overviews {
        /// By the hash of the file.
        var values: [String: SoundOverview] = [:]
        /// Oldest first.
        var hashes: [String] = []
    }

    private static let mostOverviews = 1000

    private let overviews = Mutex(Overviews())
    private let heard = ContentCache(capacity: 24 << 20, largest: 12 << 20)

    /// - Throws: `RecordingFailure.unreadable`.
    func overview(of file: PublishedFile) async throws -> SoundOverview {
        if let overview = overviews.withLock({ $0.values[file.hash] }) { return overview }
        let overview = try await NIOThreadPool.singleton.runIfActive { try SoundOverview(file) }
        overviews.withLock { overviews in
            guard overviews.values.updateValue(overview, forKey: file.hash) == nil else { return }
            overviews.hashes.append(file.hash)
            if overviews.hashes.count > Self.mostOverviews {
                overviews.values[overviews.hashes.removeFirst()] = nil
            }
        }
        return overview
    }

    /// A WAV file.
    ///
    /// - Throws: `RecordingFailure.unreadable`.
    func heard(_ file: PublishedFile, in place: ListeningPlace) async throws -> ByteBuffer {
        let name = "\(place.rawValue) \(file.hash)"
        if let bytes = heard[name] { return bytes }
        let bytes = ByteBuffer(bytes: try await NIOThreadPool.singleton.runIfActive { try file.heard(in: place) })
        heard.insert(bytes, named: name)
        return bytes
    }
}
