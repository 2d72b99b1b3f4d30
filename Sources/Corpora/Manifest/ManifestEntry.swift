package import SystemPackage

/// One recording that a manifest names.
package struct ManifestEntry: Hashable, Sendable {
    /// What its form calls the recording by; in forms without IDs the path as it is written.
    package var id: String
    /// From the working directory.
    package var path: FilePath
    package var line: Int
}

/// What a line of a manifest turned out to be.
package enum ManifestItem: Sendable {
    case entry(ManifestEntry)
    /// The header of a table.
    case header
    case refused(line: Int, ManifestRefusal)
}

/// Reasons why a line of a manifest names no recording that can be converted.
package enum ManifestRefusal: Error, Hashable, Sendable {
    /// Kaldi and Lhotse let a line name a command whose output is the recording.
    case command(String)
    case notUTF8
    case notJSON(byte: Int)
    /// An ID without a path, or without an ID.
    case incomplete
    /// No member, or column, names an audio file.
    case noPath
    /// Lhotse: not a file but a URL, or the sound itself.
    case source(kind: String)
    /// Lhotse: the channels are in files of their own.
    case sources(Int)
    /// Lhotse: the recording is changed while it is read.
    case transforms
    /// Lhotse: several recordings are mixed.
    case mixed
    case fieldCount(Int, expected: Int)
    /// The ID stands for another recording in an earlier line.
    case otherRecording(id: String)
}

extension ManifestRefusal: CustomStringConvertible {
    /// Completes "line 17: ".
    package var description: String {
        switch self {
        case .command(let text):
            "this is a command, which announce does not run: \(text.prefix(200)). Convert the recordings that it reads."
        case .notUTF8: "this is not UTF-8."
        case .notJSON(let byte): "this is not a JSON object (byte \(byte + 1))."
        case .incomplete: "an ID and the path of a recording are needed."
        case .noPath:
            "no member names an audio file (audio_filepath, audio, path, wav; recording or sources of Lhotse)."
        case .source(let kind): "the recording is a \(kind), not a file."
        case .sources(let count): "the recording has \(count) files; one is needed."
        case .transforms: "Lhotse would change the recording while reading it; save it as it is to be heard first."
        case .mixed: "a mixed cut has several recordings. Name the cuts that it mixes."
        case .fieldCount(let count, let expected): "there are \(count) fields, and \(expected) in the header."
        case .otherRecording(let id): "the ID \(id) already stands for another recording."
        }
    }
}

/// Reasons why a manifest cannot be read at all, or not to its end.
package enum ManifestError: Error, Hashable, Sendable {
    case system(Errno)
    case damagedGzip
    case longLine(Int)
    /// A field of a table begins with a quotation mark in this line, and does not end.
    case openQuote(Int)
    /// A table whose header names no audio file.
    case noPathColumn([String])
    /// A JSON array, where a line is needed for each recording.
    case jsonArray
    case unknownForm
}

extension ManifestError: CustomStringConvertible {
    /// Completes "train.jsonl: ".
    package var description: String {
        switch self {
        case .system(let error): "it cannot be read: \(error)."
        case .damagedGzip: "its gzip data are damaged or incomplete."
        case .longLine(let line): "line \(line) is longer than 16 MB."
        case .openQuote(let line): "line \(line): a quotation mark has no end."
        case .noPathColumn(let columns):
            "the header (\(columns.prefix(20).joined(separator: ", "))) has no column for audio files. "
                + "Name it path, audio_filepath, file_name, wav or wav_filename."
        case .jsonArray: "this is one JSON array. An object per line is needed (JSON Lines)."
        case .unknownForm:
            "this is no manifest that announce knows: Kaldi's wav.scp, JSON Lines of NeMo or Lhotse, or a CSV or TSV file "
                + "with a header."
        }
    }
}
