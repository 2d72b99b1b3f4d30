import ArgumentParser
import FoundationEssentials
import LocalFiles
import MediaLibrary
import ServerProbe
import Sipgate
import SystemPackage
import TelephoneAudio
import Telephony

/// Whether the telephone network would play the sound at a URL, which it would otherwise skip silently.
struct SoundCheck {
    /// A caller waits for the sound.
    private static let limits = RemoteFile.Limits(bytes: 64 << 20, time: .seconds(20))

    /// Why the sound would be skipped, as a sentence; nil if it would play.
    func obstacle(_ url: AbsoluteURL) async throws -> String? {
        let shown = maskedAddress(url.text)
        // A provider on this machine, as tests have it, reaches what is here.
        if LocalHost.isLocal(url), !(try Self.isProviderLocal()) {
            return "\(shown) is on this machine or its network, which the provider cannot reach."
        }
        do {
            let recording = try await RemoteRecording.fetch(url, limits: Self.limits)
            defer { withExtendedLifetime(recording) {} }
            let inspection = try await ConfinedInspector().inspect(recording.input)
            guard !inspection.playability.plays else { return nil }
            return
                "\(shown) would be skipped: \(inspection.playability.reasons). Convert it with `announce convert`, or give the recording itself."
        } catch let error as RemoteFile.FetchError {
            return "\(shown): \(error.words)."
        } catch let error as RecordingError {
            return "\(shown) would be skipped: \(error.sentence(about: url.fileName))"
        } catch let error as Errno {
            return "\(shown) cannot be checked: \(error.reason). Check TMPDIR, or add --unchecked."
        }
    }

    private static func isProviderLocal() throws -> Bool {
        (try? AbsoluteURL(try AccountOptions.apiAddress().description)).map(LocalHost.isLocal) ?? false
    }
}
