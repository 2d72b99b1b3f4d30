import Foundation
import Testing

/// Screenshots of pages, saved in the folder ANNOUNCE_SCREENSHOTS.
enum Screenshots {
    private static let folder = ProcessInfo.processInfo.environment["ANNOUNCE_SCREENSHOTS"]

    static func keep(_ png: [UInt8], _ name: String) throws {
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(name) is not a PNG")
        guard let folder else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(png).write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }

    /// Appends a line to `pages.txt` next to the screenshots.
    static func note(_ line: String) throws {
        guard let folder else { return }
        let file = URL(fileURLWithPath: "\(folder)/pages.txt")
        let before = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        try Data((before + line + "\n").utf8).write(to: file)
    }
}
