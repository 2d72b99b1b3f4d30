package import TelephoneAudio

extension Finding {
    /// Whether callers may hear less than the recording holds, or something else than intended. Otherwise it is a note.
    package var isWarning: Bool { severity == .warning }

    /// The finding as one sentence for people, with the option that helps.
    package var sentence: String {
        switch self {
        case .silentTrack(_, let sounding): "\(self): convert it with --track \(sounding)"
        case .clipped: "\(self); lower the recording's level, or use --level"
        case .dcOffset(_, isRemoved: false): "\(self); `--high-pass`, or normalizing the level, removes it"
        default: description
        }
    }
}
