import Glibc

/// The process's arguments, without loss: `CommandLine.arguments` replaces bytes that are not UTF-8, but file names may
/// hold any byte.
///
/// Each such byte is passed through the parser as one private-use character, and `PathArgument` turns it back.
enum RawArguments {
    /// Code point that stands for byte 0, in a private-use plane.
    private static let escapeBase: UInt32 = 0x10_FE00

    /// The arguments after the program's name.
    static func fromProcess() -> [String] {
        let raw = (1..<max(1, Int(CommandLine.argc))).compactMap { index -> String? in
            CommandLine.unsafeArgv[index].map {
                escape(bytes: Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))))
            }
        }
        return completingLevel(raw)
    }

    /// The first argument, which names the command unless it is an option; nil without any.
    static var command: String? {
        CommandLine.argc > 1 ? CommandLine.unsafeArgv[1].map { String(cString: $0) } : nil
    }

    /// Joins `--level` and its value by `=`: the parser would take a negative value for an option, and where there is no
    /// value the recording after it for the level.
    static func completingLevel(_ arguments: [String]) -> [String] {
        var result: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" { return result + [argument] + rest }
            if argument != "--level" {
                result.append(argument)
            } else if let value = rest.first, isLevel(value) {
                result.append("--level=\(value)")
                rest.removeFirst()
            } else {
                result.append("--level=telephone")
            }
        }
        return result
    }

    /// Whether an argument can only be a level: "-16LUFS", "-19 dBm0", also with a unit that does not exist.
    private static func isLevel(_ argument: String) -> Bool {
        let digits = argument.drop { $0 == "-" || $0 == "+" }
        let unit = digits.drop { $0.isNumber || $0 == "." || $0 == " " }
        guard digits.first?.isNumber == true else { return false }
        return argument.hasPrefix("-") || ["lufs", "dbm0"].contains(unit.lowercased())
    }

    /// The last `--color`, which has to be known before the parser reports an error.
    static func color(in arguments: [String]) -> ColorChoice? {
        let options = arguments.prefix { $0 != "--" }
        return zip(options, options.dropFirst() + [""]).compactMap { option, next in
            option == "--color"
                ? ColorChoice(rawValue: next)
                : option.hasPrefix("--color=") ? ColorChoice(rawValue: String(option.dropFirst(8))) : nil
        }.last
    }

    /// Returns text in which a private-use character stands for each byte that is not UTF-8.
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

    /// The inverse of `escape(bytes:)`.
    static func bytes(escaped text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar -> [UInt8] in
            if (escapeBase..<escapeBase + 256).contains(scalar.value) { return [UInt8(scalar.value - escapeBase)] }
            return Array(String(scalar).utf8)
        }
    }
}
