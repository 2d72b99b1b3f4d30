/// A line of Kaldi's `wav.scp`: an ID, white space, and a path, which may hold white space.
enum KaldiLine {
    static func entry(_ line: [UInt8]) throws(ManifestRefusal) -> (id: String, path: String) {
        let text = line.drop(while: isSpace)
        let id = text.prefix { !isSpace($0) }
        var path = text.dropFirst(id.count).drop(while: isSpace)
        while let last = path.last, isSpace(last) { path.removeLast() }
        guard let name = String(validating: id, as: UTF8.self), let file = String(validating: path, as: UTF8.self)
        else { throw .notUTF8 }
        guard !path.isEmpty else { throw .incomplete }
        // Kaldi runs what ends in a bar and reads its output; what begins with one is for writing.
        guard path.last != UInt8(ascii: "|"), path.first != UInt8(ascii: "|") else { throw .command(file) }
        return (name, file)
    }

    static func rewritten(_ line: [UInt8], _ recording: ConvertedRecording) -> [UInt8] {
        let id = line.drop(while: isSpace).prefix { !isSpace($0) }
        return Array(id) + [0x20] + Array(recording.path.utf8)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
