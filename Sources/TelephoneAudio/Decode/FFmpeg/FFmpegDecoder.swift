import LocalFiles
import SystemPackage

/// Formats that neither libsndfile nor this library decodes (M4A, AMR, WMA, WebM, ...), decoded by an installed `ffmpeg`
/// in a child process. Mixing and resampling stay here.
///
/// The child reads the file that is already open here, with the demuxer that the file's signature names, and nothing
/// else: a file disguised as a playlist cannot make it open another file or an address. It runs with this process's
/// rights, so it is not a protection against a bug in ffmpeg itself.
final class FFmpegDecoder: Decoder {
    let format: RecordingFormat
    let lead = 0.0
    let layout = SampleLayout.float32
    let length = StreamLength.unknown
    private(set) var findings: [Finding] = []

    private let child: ChildProcess
    private let frameSize: Int
    private var position = 0
    private var ended = false

    /// - Parameters:
    ///   - format: the format's name in reports and errors.
    ///   - demuxer: ffmpeg's name for it, as in `-f`.
    /// - Throws: `needsFFmpeg`, `undecodable`, `rateOutOfRange`, `channelCountOutOfRange`, `system`.
    init(_ source: ByteSource, format name: String, demuxer: String) throws(RecordingError) {
        do throws(Errno) {
            child = try source.withDescriptor { descriptor throws(Errno) in
                try ChildProcess(
                    "ffmpeg", arguments: Self.arguments(demuxer: demuxer, input: Self.address(of: source)),
                    input: descriptor)
            }
        } catch {
            let isMissing = [Errno.noSuchFileOrDirectory, .permissionDenied, .notDirectory].contains(error)
            throw isMissing
                ? .needsFFmpeg(format: name) : .system(errno: error.rawValue, action: .startDecoder)
        }
        guard let header = try StreamedWave(child), header.sampleSize == 4 else {
            _ = child.finish()
            throw Self.refusal(child.messages, format: name, else: "ffmpeg found no sound")
        }
        let count = header.channels
        format = RecordingFormat(
            container: name, codec: name, sampleRate: header.sampleRate,
            channels: count <= 2
                ? Speaker.standardChannels(count: count) : Speaker.channels(count: count, mask: header.channelMask))
        frameSize = 4 * count
        try format.checkRange()
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
        let reason = Self.firstLine(of: child.messages)
        guard position > 0 else {
            if let reason { throw Self.refusal(child.messages, format: format.container, else: reason) }
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
            let reason = child.interruption == .stuck ? "ffmpeg did not answer" : reason ?? "ffmpeg failed"
            findings.append(.stoppedEarly(at: at, expected: nil, cause: .decoder(reason)))
        }
    }

    private static func arguments(demuxer: String, input: String) -> [String] {
        [
            "-nostdin", "-hide_banner", "-v", "error", "-protocol_whitelist", "file,pipe,subfile",
            "-f", demuxer, "-i", input, "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1",
            "-bitexact", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1",
        ]
    }

    /// Opens the file anew, for its own position; a part of a file by ffmpeg's subfile protocol.
    private static func address(of source: ByteSource) -> String {
        let path = "/proc/self/fd/\(ChildProcess.inputDescriptor)"
        if source.start == 0, source.fileSize == source.count { return path }
        return "subfile,,start,\(source.start),end,\(source.start + source.count),,:\(path)"
    }

    /// Returns the error that ffmpeg's messages stand for. It exits with 1 whatever the reason, so a lack of memory is known by
    /// the system's text for `ENOMEM` alone; from here on it is a value.
    private static func refusal(_ messages: [UInt8], format: String, else reason: String) -> RecordingError {
        if String(decoding: messages, as: UTF8.self).contains(Errno.noMemory.description) {
            return .system(errno: Errno.noMemory.rawValue, action: .read)
        }
        return .undecodable(format: format, reason: firstLine(of: messages) ?? reason)
    }

    /// Returns the first line of ffmpeg's messages, without the address of the module that it begins with.
    static func firstLine(of messages: [UInt8]) -> String? {
        let line = messages.split(separator: UInt8(ascii: "\n")).first.map { String(decoding: $0, as: UTF8.self) }
        guard
            var line = line?.filter({ character in
                character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            })
        else { return nil }
        if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
            line = String(line[line.index(after: end)...].drop { $0 == " " })
        }
        line = line.replacing("/proc/self/fd/\(ChildProcess.inputDescriptor)", with: "the file")
        return line.isEmpty ? nil : String(line.prefix(200))
    }
}
