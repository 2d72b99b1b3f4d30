package import Telephony

/// The contents of `announce.yaml` as plain values.
///
/// One that `ConfigurationFile` returns is valid: every name refers to something and every call ends. One built by hand
/// can be anything, so code that reads one must expect unknown names.
package struct Configuration: Hashable, Sendable {
    package var publicURL: PublicURL
    package var timeZone: Zone
    package var recordings: RecordingSettings
    package var webhook: WebhookSettings
    package var server: ServerSettings
    package var log: LogSettings
    package var alerts: AlertSettings
    /// Nil if nothing speaks texts: they are scripts for people.
    package var speech: SpeechSettings?
    /// What announcements say, of `texts` and of files beside recordings.
    package var texts: [AnnouncementName: AnnouncementText]
    package var numbers: NumberPlan
    package var forwardedLegs: ForwardedLegs
    package var flows: [String: StepList]
    package var menus: [String: Menu]
    package var schedules: [String: Schedule]
    /// The numbers of people, by name.
    package var people: [String: DialTarget]
    package var rotas: [String: Rota]
    package var lists: [String: NumberList]
    /// By their keys.
    package var customers: [String: Customer]

    package init(
        publicURL: PublicURL, timeZone: Zone, recordings: RecordingSettings, webhook: WebhookSettings,
        server: ServerSettings, log: LogSettings = LogSettings(),
        alerts: AlertSettings = AlertSettings(), speech: SpeechSettings? = nil,
        texts: [AnnouncementName: AnnouncementText] = [:], numbers: NumberPlan,
        forwardedLegs: ForwardedLegs = .leaveAlone, flows: [String: StepList], menus: [String: Menu],
        schedules: [String: Schedule], people: [String: DialTarget] = [:], rotas: [String: Rota] = [:],
        lists: [String: NumberList] = [:], customers: [String: Customer] = [:]
    ) {
        self.publicURL = publicURL
        self.timeZone = timeZone
        self.recordings = recordings
        self.webhook = webhook
        self.server = server
        self.log = log
        self.alerts = alerts
        self.speech = speech
        self.texts = texts
        self.numbers = numbers
        self.forwardedLegs = forwardedLegs
        self.flows = flows
        self.menus = menus
        self.schedules = schedules
        self.people = people
        self.rotas = rotas
        self.lists = lists
        self.customers = customers
    }

    /// The configuration without the rows of large tables.
    var withoutRows: Configuration {
        guard !numbers.incoming.large.isEmpty else { return self }
        var copy = self
        copy.numbers = NumberPlan(
            incoming: numbers.incoming.with(large: []), outgoing: numbers.outgoing, otherwise: numbers.otherwise,
            names: numbers.names)
        return copy
    }
}
