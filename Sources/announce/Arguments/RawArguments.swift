public import ArgumentParser
import SystemPackage

/// The process's arguments, with what a Swift string cannot hold kept.
///
/// File names are bytes, and Swift replaces bytes that are no UTF-8. So those are carried through the parser as
/// private-use characters, one a byte, and become bytes again in `PathArgument`.
enum Arguments {
    /// Code point of byte 0 in a plane nobody names files in.
    private static let escapeBase: UInt32 = 0x10_FE00

    static func fromProcess() -> [String] {
        let raw = (1..<max(1, Int(CommandLine.argc))).compactMap { index -> String? in
            CommandLine.unsafeArgv[index].map { escape(bytes: Array(String.bytes(of: $0))) }
        }
        return spellingOutBareLevel(raw)
    }

    /// `--level` takes its value only by `=`, so that the recording after a bare one is not taken for a level.
    static func spellingOutBareLevel(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        return arguments.enumerated().map { $0 < end && $1 == "--level" ? "--level=telephone" : $1 }
    }

    static func escape(bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            // The longest valid sequence from here on, at most four bytes.
            let valid = (1...4).lazy.filter { $0 <= rest.count }.compactMap { count in
                String(validating: rest.prefix(count), as: UTF8.self).map { (count, $0) }
            }.first
            if let (count, character) = valid {
                text += character
                rest = rest.dropFirst(count)
            } else {
                text.unicodeScalars.append(Unicode.Scalar(escapeBase + UInt32(first)) ?? "\u{FFFD}")
                rest = rest.dropFirst()
            }
        }
        return text
    }

    static func bytes(escaped text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar -> [UInt8] in
            if (escapeBase..<escapeBase + 256).contains(scalar.value) { return [UInt8(scalar.value - escapeBase)] }
            return Array(String(scalar).utf8)
        }
    }
}

extension ExpressibleByArgument where Self: CaseIterable, Self: RawRepresentable, RawValue == String {
    /// None: the values of our options speak for themselves. The library would find that out by key paths, which takes a
    /// hundredth of a short conversion.
    public static var allValueDescriptions: [String: String] { [:] }
}

/// A file name on the command line, bytes and all.
struct PathArgument: ExpressibleByArgument, Hashable {
    let path: FilePath
    /// Written with a slash at its end, which `FilePath` drops: a folder is meant, whether there is one or not.
    let endsInSlash: Bool

    init?(argument: String) {
        let bytes = Arguments.bytes(escaped: argument)
        guard !bytes.isEmpty else { return nil }
        endsInSlash = bytes.last == UInt8(ascii: "/")
        path = (bytes + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { chars in
                chars.baseAddress.map { FilePath(platformString: $0) } ?? ""
            }
        }
    }

    static var defaultCompletionKind: CompletionKind { .file() }
}

extension String {
    fileprivate static func bytes(of cString: UnsafeMutablePointer<CChar>) -> [UInt8] {
        var bytes: [UInt8] = []
        var next = cString
        while next.pointee != 0 {
            bytes.append(UInt8(bitPattern: next.pointee))
            next += 1
        }
        return bytes
    }
}

extension FilePath {
    /// For people: control characters shown, bytes that are no UTF-8 replaced.
    var readable: String {
        var text = ""
        for scalar in string.unicodeScalars {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                text += scalar == "\n" ? "\\n" : scalar == "\t" ? "\\t" : "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
