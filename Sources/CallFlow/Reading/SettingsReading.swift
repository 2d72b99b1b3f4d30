import Foundation
import Telephony

extension ConfigurationReader {
    /// Reads `public-url:`.
    func publicURL(_ node: YAMLNode) -> PublicURL? {
        guard let text = text(node, of: "`public-url`") else { return nil }
        do {
            let url = try PublicURL(text.value)
            if url.scheme == "http", !url.isLoopback { problems.add(.insecureURL, at: text.span) }
            return url
        } catch {
            // The most likely mistake is to write only a host.
            let suggestion = text.value.contains("://") ? nil : "https://\(text.value)"
            let isValid = suggestion.map { (try? PublicURL($0)) != nil } ?? false
            problems.add(
                .badValue("`public-url`", expected: error.words), at: text.span,
                suggestion: isValid ? suggestion.map(yamlScalar) : nil)
            return nil
        }
    }

    /// Reads `time-zone:`.
    func timeZone(_ node: YAMLNode) -> Zone? {
        guard let text = text(node, of: "`time-zone`") else { return nil }
        if let zone = Zone(text.value) { return zone }
        let known = TimeZone.knownTimeZoneIdentifiers
        let word = text.value.lowercased()
        let city = known.first { $0.lowercased().hasSuffix("/" + word.replacing(" ", with: "_")) }
        let abbreviated =
            ["cet", "cest", "mez", "mesz", "germany", "deutschland"].contains(word) ? "Europe/Berlin" : nil
        problems.add(
            .badValue("`time-zone`", expected: "a name of the time zone database, such as `Europe/Berlin`"),
            at: text.span,
            suggestion: (city ?? abbreviated ?? Suggestion.closest(to: text.value, among: known)).map(yamlScalar))
        return nil
    }

    /// Reads `recordings:`.
    ///
    /// - Parameters:
    ///   - s3: the section `s3` and its key.
    ///   - database: that of the section `log`.
    func recordings(
        _ node: YAMLNode?, s3: (node: YAMLNode, key: SourceSpan)?, database: DatabaseURL?
    ) -> RecordingSettings {
        var settings = RecordingSettings(folder: absolute("media"))
        guard let node,
            let fields = fields(node, of: "`recordings`", at: node.span, known: LanguageMapping.recordings.names)
        else { return settings }
        if let folder = fields["folder"].flatMap({ path($0, of: "`folder`") }) { settings.folder = folder }
        if let level = fields["level"].flatMap(level) { settings.level = level }
        if let longest = fields["longest"].flatMap(length) { settings.longest = longest }
        if let trim = fields["trim"].flatMap({ boolean($0, of: "`trim`") }) { settings.trim = trim }
        if let clean = fields["clean"] { read(clean: clean, into: &settings) }
        if let polish = fields["polish"].flatMap({ boolean($0, of: "`polish`") }) { settings.polish = polish }
        settings.url = fields["url"].flatMap(mediaURL)
        settings.depot = fields["publish"].flatMap { depot($0, s3: s3, database: database) }
        return settings
    }

    /// Reads `url:`. The telephone network must reach it, so it is as secure as the server's own.
    private func mediaURL(_ node: YAMLNode) -> PublicURL? {
        guard let text = text(node, of: "`url`") else { return nil }
        if let url = try? PublicURL(text.value), url.scheme == "https" || url.isLoopback { return url }
        problems.add(
            .badValue("`url`", expected: "an https URL such as `https://cdn.example.com/announcements`"),
            at: text.span)
        return nil
    }

    /// Reads `clean:`, `true`, `false`, or a mapping with a command.
    private func read(clean node: YAMLNode, into settings: inout RecordingSettings) {
        guard case .mapping = node.content else {
            if let clean = boolean(node, of: "`clean`") { settings.clean = clean }
            return
        }
        guard let fields = fields(node, of: "`clean`", at: node.span, known: LanguageMapping.cleaning.names),
            let command = required("command", in: fields, example: "command: [rnnoise, \"{in}\", \"{out}\"]")
        else { return }
        let words = texts(command, of: "`command`").map(\.value)
        if words.first?.isEmpty == false { settings.cleaner = words }
    }

    private func length(_ node: YAMLNode) -> WrittenLength? {
        guard let text = text(node, of: "`longest`") else { return nil }
        if let length = WrittenLength(text.value) { return length }
        problems.add(
            .badValue("`longest`", expected: "a length from 1s to 37h, such as `4h` or `90m`"), at: text.span,
            suggestion: WrittenLength(text.value + "h").map { "\($0)" })
        return nil
    }

    /// Returns a level: `keep`, `-19 dBm0`, `-16 LUFS`. A telephone carries -37 to -7 dBm0, which is about -40 to -10
    /// LUFS.
    private func level(_ node: YAMLNode) -> SpeechLevel? {
        guard let text = text(node, of: "`level`") else { return nil }
        let word = text.value.lowercased()
        if word == "keep" { return .keep }
        for (unit, range) in [("dbm0", -37.0 ... -7.0), ("lufs", -40.0 ... -10.0)] where word.hasSuffix(unit) {
            let number = word.dropLast(unit.count).trimmed
            guard number.allSatisfy({ $0.isASCII && $0.isNumber || "+-.".contains($0) }), let value = Double(number),
                range.contains(value)
            else { break }
            return unit == "lufs" ? .lufs(value) : .dBm0(value)
        }
        let isBare = Double(text.value).map { (-37.0 ... -7.0).contains($0) } ?? false
        problems.add(
            .badValue("`level`", expected: "`keep`, -37 to -7 dBm0, or -40 to -10 LUFS"), at: text.span,
            suggestion: isBare ? text.value + " dBm0" : nil)
        return nil
    }
}
