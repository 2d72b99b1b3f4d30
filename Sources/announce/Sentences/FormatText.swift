import TelephoneAudio
import Telephony

extension RecordingFormat {
    /// "FLAC 16-bit PCM 44.1 kHz stereo".
    var text: String {
        let name = container == codec ? container : "\(container) \(codec)"
        return "\(name) \(sampleRateText(sampleRate)) \(channelCountText(channels.count))"
    }
}
