package import CallFlow
import LocalFiles
package import MediaLibrary
import NIOCore
import NIOPosix
import Sipgate
package import SystemPackage

/// A server of the Wyoming protocol, such as Home Assistant's Piper. It has no speed: that is up to the server.
///
/// Whether it has a voice is found out by speaking: wyoming-piper calls voices installed that it would first have to download.
package struct WyomingEngine: SpeechEngine {
    package let name: String
    private let endpoint: Endpoint
    private let limits: SpeechLimits

    package init(_ endpoint: Endpoint, limits: SpeechLimits = SpeechLimits()) {
        self.endpoint = endpoint
        self.limits = limits
        name = "wyoming: \(endpoint)"
    }

    package var isDraft: Bool { false }
    package var identity: String { "wyoming\0\(endpoint)" }
    package var knownVersion: String { "" }

    /// Seconds for a server that tells about itself.
    private static let describing = 5

    package func version(for request: SpeechRequest) async throws(SpeechFault) -> String {
        var version = ""
        try await converse(WyomingEvent.describe, within: Self.describing) { type, data, _ in
            guard type == "info" else { return true }
            let program = data.tts?.first
            let voice = program?.voices?.first { $0.name == request.voice }
            version = [program?.name, program?.version, voice?.version].map { $0 ?? "" }.joined(separator: " ")
            return false
        }
        return version
    }

    package func speak(_ request: SpeechRequest, into file: FilePath) async throws(SpeechFault) {
        let sound: PCMFile
        do throws(Errno) {
            sound = try PCMFile(file, most: limits.bytes)
        } catch {
            throw .notStored(errno: error.rawValue)
        }
        let question = WyomingEvent.synthesize(request.text, voice: request.voice, language: request.language)
        try await converse(question, within: limits.seconds) { type, data, payload throws(SpeechFault) in
            switch type {
            case "audio-start": try sound.begin(data.rate, data.width, data.channels)
            case "audio-chunk":
                try sound.begin(data.rate, data.width, data.channels)
                try sound.append(payload)
            case "audio-stop":
                try sound.end()
                return false
            case "error":
                throw .refused(status: nil, words: SpeechFault.words((data.text ?? data.code ?? "").utf8))
            default: break
            }
            return true
        }
    }

    // MARK: The connection

    /// Sends an event and takes those that come, until `take` returns false.
    private func converse(
        _ question: [UInt8], within seconds: Int,
        _ take: @escaping (String, WyomingData, [UInt8]) throws(SpeechFault) -> Bool
    ) async throws(SpeechFault) {
        let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(5))
                .connect(host: endpoint.host, port: endpoint.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw .unreachable(reason: ConnectionFailure(error).words)
        }
        // Closing the channel ends the loop below.
        let timer = channel.channel.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) {
            channel.channel.close(promise: nil)
        }
        defer { timer.cancel() }
        let start = ContinuousClock.now
        do {
            let isAnswered = try await withTaskCancellationHandler {
                try await channel.executeThenClose { input, output in
                    try await output.write(ByteBuffer(bytes: question))
                    var reader = WyomingReader()
                    for try await buffer in input {
                        reader.add(buffer.readableBytesView)
                        while let (type, data, payload) = try reader.next() {
                            if !(try take(type, data, payload)) { return true }
                        }
                    }
                    return false
                }
            } onCancel: {
                channel.channel.close(promise: nil)
            }
            if isAnswered { return }
        } catch let error as SpeechFault {
            throw error
        } catch WyomingReader.Fault.malformed(let bytes) {
            throw .notSound(words: SpeechFault.words(bytes))
        } catch WyomingReader.Fault.tooLarge {
            throw .tooLarge(bytes: limits.bytes)
        } catch {
            // A connection that breaks is distinguished below from one that took too long.
        }
        if Task.isCancelled { throw .stopped }
        if ContinuousClock.now - start >= .seconds(seconds) { throw .tookTooLong(seconds: seconds) }
        throw .endedEarly
    }
}
