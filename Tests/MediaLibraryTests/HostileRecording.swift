import Foundation
import MediaLibrary
import Support
import SystemPackage
import Testing

/// A recording that has `hostile-decoder`, which stands in for ffmpeg, do something.
struct HostileRecording {
    /// An AMR file, which only ffmpeg reads.
    let bytes: [UInt8]

    init(_ attempts: String...) {
        bytes = Array("#!AMR\n\u{4}\0\0\0misbehave: \(attempts.joined(separator: "; "))\n".utf8)
    }
}

extension Workshop {
    /// The real worker with `hostile-decoder` as its ffmpeg.
    func hostileWorker() throws -> [String] {
        let decoder = FilePath(Self.announce).removingLastComponent().appending("hostile-decoder").string
        let folder = base.file("bin")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        // Not written here: a program started by another test meanwhile would have the file open, and busy.
        try Tool.require("cp", [decoder, folder.appending("ffmpeg").string])
        return ["/usr/bin/env", "PATH=\(folder.string):/usr/bin:/bin", Self.announce, RenderWorker.commandName]
    }
}
