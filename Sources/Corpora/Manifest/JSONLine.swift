/// A line of a JSON Lines manifest: an object of NeMo's form, or a recording or cut of Lhotse's.
///
/// - NeMo and forms like it: `audio_filepath` (or `audio`, `path`, `wav`) is the file. Several lines may be about parts of one
///   file (`offset`), so the path is the ID; only where the file is called `wav` and there is a `key` (WeNet), that is.
/// - Lhotse: `sources` of a recording, or of the `recording` in a cut; several cuts may be about one recording, whose `id` is
///   the ID.
struct JSONLine {
    private typealias Members = [(key: JSONText.Place, value: JSONText.Place)]

    private let text: JSONText
    let id: String
    let path: String
    let isLhotse: Bool
    /// Where the parts are that change: the path, and lists of channels, of which one is left.
    private let pathPlace: JSONText.Place
    private var channels: [JSONText.Place] = []
    /// The channel of a cut.
    private var channel: JSONText.Place?
    private var rate: JSONText.Place?
    private var samples: JSONText.Place?
    private var duration: JSONText.Place?

    init(_ line: [UInt8]) throws(ManifestRefusal) {
        do {
            self = try Self.read(JSONText(bytes: line))
        } catch let refusal as ManifestRefusal {
            throw refusal
        } catch {
            throw .notJSON(byte: (error as? JSONText.Fault)?.at ?? 0)
        }
    }

    private static func read(_ text: JSONText) throws -> JSONLine {
        let members = try text.members(of: text.object)
        for key in ["audio_filepath", "audio", "path", "wav"] as [StaticString] {
            guard let place = text.value(of: key, in: members) else { continue }
            return try JSONLine(nemo: text, members, place)
        }
        guard text.value(of: "tracks", in: members) == nil else { throw ManifestRefusal.mixed }
        return try JSONLine(lhotse: text, members)
    }

    private init(nemo text: JSONText, _ members: Members, _ place: JSONText.Place) throws(ManifestRefusal) {
        self.text = text
        isLhotse = false
        pathPlace = place
        guard let path = text.string(place), !path.isEmpty else { throw .noPath }
        self.path = path
        let key = text.value(of: "wav", in: members) == place ? text.value(of: "key", in: members) : nil
        id = key.flatMap(text.string) ?? path
        guard !id.isEmpty else { throw .incomplete }
        rate = text.value(of: "sample_rate", in: members) ?? text.value(of: "sampling_rate", in: members)
        // The duration of a part stays what it is.
        if text.value(of: "offset", in: members).map(text.isNull) ?? true {
            duration = text.value(of: "duration", in: members)
            samples = text.value(of: "num_samples", in: members)
        }
    }

    private init(lhotse text: JSONText, _ members: Members) throws {
        self.text = text
        isLhotse = true
        var recording = members
        if let inner = text.value(of: "recording", in: members), text.isObject(inner) {
            recording = try text.members(of: inner)
            channel = text.value(of: "channel", in: members)
        }
        guard let list = text.value(of: "sources", in: recording), text.isArray(list) else {
            throw ManifestRefusal.noPath
        }
        let sources = try text.elements(of: list)
        guard let source = sources.first, sources.count == 1 else { throw ManifestRefusal.sources(sources.count) }
        let parts = try text.members(of: source)
        let kind = text.value(of: "type", in: parts).flatMap(text.string) ?? "file"
        let place = text.value(of: "source", in: parts)
        let path = place.flatMap(text.string) ?? ""
        guard kind != "command" else { throw ManifestRefusal.command(path) }
        guard kind == "file" else { throw ManifestRefusal.source(kind: kind) }
        guard let place, !path.isEmpty else { throw ManifestRefusal.noPath }
        if let transforms = text.value(of: "transforms", in: recording), !text.isNull(transforms) {
            guard text.isArray(transforms), try text.elements(of: transforms).isEmpty else {
                throw ManifestRefusal.transforms
            }
        }
        guard let id = text.value(of: "id", in: recording).flatMap(text.string), !id.isEmpty else {
            throw ManifestRefusal.incomplete
        }
        (self.id, self.path, pathPlace) = (id, path, place)
        channels = [text.value(of: "channels", in: parts), text.value(of: "channel_ids", in: recording)]
            .compactMap(\.self)
        rate = text.value(of: "sampling_rate", in: recording)
        samples = text.value(of: "num_samples", in: recording)
        duration = text.value(of: "duration", in: recording)
    }

    /// The line with the file, rate, length and channels of what the recording has become, and all else as it is.
    func rewritten(_ recording: ConvertedRecording) -> [UInt8] {
        var path: [UInt8] = []
        JSONStrings.append(recording.path, to: &path)
        var changes = [(pathPlace, path)] + channels.map { ($0, Array("[0]".utf8)) }
        // A cut of one channel has a number here, one of several a list.
        if let channel { changes.append((channel, Array((text.isArray(channel) ? "[0]" : "0").utf8))) }
        let numbers = [
            (rate, String(ConvertedRecording.rate)), (samples, String(recording.samples)),
            (duration, recording.duration),
        ]
        changes += numbers.compactMap { place, number in place.map { ($0, Array(number.utf8)) } }
        var line: [UInt8] = []
        var done = 0
        for (place, value) in changes.sorted(by: { $0.0.lowerBound < $1.0.lowerBound }) {
            line += text.bytes[done..<place.lowerBound]
            line += value
            done = place.upperBound
        }
        return line + text.bytes[done...]
    }
}
