import LocalFiles
import MediaLibrary
import SystemPackage

/// Samples as they arrive, written as a WAV file.
final class PCMFile {
    private let file: OwnedDescriptor
    private let most: Int
    /// Of the WAV header.
    private var format: (rate: Int, width: Int, channels: Int)?
    private var size = 0

    /// - Parameter path: of a file that exists and is empty.
    init(_ path: FilePath, most: Int) throws(Errno) {
        file = OwnedDescriptor(try .opening(path, .writeOnly, .closeOnExec))
        self.most = most
        try file.descriptor.writeWhole([UInt8](repeating: 0, count: 44))
    }

    /// What the samples are; may be said again with each of them.
    func begin(_ rate: Int?, _ width: Int?, _ channels: Int?) throws(SpeechFault) {
        guard format == nil else { return }
        guard let rate, let width, let channels, (1000...768_000).contains(rate), (1...4).contains(width),
            (1...16).contains(channels)
        else { throw .notSound(words: "samples of an unknown kind") }
        format = (rate, width, channels)
    }

    func append(_ samples: [UInt8]) throws(SpeechFault) {
        size += samples.count
        guard size <= most else { throw .tooLarge(bytes: most) }
        do throws(Errno) {
            try file.descriptor.writeWhole(samples)
        } catch {
            throw .notStored(errno: error.rawValue)
        }
    }

    /// Completes the header.
    func end() throws(SpeechFault) {
        guard let format, size > 0 else { throw .notSound(words: "") }
        var header: [UInt8] = []
        func add(_ value: Int, bytes: Int) {
            for index in 0..<bytes { header.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
        header += "RIFF".utf8
        add(36 + size, bytes: 4)
        header += "WAVEfmt ".utf8
        add(16, bytes: 4)
        add(1, bytes: 2)
        add(format.channels, bytes: 2)
        add(format.rate, bytes: 4)
        add(format.rate * format.channels * format.width, bytes: 4)
        add(format.channels * format.width, bytes: 2)
        add(8 * format.width, bytes: 2)
        header += "data".utf8
        add(size, bytes: 4)
        var failure: Errno?
        header.withUnsafeBytes { bytes in
            do throws(Errno) { try file.descriptor.writeWhole(bytes, at: 0) } catch { failure = error }
        }
        if let failure { throw .notStored(errno: failure.rawValue) }
    }
}
