import Crypto
import Synchronization
package import TelephoneAudio
import Telephony

/// A sound that the network was told to play, and what the caller heard of it.
package struct NetworkSound: Hashable, Sendable {
    /// Reasons the network plays nothing. It reports none of them to anyone.
    package enum Skip: Hashable, Sendable {
        case unfetched(DeliveryFailure)
        /// Not a mono 16-bit WAV file of 8 kHz, or one with a broken header.
        case obstacles([PlayObstacle])
        /// The file cannot be stored here, so it was not judged.
        case unjudged
    }

    package var url: String
    /// In seconds; 0 if it was skipped.
    package var seconds: Double
    /// Nil: it was played.
    package var skip: Skip?
    /// Whether every sample is below -60 dBFS.
    package var isSilent = false

    /// The announcement: `main-menu` of `…/media/main-menu-0123456789abcdef.wav`, otherwise the last part of the URL.
    package var name: String {
        var name = String(url.prefix { $0 != "?" }.split(separator: "/").last ?? "")
        for end in [".wav", ".WAV"] where name.hasSuffix(end) { name.removeLast(4) }
        let hash = name.suffix(17)
        if hash.count == 17, hash.first == "-", hash.dropFirst().allSatisfy(\.isHexDigit) { name.removeLast(17) }
        return name
    }
}

/// Fetches sounds and decodes them as the network does, which plays a WAV file whose header says what it is, mono, 16-bit PCM,
/// 8 kHz, and skips everything else without a word.
///
/// Every sound is fetched each time, and judged once.
package final class NetworkEar: Sendable {
    private let client: PushClient
    private let judged = Mutex<[SHA256.Digest: Verdict]>([:])

    private struct Verdict {
        var seconds = 0.0
        var isSilent = false
        var skip: NetworkSound.Skip?
    }

    package init(_ client: PushClient) { self.client = client }

    /// Fetches and decodes a sound.
    package func listen(to url: String) async -> NetworkSound {
        let bytes: [UInt8]
        do throws(DeliveryFailure) { bytes = try await client.fetch(url) } catch {
            return NetworkSound(url: url, seconds: 0, skip: .unfetched(error))
        }
        let digest = SHA256.hash(data: bytes)
        let verdict = judged.withLock { $0[digest] } ?? Self.judge(bytes)
        judged.withLock { $0[digest] = verdict }
        return NetworkSound(url: url, seconds: verdict.seconds, skip: verdict.skip, isSilent: verdict.isSilent)
    }

    private static func judge(_ bytes: [UInt8]) -> Verdict {
        do throws(RecordingError) {
            let decoded = try NetworkDecoding(bytes)
            guard decoded.playability.plays else { return Verdict(skip: .obstacles(decoded.playability.obstacles)) }
            return Verdict(seconds: decoded.seconds, isSilent: decoded.peak <= silentPeak)
        } catch {
            return Verdict(skip: .unjudged)
        }
    }

    /// -60 dBFS
    private static let silentPeak = 33
}
