import AsyncHTTPClient
import Foundation
import LocalFiles
package import MediaLibrary
import NIOCore
import NIOHTTP1
import NIOPosix
import Sipgate
package import SystemPackage

/// A server with OpenAI's `/v1/audio/speech`: https://platform.openai.com/docs/api-reference/audio/createSpeech
///
/// A request is limited in time and is tried twice, since such servers answer 503 while they load a model. Redirects are not
/// followed: they would be sent the key.
package struct HTTPEngine: SpeechEngine {
    package let name: String
    private let url: String
    private let model: String
    /// The key, or the name of the environment variable that should have it.
    private let key: Key
    private let limits: SpeechLimits

    package enum Key: Hashable, Sendable {
        case none
        case value(String)
        case missing(variable: String)
    }

    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private static let attempts = 2
    /// OpenAI's first voice, which servers of its shape have a voice of their own for.
    private static let standardVoice = "alloy"

    package init(url: String, model: String, key: Key, limits: SpeechLimits = SpeechLimits()) {
        self.url = url
        self.model = model
        self.key = key
        self.limits = limits
        name = "http: \(url)"
    }

    package var isDraft: Bool { false }
    package var identity: String { "http\0\(url)\0\(model)" }
    /// There is no way to ask for it.
    package var knownVersion: String { "" }
    package func version(for request: SpeechRequest) async throws(SpeechFault) -> String { "" }

    private struct Body: Encodable {
        let model: String
        let input: String
        let voice: String
        let format = "wav"
        let speed: Double

        private enum CodingKeys: String, CodingKey {
            case model, input, voice, speed
            case format = "response_format"
        }
    }

    package func speak(_ request: SpeechRequest, into file: FilePath) async throws(SpeechFault) {
        var message = HTTPClientRequest(url: url)
        message.method = .POST
        message.headers.add(name: "Content-Type", value: "application/json")
        message.headers.add(name: "Accept", value: "audio/wav, audio/*")
        message.headers.add(name: "User-Agent", value: "announce (Swift)")
        switch key {
        case .none: break
        case .value(let key): message.headers.add(name: "Authorization", value: "Bearer \(key)")
        case .missing(let variable): throw .noKey(variable: variable)
        }
        let body = Body(
            model: model, input: request.text, voice: request.voice ?? Self.standardVoice, speed: request.rate)
        guard let bytes = try? JSONEncoder().encode(body) else { throw .refused(status: nil, words: "") }
        message.body = .bytes(ByteBuffer(bytes: bytes))
        for attempt in 1... {
            do throws(SpeechFault) {
                return try await exchange(message, into: file)
            } catch {
                guard attempt < Self.attempts, error.mayPass, !Task.isCancelled else { throw error }
            }
        }
    }

    private func exchange(_ message: HTTPClientRequest, into file: FilePath) async throws(SpeechFault) {
        let response: HTTPClientResponse
        do {
            response = try await Self.client.execute(message, timeout: .seconds(Int64(limits.seconds)))
        } catch is CancellationError {
            throw .stopped
        } catch let error as HTTPClientError where error == .deadlineExceeded {
            throw .tookTooLong(seconds: limits.seconds)
        } catch {
            throw .unreachable(reason: ConnectionFailure(error).words)
        }
        let type = response.headers.first(name: "content-type") ?? ""
        let isText = type.hasPrefix("application/json") || type.hasPrefix("text/")
        guard response.status == .ok, !isText else {
            let text = (try? await response.body.collect(upTo: 1 << 16)).map { String(buffer: $0) } ?? ""
            let words = Self.error(in: text)
            throw response.status == .ok
                ? .notSound(words: words) : .refused(status: Int(response.status.code), words: words)
        }
        let target: OwnedDescriptor
        do throws(Errno) {
            target = OwnedDescriptor(try .opening(file, .writeOnly, [.closeOnExec, .truncate]))
        } catch {
            throw .notStored(errno: error.rawValue)
        }
        var size = 0
        do {
            for try await part in response.body {
                size += part.readableBytes
                guard size <= limits.bytes else { throw SpeechFault.tooLarge(bytes: limits.bytes) }
                try await NIOThreadPool.singleton.runIfActive {
                    try part.withUnsafeReadableBytes { try target.descriptor.writeWhole($0) }
                }
            }
        } catch let error as SpeechFault {
            throw error
        } catch let error as Errno {
            throw .notStored(errno: error.rawValue)
        } catch is CancellationError {
            throw .stopped
        } catch let error as HTTPClientError where error == .deadlineExceeded {
            throw .tookTooLong(seconds: limits.seconds)
        } catch {
            throw .endedEarly
        }
    }

    /// The sentence of an error: `{"error": {"message": "…"}}`, `{"detail": "…"}`, or the text itself.
    private static func error(in text: String) -> String {
        let object = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any]
        let inner = object?["error"] as? [String: Any]
        let words = inner?["message"] as? String ?? object?["message"] as? String ?? object?["detail"] as? String
        return SpeechFault.words((words ?? text).utf8)
    }
}

extension SpeechFault {
    /// Whether the same request may succeed at once.
    fileprivate var mayPass: Bool {
        switch self {
        case .unreachable, .endedEarly: true
        case .refused(let status?, _): [408, 429, 500, 502, 503, 504].contains(status)
        default: false
        }
    }
}
