import Telephony

/// Turns a file's YAML into values of the configuration language, and reports everything that has no meaning in it.
///
/// One method per section or value, in the extensions beside this file. All of them follow one convention: a method
/// returns `nil` (or leaves a value out) after reporting a problem, so its caller reports nothing more; and reading
/// continues, so that one run finds every problem. Whether names exist and calls end is left to validation.
struct ConfigurationReader {
    let problems: ProblemCollector
    /// The folder that relative paths are resolved against.
    let folder: String
    /// The announcements that exist; `nil` if any name is allowed.
    let announcements: Set<AnnouncementName>?
    /// Whether a tunnel that the file does not name makes the server reachable.
    let hasTunnel: Bool
    /// The names that the file defines, for suggestions about bare words.
    let flows: Set<String>
    let menus: Set<String>
    /// The time zone as written, for guessing a country code.
    let timeZoneName: String?

    init(
        _ root: YAMLNode, folder: String, announcements: Set<AnnouncementName>?, hasTunnel: Bool = false,
        problems: ProblemCollector
    ) {
        self.problems = problems
        self.hasTunnel = hasTunnel
        self.folder = folder
        self.announcements = announcements
        var sections: [String: YAMLNode] = [:]
        if case .mapping(let entries) = root.content {
            for entry in entries { sections[entry.key.value] = entry.value }
        }
        flows = Self.names(in: sections["flows"])
        menus = Self.names(in: sections["menus"])
        timeZoneName = if case .text(let name, _) = sections["time-zone"]?.content { name } else { nil }
    }

    /// Reads the whole file; `nil` if it is not a mapping.
    func configuration(_ root: YAMLNode) -> ConfigurationSyntax? {
        guard let fields = fields(root, of: "the file", at: .start, known: LanguageMapping.file.names) else {
            return nil
        }
        var syntax = ConfigurationSyntax()
        syntax.publicURL = required("public-url", in: fields, example: "public-url: https://phone.example.com")
            .flatMap(publicURL)
        syntax.timeZone = required("time-zone", in: fields, example: "time-zone: Europe/Berlin").flatMap(timeZone)
        syntax.recordings = recordings(fields["recordings"])
        syntax.server = server(fields["server"], publicURL: syntax.publicURL)
        let hasTunnel = hasTunnel || syntax.server?.tunnel != nil
        syntax.webhook = webhook(
            fields["webhook"], isReachable: hasTunnel || !(syntax.publicURL?.isLoopback ?? false))
        syntax.log = log(fields["log"], masksNumbers: syntax.server?.masksNumbers ?? false)
        if let numbers = fields["numbers"] {
            readNumbers(numbers, into: &syntax)
        } else if !fields.has("numbers") {
            problems.add(.noNumbers, at: .start)
        }
        let legs = fields["forwarded-legs"]
            .flatMap { word($0, of: "`forwarded-legs`", among: ForwardedLegs.allCases.map(\.rawValue)) }
        syntax.forwardedLegs = legs.flatMap { ForwardedLegs(rawValue: $0) } ?? syntax.forwardedLegs
        syntax.flows = fields["flows"].map(readFlows) ?? []
        syntax.menus = fields["menus"].map(readMenus) ?? []
        syntax.schedules = fields["schedules"].map(readSchedules) ?? []
        return syntax
    }
}
