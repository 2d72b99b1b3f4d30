package import TelephoneAudio

// What is wrong is said by TelephoneAudio, for any program. What helps in this one is added here: its options and keys.

extension RecordingError {
    /// A sentence for people, without the name of what it is about.
    package var sentence: String { ([description] + [remedy].compactMap { $0 }).joined(separator: " ") }

    private var remedy: String? {
        switch self {
        case .notAudio(nil):
            "If it is a telephone system's file without a header, name its format: announce convert --from \(RawFormat.choices)."
        case .noSuchTrack: "Omit --track to use the first."
        case .hasHeader: "--from is for files without a header: omit it."
        case .tooLong: "Split it, or allow more: --longest, or `longest` under `recordings` in announce.yaml."
        case .noSuchChannel(.only, _): "Omit --channel to mix all."
        default: nil
        }
    }
}

extension RawFormat {
    /// All formats, as `--from` takes them: "gsm|alaw|…".
    package static let choices = allCases.map(\.rawValue).joined(separator: "|")
}

extension OutputError {
    /// A sentence for people.
    package var sentence: String { sentence(naming: name) }

    /// A sentence for people.
    ///
    /// - Parameter name: what to call the output file.
    package func sentence(naming name: String) -> String {
        let description = description(naming: name)
        return switch self {
        case .exists: "\(description) Overwrite it with --force, or name another file with --output."
        case .isFolder: "\(name) is a folder. Name a file in it, or end the name with / to write into it."
        case .tooLong: description.dropLast() + ", or use --raw."
        case .system: description
        }
    }
}
