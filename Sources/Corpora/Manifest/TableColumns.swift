/// The columns of a table by what their names are in the corpora of the field: Common Voice, DeepSpeech, SpeechBrain, Hugging
/// Face's audio folders.
struct TableColumns: Hashable, Sendable {
    let separator: UInt8
    let count: Int
    let path: Int
    let id: Int?
    private let duration: Int?
    private let rate: Int?
    private let samples: Int?
    private let size: Int?

    var hasSizes: Bool { size != nil }

    private static let paths = [
        "audio_filepath", "audio_path", "audio_file", "wav_filename", "wav_path", "wav", "file_name", "filename",
        "path",
        "file", "audio",
    ]
    private static let ids = ["id", "utt_id", "utterance_id", "utt", "recording_id", "key"]

    /// Nil if no column of the header names audio files.
    init?(header: [UInt8]) {
        for separator in [UInt8(ascii: ","), 0x09, UInt8(ascii: ";")] {
            let names = Self.names(in: header, separator)
            func column(_ known: [String]) -> Int? { known.lazy.compactMap(names.firstIndex(of:)).first }
            guard let path = column(Self.paths) else { continue }
            self.separator = separator
            self.path = path
            count = names.count
            id = column(Self.ids)
            duration = column(["duration"])
            rate = column(["sample_rate", "sampling_rate"])
            samples = column(["num_samples"])
            size = column(["wav_filesize"])
            return
        }
        return nil
    }

    static func names(in header: [UInt8], _ separator: UInt8) -> [String] {
        let row = TableRow(header, separator: separator)
        return row.fields.indices.map { (row.text($0) ?? "").lowercased() }
    }

    func entry(_ row: TableRow) throws(ManifestRefusal) -> (id: String, path: String) {
        guard row.fields.count == count else { throw .fieldCount(row.fields.count, expected: count) }
        guard let path = row.text(path), let id = id == nil ? path : row.text(self.id ?? 0) else { throw .notUTF8 }
        guard !path.isEmpty, !id.isEmpty else { throw .incomplete }
        guard path.last != "|" else { throw .command(path) }
        return (id, path)
    }

    func rewritten(_ row: TableRow, _ recording: ConvertedRecording) -> [UInt8] {
        var texts = [path: recording.path]
        if let duration { texts[duration] = recording.duration }
        if let rate { texts[rate] = String(ConvertedRecording.rate) }
        if let samples { texts[samples] = String(recording.samples) }
        if let size { texts[size] = String(recording.size) }
        return row.replacing(texts)
    }
}
