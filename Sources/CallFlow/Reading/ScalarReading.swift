import Telephony

extension ConfigurationReader {
    /// Returns a day with its year and a time of day, in any notation of `WrittenTime`.
    func localTime(
        _ text: Located<String>, of owner: String, expected: String, suggestion: @autoclosure () -> String? = nil
    ) -> LocalTime? {
        do throws(WrittenTime.ParseError) {
            if let time = try WrittenTime(text.value).localTime { return time }
        } catch {
            if case .noSuchDay(let day) = error {
                problems.add(.noSuchDay(day), at: text.span)
                return nil
            }
        }
        problems.add(.badValue(owner, expected: expected), at: text.span, suggestion: suggestion())
        return nil
    }

    /// Returns `true` or `false`; other words of YAML are refused with a suggestion.
    func boolean(_ node: YAMLNode, of owner: String) -> Bool? {
        guard let text = text(node, of: owner) else { return nil }
        switch text.value {
        case "true": return true
        case "false": return false
        default:
            let suggestion: String? =
                switch text.value.lowercased() {
                case "yes", "on", "y", "true", "1": "true"
                case "no", "off", "n", "false", "0": "false"
                default: nil
                }
            problems.add(.badValue(owner, expected: "`true` or `false`"), at: text.span, suggestion: suggestion)
            return nil
        }
    }

    /// Returns a duration from 1 ms to 60 s in milliseconds: `4s`, `1.5s`, `500ms`.
    func duration(_ node: YAMLNode, of owner: String) -> Int? {
        guard let text = text(node, of: owner) else { return nil }
        if let milliseconds = Self.milliseconds(text.value), (1...60_000).contains(milliseconds) { return milliseconds }
        let isBare = Self.milliseconds(text.value + "s").map { (1...60_000).contains($0) } ?? false
        problems.add(
            .badValue(owner, expected: "a time from 1ms to 60s, such as `4s` or `500ms`"), at: text.span,
            suggestion: isBare ? text.value + "s" : nil)
        return nil
    }

    /// Reads `4s`, `1.5s` or `500ms`.
    static func milliseconds(_ text: String) -> Int? {
        let isShort = text.hasSuffix("ms")
        guard isShort || text.hasSuffix("s") else { return nil }
        let number = text.dropLast(isShort ? 2 : 1).trimmed
        if isShort { return number.plainNumber }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard let seconds = parts.first?.plainNumber, seconds <= 60 else { return nil }
        guard parts.count > 1 else { return seconds * 1000 }
        guard parts.count == 2, (1...3).contains(parts[1].utf8.count), let fraction = parts[1].plainNumber else {
            return nil
        }
        return seconds * 1000 + [100, 10, 1][parts[1].utf8.count - 1] * fraction
    }

    /// Returns a whole number within a range.
    func count(_ node: YAMLNode, of owner: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(node, of: owner) else { return nil }
        if let number = text.value.plainNumber, range.contains(number) { return number }
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        problems.add(.badValue(owner, expected: expected), at: text.span)
        return nil
    }

    /// Returns one of a few words.
    func word(_ node: YAMLNode, of owner: String, among words: [String]) -> String? {
        guard let text = text(node, of: owner) else { return nil }
        if words.contains(text.value) { return text.value }
        let quoted = words.map { "`\($0)`" }
        let expected = quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? "")
        problems.add(.badValue(owner, expected: expected), at: text.span, closestTo: text.value, among: words)
        return nil
    }

    /// Returns the names of announcements that are played as one prompt; empty if none of them is a name.
    func prompt(_ node: YAMLNode, of owner: String) -> [Located<AnnouncementName>] {
        texts(node, of: owner).compactMap { text in
            announcementName(text, of: owner).map { played(Located(value: $0, span: text.span)) }
        }
    }

    /// Returns the name of an announcement.
    func announcementName(_ text: Located<String>, of owner: String) -> AnnouncementName? {
        do throws(AnnouncementName.ParseError) {
            return try AnnouncementName(text.value)
        } catch {
            problems.add(.badValue(owner, expected: error.words), at: text.span)
            return nil
        }
    }

    /// Returns the absolute path of a file.
    func path(_ node: YAMLNode, of owner: String) -> String? {
        guard let text = text(node, of: owner) else { return nil }
        guard !text.value.isEmpty, !text.value.utf8.contains(0) else {
            problems.add(.badValue(owner, expected: "the path of a file"), at: text.span)
            return nil
        }
        return absolute(text.value)
    }

    /// Resolves a path against the folder of the configuration.
    func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        var rest = path[...]
        while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
        return folder.hasSuffix("/") ? folder + rest : "\(folder)/\(rest)"
    }

    /// Returns the name of an environment variable.
    func variable(_ node: YAMLNode, of owner: String) -> String? {
        guard let text = text(node, of: owner) else { return nil }
        if text.value.isVariableName { return text.value }
        problems.add(
            .badValue(owner, expected: "the name of an environment variable, such as `ANNOUNCE_PASSWORD`"),
            at: text.span)
        return nil
    }
}

extension String {
    /// Whether an environment variable can have this name.
    package var isVariableName: Bool {
        let isFirst = utf8.first.map { !(0x30...0x39).contains($0) } ?? false
        return isFirst
            && unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0"..."9" ~= $0 || $0 == "_")
            }
    }
}
