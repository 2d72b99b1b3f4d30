import CallFlow
import MediaLibrary
import SystemPackage
import Telephony

/// What is to be served: the file and what the command line says on top of it, or a folder of recordings alone.
struct ServedConfiguration: Sendable {
    /// Nil: recordings are published, and every call rings as usual.
    let file: FilePath?
    let media: FilePath?
    let listen: EndpointArgument?
    let admin: EndpointArgument?
    let masksNumbers: Bool

    /// A configuration that holds, with the warnings there are; or none, with the reasons.
    struct Reading {
        var text: ConfigurationText?
        var configuration: Configuration?
        var problems: [ConfigurationProblem] = []
    }

    /// - Throws: `ConfigurationText.ReadError`.
    func read() throws(ConfigurationText.ReadError) -> Reading {
        guard let file else { return Reading(configuration: mediaAlone) }
        let text = try ConfigurationText(at: file)
        let folder = media?.absolute.string ?? text.reading(announcements: nil).recordings.folder
        let reading = text.reading(announcements: MediaLibrary.names(in: folder))
        var configuration = reading.configuration
        configuration?.recordings.folder = folder
        if let listen, let settings = configuration?.server {
            configuration?.server.listen = listen.endpoint(default: settings.listen)
        }
        if let admin, let settings = configuration?.server {
            configuration?.server.admin = admin.endpoint(default: settings.admin)
        }
        if masksNumbers {
            configuration?.server.masksNumbers = true
            configuration?.log.masksNumbers = true
        }
        return Reading(text: text, configuration: configuration, problems: reading.problems)
    }

    /// Every announcement of the folder on loopback.
    private var mediaAlone: Configuration? {
        let server = ServerSettings(
            listen: (listen ?? EndpointArgument(port: 8080)).endpoint(default: Endpoint(host: "127.0.0.1", port: 8080)),
            admin: (admin ?? EndpointArgument(port: 8081)).endpoint(default: Endpoint(host: "127.0.0.1", port: 8081)),
            masksNumbers: masksNumbers)
        guard let url = try? PublicURL("http://\(server.listen.reachable)"), let zone = Zone("UTC") else { return nil }
        return Configuration(
            publicURL: url, timeZone: zone, recordings: RecordingSettings(folder: (media ?? "media").absolute.string),
            webhook: WebhookSettings(requiresSignature: false), server: server,
            log: LogSettings(masksNumbers: masksNumbers),
            numbers: NumberPlan(
                incoming: NumberTable([]), outgoing: NumberTable([]),
                otherwise: StepList(path: "numbers.default", steps: [.connect])),
            flows: [:], menus: [:], schedules: [:])
    }

    /// What is to be published before calls are answered.
    func prompts(of configuration: Configuration) -> Set<Prompt> {
        guard file == nil else { return configuration.prompts }
        return Set(MediaLibrary.names(in: configuration.recordings.folder).map { Prompt($0) })
    }
}

extension EndpointArgument {
    init(port: Int) {
        self.init(host: nil, port: port)
    }

    private init(host: String?, port: Int) {
        (self.host, self.port) = (host, port)
    }
}

extension Endpoint {
    /// As it is reached from this machine: a wildcard address is every address, so also loopback. Port 0, which nobody
    /// can reach, is left out.
    var reachable: String {
        let host = ["0.0.0.0", ""].contains(host) ? "127.0.0.1" : host == "::" ? "::1" : host
        let bracketed = host.contains(":") ? "[\(host)]" : host
        return port == 0 ? bracketed : "\(bracketed):\(port)"
    }
}
