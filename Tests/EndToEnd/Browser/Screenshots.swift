import Foundation
import Testing

/// Pictures of pages for a person to look at, in the folder that ANNOUNCE_SCREENSHOTS names.
enum Screenshots {
    private static let folder = ProcessInfo.processInfo.environment["ANNOUNCE_SCREENSHOTS"]

    static func keep(_ png: [UInt8], _ name: String) throws {
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(name) is no PNG")
        guard let folder else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(png).write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
    }

    /// A line in `pages.txt` beside the pictures.
    static func note(_ line: String) throws {
        guard let folder else { return }
        let file = URL(fileURLWithPath: "\(folder)/pages.txt")
        let before = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        try Data((before + line + "\n").utf8).write(to: file)
    }
}
