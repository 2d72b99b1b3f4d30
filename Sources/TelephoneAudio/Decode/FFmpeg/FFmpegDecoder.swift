import LocalFiles
import SystemPackage

/// Formats that neither libsndfile nor this library decodes (M4A, AMR, WMA, WebM, ...), decoded by an installed `ffmpeg`
/// in a child process. Mixing and resampling stay here.
///
/// The child reads the file that is already open here, with the demuxer that the file's signature names, and nothing
/// else (`FFmpegArguments`). It runs with this process's rights: against a bug in ffmpeg itself only a process that is
/// confined (`Sandbox`) is protected.
final class FFmpegDecoder: Decoder {
    let format: RecordingFormat
    let lead = 0.0
    let layout = SampleLayout.float32
    let length = StreamLength.unknown
    private(set) var findings: [Finding] = []

    /// Looked up on PATH.
    static let program = "ffmpeg"

    private let input: FFmpegInput
    private let child: ChildProcess
    private let frameSize: Int
    private var position = 0
    private var ended = false

    /// - Throws: `needsFFmpeg`, `noAudioTrack`, `noSuchTrack`, `undecodable`, `rateOutOfRange`, `channelCountOutOfRange`,
    ///   `system`.
    init(_ source: ByteSource, _ input: FFmpegInput) throws(RecordingError) {
        let opened = try Self.open(source, input)
        self.input = input
        child = opened.child
        if let unreadable = opened.unreadable {
            findings.append(.otherTrack(used: opened.track, unreadable: unreadable))
        }
        let count = opened.header.channels
        format = RecordingFormat(
            container: input.container, codec: input.codec ?? input.container, sampleRate: opened.header.sampleRate,
            channels: count <= 2
                ? Speaker.standardChannels(count: count)
                : Speaker.channels(count: count, mask: opened.header.channelMask))
        frameSize = 4 * count
        try format.checkRange()
    }

    /// A child process that is about to deliver samples.
    private struct Opened {
        let child: ChildProcess
        let header: StreamedWave
        let track: Int
        /// The first track that could not be decoded; nil if that is `track`, or a certain one was asked for.
        let unreadable: Int?
    }

    /// Starts ffmpeg for the chosen track, or for one track after the other until one can be decoded.
    private static func open(_ source: ByteSource, _ input: FFmpegInput) throws(RecordingError) -> Opened {
        var first: (track: Int, error: RecordingError)?
        for track in input.track.map({ $0...$0 }) ?? 1...FFmpegInput.trackLimit {
            let child = try start(source, input, track: track)
            if let header = try StreamedWave(child), header.sampleSize == 4 {
                return Opened(child: child, header: header, track: track, unreadable: first?.track)
            }
            if case .signal(let number) = child.finish(), child.interruption == nil {
                throw .undecodable(format: input.name, reason: FFmpegRefusal.end(by: number))
            }
            let refusal = FFmpegRefusal(child.messages)
            guard refusal == .noDecoder, input.track == nil, input.mayHaveTracks else {
                throw first?.error ?? refusal.error(input)
            }
            first = first ?? (track, refusal.error(input))
        }
        throw first?.error ?? FFmpegRefusal.noSuchTrack.error(input)
    }

    private static func start(
        _ source: ByteSource, _ input: FFmpegInput, track: Int
    ) throws(RecordingError) -> ChildProcess {
        do throws(Errno) {
            return try source.withDescriptor { descriptor throws(Errno) in
                try ChildProcess(
                    Self.program, arguments: FFmpegArguments.decoding(input, track: track, of: source),
                    files: [descriptor])
            }
        } catch {
            let isMissing = [Errno.noSuchFileOrDirectory, .permissionDenied, .notDirectory].contains(error)
            throw isMissing
                ? .needsFFmpeg(format: input.name) : .system(errno: error.rawValue, action: .startDecoder)
        }
    }

    func read(_ frames: Int, into block: SampleBlock) throws(RecordingError) -> Int {
        guard !ended else { return 0 }
        let buffer = UnsafeMutableRawBufferPointer(start: block.base, count: frames * frameSize)
        let bytes: Int
        do throws(Errno) {
            bytes = try child.read(into: buffer)
        } catch {
            throw .system(errno: error.rawValue, action: .read)
        }
        let count = bytes / frameSize
        position += count
        if count == 0 { try reportEnd() }
        return count
    }

    /// Never called: the length is not known.
    func seek(to frame: Int) throws(RecordingError) {
        throw .undecodable(format: format.container, reason: "cannot seek")
    }

    private func reportEnd() throws(RecordingError) {
        ended = true
        let exit = child.finish()
        let reason = FFmpegRefusal.firstLine(of: child.messages)
        guard position > 0 else {
            if reason != nil { throw FFmpegRefusal(child.messages).error(input) }
            return
        }
        let at = Double(position) / Double(format.sampleRate)
        if exit == .status(0) {
            guard reason != nil else { return }
            // ffmpeg exits with 0 even if it skipped damaged data; only its messages say so.
            let messages = String(decoding: child.messages, as: UTF8.self)
            let isCut = messages.contains("partial file") || messages.contains("ended prematurely")
            findings.append(
                isCut
                    ? .stoppedEarly(at: at, expected: nil, cause: .truncated)
                    : .skippedDamage(at: nil, bytes: nil, lost: nil))
        } else {
            var failure = reason ?? "ffmpeg failed"
            if case .signal(let number) = exit { failure = FFmpegRefusal.end(by: number) }
            let reason = child.interruption == .stuck ? "ffmpeg did not answer" : failure
            findings.append(.stoppedEarly(at: at, expected: nil, cause: .decoder(reason)))
        }
    }
}
