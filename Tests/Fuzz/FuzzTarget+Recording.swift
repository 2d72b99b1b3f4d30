import Foundation
import SystemPackage
import TelephoneAudio

extension FuzzTarget {
    /// Everything that reads recordings: the bytes that tell the format, containers, decoders, levels.
    ///
    /// The first 64 KB of each recording of media/: a decoder that has read so much has seen every kind of its packets, and
    /// an input takes milliseconds.
    static let recording = FuzzTarget(
        name: "recording",
        corpus: {
            let names = try FileManager.default.contentsOfDirectory(atPath: "media").sorted()
            let recordings = try names.filter { !["md", "sh"].contains(FilePath($0).extension) }.map { name in
                Array(try Data(contentsOf: URL(fileURLWithPath: "media/\(name)")).prefix(1 << 16))
            }
            return recordings + [missingSize]
        },
        tokens: [
            "RIFF", "WAVEfmt ", "data", "LIST", "fLaC", "OggS", "OpusHead", "OpusTags", "\u{1}vorbis", "caff", "FORM",
            "ID3",
        ],
        run: { bytes in
            try scratch.replace(bytes)
            let inspection: Inspection
            do {
                inspection = try Inspector().inspect(.file(scratch.path))
            } catch {
                throw Violation(description: "inspect: \(error)")
            }
            try require((inspection.sound == nil) == (inspection.failure != nil), "neither sound nor failure")
        })

    /// A CAF file whose data chunk claims -2 bytes, which once trapped.
    private static let missingSize: [UInt8] =
        Array("caff".utf8) + [0, 1, 0, 0] + Array("data".utf8) + [UInt8](repeating: 0xFF, count: 7) + [0xFE]

    private static let scratch = ScratchFile()
}

/// A file that is written again for every input; removed at once, and so gone with the process.
final class ScratchFile: Sendable {
    private let descriptor: FileDescriptor
    let path: FilePath

    init() {
        let name = FilePath("/tmp/announce-fuzz-\(ProcessInfo.processInfo.processIdentifier)")
        guard
            let file = try? FileDescriptor.open(
                name, .readWrite, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
        else { fatalError("\(name) cannot be created") }
        try? FileManager.default.removeItem(atPath: name.string)
        descriptor = file
        path = FilePath("/proc/self/fd/\(file.rawValue)")
    }

    func replace(_ bytes: [UInt8]) throws {
        try descriptor.resize(to: 0)
        try descriptor.writeAll(toAbsoluteOffset: 0, bytes)
    }
}
