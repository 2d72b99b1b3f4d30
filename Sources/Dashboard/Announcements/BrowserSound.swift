/// Which recordings browsers can play, by container.
enum BrowserSound {
    /// The media type; nil for containers that browsers do not play.
    ///
    /// - Parameter container: as in `RenderReport.Format`.
    static func type(_ container: String?) -> String? {
        switch container {
        case "WAV": "audio/wav"
        case "FLAC": "audio/flac"
        case "MP3": "audio/mpeg"
        case "Ogg": "audio/ogg"
        case "M4A", "MP4": "audio/mp4"
        case "AAC": "audio/aac"
        case "WebM": "audio/webm"
        default: nil
        }
    }
}
