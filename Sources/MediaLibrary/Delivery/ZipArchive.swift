import CZlib
import LocalFiles
package import SystemPackage

/// The files of a ZIP archive (PKWARE's APPNOTE 6.3), which may come from anybody.
///
/// Names are text and nothing more: files are unpacked by their number, under names of our own. Refused are archives in parts,
/// encrypted ones, links, names that lead out of a folder, two files of one name, files that share bytes (Fifield, "A better
/// zip bomb", 2019), and more or larger files than a studio delivers. A file is unpacked to the size that its entry says and
/// not a byte further, and its checksum is compared.
package final class ZipArchive {
    /// A file in the archive.
    package struct Entry: Hashable, Sendable {
        /// With the folders, divided by slashes.
        package let name: String
        /// Bytes, unpacked.
        package let size: Int
        fileprivate let packed: Int
        fileprivate let isDeflated: Bool
        fileprivate let checksum: UInt32
        /// Where its header is in the archive.
        fileprivate let header: Int
    }

    /// Why an archive is not unpacked. The name of an entry is part of most.
    package enum Problem: Error, Hashable, Sendable {
        case notAnArchive
        case damaged(String?)
        case inParts
        case encrypted(String)
        case link(String)
        /// An absolute path, one with `..`, or with control characters.
        case badName(String)
        case duplicate(String)
        case overlapping(String)
        /// Packed by a method other than deflate; its number.
        case unknownMethod(String, Int)
        case tooManyFiles(limit: Int)
        case tooLarge(limit: Int)
        case system(Errno)
    }

    /// Files at most.
    package static let mostFiles = 10_000
    /// Bytes of all files at most, unpacked.
    package static let mostBytes = 8 << 30

    /// In the order of the archive's directory; folders and what operating systems add are left out.
    package private(set) var entries: [Entry] = []
    private let file: FileDescriptor
    private let length: Int

    /// Reads the archive's directory.
    ///
    /// - Throws: `Problem`.
    package init(_ path: FilePath) throws(Problem) {
        do throws(Errno) {
            file = try .reading(path)
        } catch {
            throw .system(error)
        }
        length = (try? file.seek(offset: 0, from: .end)).map(Int.init) ?? 0
        try readDirectory()
    }

    deinit { file.closeQuietly() }

    // MARK: The directory

    private func readDirectory() throws(Problem) {
        // The end record is 22 bytes, and a comment of up to 65,535 may follow.
        let tailLength = min(length, 22 + 65_535)
        let tail = try bytes(length - tailLength, tailLength)
        guard
            let end = (0...max(0, tailLength - 22)).reversed().first(where: { at in
                tail.count >= at + 22 && tail.word(at) == 0x0605_4b50 && at + 22 + tail.half(at + 20) == tailLength
            }), tailLength >= 22
        else { throw .notAnArchive }
        let (count, size, offset) = (tail.half(end + 10), tail.word(end + 12), tail.word(end + 16))
        guard tail.half(end + 4) == 0, tail.half(end + 6) == 0 else { throw .inParts }
        guard count <= Self.mostFiles else { throw .tooManyFiles(limit: Self.mostFiles) }
        // Larger ones have these fields elsewhere (ZIP64); they are beyond the limit anyway.
        guard size != 0xffff_ffff, offset != 0xffff_ffff else { throw .tooLarge(limit: Self.mostBytes) }
        guard size <= 64 << 20, offset + size <= length else { throw .damaged(nil) }
        let directory = try bytes(offset, size)
        var (at, names, total) = (0, Set<String>(), 0)
        for _ in 0..<count {
            guard directory.count >= at + 46, directory.word(at) == 0x0201_4b50 else { throw .damaged(nil) }
            let (nameLength, extra, comment) = (
                directory.half(at + 28), directory.half(at + 30), directory.half(at + 32)
            )
            guard directory.count >= at + 46 + nameLength + extra + comment else { throw .damaged(nil) }
            let name = Self.name(directory[(at + 46)..<(at + 46 + nameLength)])
            defer { at += 46 + nameLength + extra + comment }
            guard let entry = try entry(directory, at, name) else { continue }
            guard names.insert(name).inserted else { throw .duplicate(name) }
            total += entry.size
            guard total <= Self.mostBytes else { throw .tooLarge(limit: Self.mostBytes) }
            entries.append(entry)
        }
        try refuseOverlaps(directoryStart: offset)
    }

    /// The entry of the directory at an offset; nil for a folder, and for what operating systems add.
    private func entry(_ directory: [UInt8], _ at: Int, _ name: String) throws(Problem) -> Entry? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isControlled = name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f }
        guard !name.isEmpty, !name.hasPrefix("/"), !parts.contains(".."), !isControlled,
            !name.dropFirst().hasPrefix(":")
        else { throw .badName(name) }
        guard directory.half(at + 8) & 0x2041 == 0 else { throw .encrypted(name) }
        // The Unix mode is in the upper half; links are 0o120000.
        if directory.half(at + 40) & 0o170000 == 0o120000 { throw .link(name) }
        guard !name.hasSuffix("/"), parts.first != "__MACOSX",
            let last = parts.last, !last.hasPrefix("."), last.lowercased() != "thumbs.db",
            last.lowercased() != "desktop.ini"
        else { return nil }
        let (method, packed, size) = (directory.half(at + 10), directory.word(at + 20), directory.word(at + 24))
        guard method == 0 || method == 8 else { throw .unknownMethod(name, method) }
        guard packed != 0xffff_ffff, size != 0xffff_ffff else { throw .tooLarge(limit: Self.mostBytes) }
        guard method == 8 || packed == size else { throw .damaged(name) }
        return Entry(
            name: name, size: size, packed: packed, isDeflated: method == 8, checksum: UInt32(directory.word(at + 16)),
            header: directory.word(at + 42))
    }

    private func refuseOverlaps(directoryStart: Int) throws(Problem) {
        var end = 0
        for entry in entries.sorted(by: { $0.header < $1.header }) {
            guard entry.header >= end else { throw .overlapping(entry.name) }
            end = entry.header + 30 + entry.packed
            guard end <= directoryStart else { throw .damaged(entry.name) }
        }
    }

    /// UTF-8, else the letters of German in code page 437, which Windows writes; other bytes become question marks.
    private static func name(_ bytes: ArraySlice<UInt8>) -> String {
        let text =
            String(validating: bytes, as: UTF8.self)
            ?? String(bytes.map { $0 < 0x80 ? Character(Unicode.Scalar($0)) : german[$0] ?? "?" })
        // Some programs of Windows divide by backslashes.
        return text.replacing("\\", with: "/")
    }

    private static let german: [UInt8: Character] = [
        0x81: "ü", 0x82: "é", 0x84: "ä", 0x8e: "Ä", 0x94: "ö", 0x99: "Ö", 0x9a: "Ü", 0xe1: "ß",
    ]

    // MARK: Files

    /// Unpacks a file.
    ///
    /// - Throws: `Problem`.
    package func unpack(_ entry: Entry, to target: FileDescriptor) throws(Problem) {
        let header = try bytes(entry.header, 30)
        guard header.count == 30, header.word(0) == 0x0403_4b50 else { throw .damaged(entry.name) }
        let start = entry.header + 30 + header.half(26) + header.half(28)
        guard start + entry.packed <= length else { throw .damaged(entry.name) }
        var inflater = entry.isDeflated ? try Inflater(entry.name) : nil
        var (at, written, checksum) = (start, 0, crc32(0, nil, 0))
        while at < start + entry.packed {
            let block = try bytes(at, min(1 << 16, start + entry.packed - at))
            guard !block.isEmpty else { throw .damaged(entry.name) }
            at += block.count
            let content = try inflater?.unpack(block, atMost: entry.size - written) ?? block
            written += content.count
            checksum = crc32(checksum, content, UInt32(content.count))
            do throws(Errno) {
                try target.writeWhole(content)
            } catch {
                throw .system(error)
            }
        }
        guard written == entry.size, inflater?.isFinished ?? true,
            UInt32(truncatingIfNeeded: checksum) == entry.checksum
        else { throw .damaged(entry.name) }
        inflater = nil
    }

    private func bytes(_ offset: Int, _ count: Int) throws(Problem) -> [UInt8] {
        do {
            return try [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
                filled = try file.readFully(
                    at: offset,
                    into: UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(buffer)[..<max(0, count)]))
            }
        } catch {
            throw .system(error as? Errno ?? .ioError)
        }
    }
}

/// Unpacks deflate (RFC 1951) without a header.
private final class Inflater {
    private var stream = z_stream()
    private(set) var isFinished = false
    private let name: String

    init(_ name: String) throws(ZipArchive.Problem) {
        self.name = name
        guard announce_inflate_raw(&stream) == Z_OK else { throw .system(.noMemory) }
    }

    deinit { inflateEnd(&stream) }

    /// What these bytes add, refused beyond a limit.
    func unpack(_ bytes: [UInt8], atMost limit: Int) throws(ZipArchive.Problem) -> [UInt8] {
        var (packed, content) = (bytes, [UInt8]())
        let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
        defer { block.deallocate() }
        let isWhole = packed.withUnsafeMutableBufferPointer { input -> Bool in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while !isFinished {
                stream.next_out = block.baseAddress
                stream.avail_out = UInt32(block.count)
                let status = inflate(&stream, Z_NO_FLUSH)
                content += block[..<(block.count - Int(stream.avail_out))]
                guard content.count <= limit else { return false }
                isFinished = status == Z_STREAM_END
                guard status == Z_OK || isFinished || status == Z_BUF_ERROR else { return false }
                if status == Z_BUF_ERROR || stream.avail_in == 0 && stream.avail_out > 0 { return true }
            }
            // Bytes behind the end.
            return stream.avail_in == 0
        }
        guard isWhole else { throw .damaged(name) }
        return content
    }
}

extension [UInt8] {
    /// Sixteen bits, the lowest byte first.
    fileprivate func half(_ at: Int) -> Int { Int(self[at]) | Int(self[at + 1]) << 8 }
    /// Thirty-two bits, the lowest byte first.
    fileprivate func word(_ at: Int) -> Int { half(at) | half(at + 2) << 16 }
}
