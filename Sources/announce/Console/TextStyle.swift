import Glibc
import Synchronization
import SystemPackage

/// The few ways in which text stands out on a terminal.
enum TextStyle: Int {
    case faint = 2
    case error = 31
    case warning = 33
}

/// When output is coloured, as `--color` says.
enum ColorChoice: String, CaseIterable {
    /// On a terminal, unless `NO_COLOR` is set (https://no-color.org) or the terminal is a dumb one.
    case auto
    case always, never
}

extension Console {
    private static let colorChoice = Mutex(ColorChoice.auto)

    /// Sets when output is coloured.
    static func color(_ choice: ColorChoice) {
        colorChoice.withLock { $0 = choice }
    }

    /// Whether an output is coloured.
    static func isColored(_ output: FileDescriptor) -> Bool {
        switch colorChoice.withLock({ $0 }) {
        case .always: true
        case .never: false
        case .auto: isTerminal(output) && !isSet("NO_COLOR")
        }
    }

    /// Whether a line of standard error can be replaced by another.
    static var canRedraw: Bool { isTerminal(.standardError) }

    private static func isTerminal(_ output: FileDescriptor) -> Bool {
        isatty(output.rawValue) == 1 && variable("TERM") != "dumb"
    }

    /// Returns text in a style, or as it is where the output is not coloured.
    static func styled(_ text: String, _ style: TextStyle, on output: FileDescriptor = .standardOutput) -> String {
        isColored(output) && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Returns lines in which `error:` and `warning:` are coloured and the place before them is faint.
    static func marked(_ text: String, on output: FileDescriptor) -> String {
        guard isColored(output) else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            for (label, style) in [("error: ", TextStyle.error), ("warning: ", .warning)] {
                guard let range = firstLabel(label, in: line) else { continue }
                let end = line.index(range.upperBound, offsetBy: -1)
                return styled(String(line[..<range.lowerBound]), .faint, on: output)
                    + styled(String(line[range.lowerBound..<end]), style, on: output) + line[end...]
            }
            return String(line)
        }.joined(separator: "\n")
    }

    /// The label where it begins the line, perhaps indented or capitalized, or follows a place ("announce.yaml:6:20: ").
    private static func firstLabel(_ label: String, in line: Substring) -> Range<Substring.Index>? {
        let text = line.drop { $0 == " " }
        if text.lowercased().hasPrefix(label),
            let end = text.index(
                text.startIndex, offsetBy: label.count, limitedBy: text.endIndex)
        {
            return text.startIndex..<end
        }
        var start = line.startIndex
        while let colon = line[start...].firstIndex(of: ":") {
            let rest = line[line.index(after: colon)...]
            if rest.hasPrefix(" " + label) {
                let first = rest.index(after: rest.startIndex)
                return first..<rest.index(first, offsetBy: label.count)
            }
            start = rest.startIndex
        }
        return nil
    }

    private static func isSet(_ name: String) -> Bool { variable(name)?.isEmpty == false }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
