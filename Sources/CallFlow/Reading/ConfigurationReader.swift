import Telephony

/// Turns a file's YAML into values of the configuration language, and reports everything that has no meaning in it.
///
/// One method per section or value, in the extensions beside this file. All of them follow one convention: a method
/// returns `nil` (or leaves a value out) after reporting a problem, so its caller reports nothing more; and reading
/// continues, so that one run finds every problem. Whether names exist and calls end is left to validation.
struct ConfigurationReader {
    let problems: ProblemCollector
    /// The texts that the configuration consists of; `nil` for what is no configuration.
    let sources: SourceFiles?
    /// The folder that relative paths are resolved against.
    let folder: String
    /// The announcements that exist; `nil` if any name is allowed.
    let announcements: Set<AnnouncementName>?
    /// Whether a tunnel that the file does not name makes the server reachable.
    let hasTunnel: Bool
    /// The names that the file defines, for suggestions about bare words.
    let flows: Set<String>
    let menus: Set<String>
    let lists: Set<String>
    /// What can be a key of `caller` beside numbers, for suggestions.
    let callerWords: [String]
    /// The texts that have parameters.
    let parameterTexts: ParameterTexts
    /// The flows and menus that have parameters.
    let templates: Templates
    let schedules: Set<String>
    let people: Set<String>
    let rotas: Set<String>
    /// Whether the file has customers, so that tables may name them.
    let hasCustomers: Bool
    /// When the file is read, for warnings about what runs out; `nil` for none of them.
    let now: Moment?
    /// The time zone as written, for guessing a country code.
    let timeZoneName: String?

    init(
        _ root: YAMLNode, sources: SourceFiles? = nil, folder: String, announcements: Set<AnnouncementName>?,
        recordings: Set<AnnouncementName>? = nil, hasTunnel: Bool = false, now: Moment? = nil,
        problems: ProblemCollector
    ) {
        self.now = now
        self.problems = problems
        self.sources = sources
        self.hasTunnel = hasTunnel
        self.folder = folder
        self.announcements = announcements
        var sections: [String: YAMLNode] = [:]
        if case .mapping(let entries) = root.content {
            for entry in entries { sections[entry.key.value] = entry.value }
            // As `fields` reads them.
            let names = LanguageMapping.file.names
            for entry in entries.filter({ !names.contains($0.key.value) }).prefix(100) {
                guard let name = Suggestion.closest(to: entry.key.value, among: names), sections[name] == nil else {
                    continue
                }
                sections[name] = entry.value
            }
        }
        flows = Self.names(in: sections["flows"])
        menus = Self.names(in: sections["menus"])
        lists = Self.names(in: sections["lists"])
        callerWords = CallerPattern.words.map(\.word) + lists.sorted()
        parameterTexts = ParameterTexts(sections["texts"], sources?.scripts ?? [], recordings: recordings)
        templates = Templates(flows: sections["flows"], menus: sections["menus"], texts: parameterTexts)
        schedules = Self.names(in: sections["schedules"])
        people = Self.names(in: sections["people"])
        rotas = Self.names(in: sections["rotas"])
        hasCustomers = sections["customers"] != nil
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
        syntax.server = server(fields["server"], publicURL: syntax.publicURL)
        let hasTunnel = hasTunnel || syntax.server?.tunnel != nil
        syntax.webhook = webhook(
            fields["webhook"], isReachable: hasTunnel || !(syntax.publicURL?.isLoopback ?? false))
        syntax.log = log(fields["log"], masksNumbers: syntax.server?.masksNumbers ?? false)
        syntax.recordings = recordings(
            fields["recordings"], s3: fields["s3"].map { ($0, fields.key("s3") ?? $0.span) },
            database: syntax.log.database)
        syntax.alerts = alerts(fields["alerts"])
        syntax.speech = fields["speech"].flatMap { speech($0, at: fields.key("speech") ?? $0.span) }
        syntax.texts = announcementTexts(fields["texts"])
        if let numbers = fields["numbers"] {
            readNumbers(numbers, into: &syntax)
        } else if !fields.has("numbers") {
            problems.add(.noNumbers, at: .start)
        }
        readTables(sources?.numberTables ?? [], into: &syntax)
        readLargeTables(sources?.largeTables ?? [], into: &syntax)
        let legs = fields["forwarded-legs"]
            .flatMap { word($0, of: "`forwarded-legs`", among: ForwardedLegs.allCases.map(\.rawValue)) }
        syntax.forwardedLegs = legs.flatMap { ForwardedLegs(rawValue: $0) } ?? syntax.forwardedLegs
        syntax.flows = fields["flows"].map(readFlows) ?? []
        syntax.menus = fields["menus"].map(readMenus) ?? []
        readInstances(into: &syntax)
        addInstances(to: &syntax.texts)
        syntax.lists = fields["lists"].map(readLists) ?? []
        syntax.schedules = fields["schedules"].map(readSchedules) ?? []
        syntax.people = fields["people"].map(readPeople) ?? []
        syntax.rotas = fields["rotas"].map(readRotas) ?? []
        syntax.customers = fields["customers"].map(readCustomers) ?? []
        return syntax
    }

    /// The local time at which the file is read; `nil` if that does not matter, or the zone is not known.
    ///
    /// - Parameter zone: a clock of its own; `nil` for the file's.
    func today(in zone: Zone?) -> LocalTime? {
        guard let now, let zone = zone ?? timeZoneName.flatMap({ Zone($0) }) else { return nil }
        return zone.localTime(at: now)
    }
}
