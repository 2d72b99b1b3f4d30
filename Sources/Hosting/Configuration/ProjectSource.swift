package import CallFlow
import LocalFiles
import MediaLibrary
package import SystemPackage
import Telephony

/// What is served: a configuration with changes made to it from outside, or a folder of recordings alone.
package struct ProjectSource: Sendable {
    /// Nil for recordings alone: they are published, and every call rings as usual.
    package let file: FilePath?
    /// Where the configuration is, if it is not in the file, which is only the place then that relative paths start from.
    package let database: DatabaseURL?
    /// The copy of the configuration of a database.
    var copy: FilePath?
    /// The folder of recordings, instead of the configured one.
    package let media: FilePath?
    package let listen: EndpointOverride?
    package let admin: EndpointOverride?
    /// Whether telephone numbers are masked in the log even if the configuration does not say so.
    package let masksNumbers: Bool
    /// A tunnel to open instead of the configured one.
    package let tunnel: Tunnel?

    package init(
        file: FilePath?, database: DatabaseURL? = nil, media: FilePath? = nil, listen: EndpointOverride? = nil,
        admin: EndpointOverride? = nil,
        masksNumbers: Bool = false, tunnel: Tunnel? = nil
    ) {
        self.file = file
        self.database = database
        self.media = media
        self.listen = listen
        self.admin = admin
        self.masksNumbers = masksNumbers
        self.tunnel = tunnel
    }

    /// The file that the state belongs to; for recordings alone the configuration that would be in the working directory.
    package var identity: FilePath { file ?? ConfigurationText.standardPath }

    /// The folder that relative paths of recordings, keys and certificates start from.
    var relativeFolder: FilePath { identity.absolute.removingLastComponent() }

    /// The result of reading: a valid configuration with its warnings, or nil with the errors.
    package struct Reading: Sendable {
        /// Nil for recordings alone.
        package var text: ConfigurationText?
        package var configuration: Configuration?
        package var problems: [ConfigurationProblem] = []
        /// Whether the public URL is the public listener's own address, whatever port that has.
        package var followsListener = false
    }

    /// A configuration that was read from this source, and the texts that it was read from.
    package typealias Known = (text: WrittenConfiguration, configuration: Configuration)

    /// Reads the configuration and applies the changes from outside.
    ///
    /// - Parameters:
    ///   - port: the public listener's, once it is open. A public URL that is the listener's configured address on this machine
    ///     gets it.
    ///   - known: the configuration in use. If nothing but rows of large tables differ, all else of it is kept.
    ///   - version: another copy of the configuration than the one in use.
    package func read(
        listeningOn port: Int? = nil, knowing known: Known? = nil, version: FilePath? = nil
    ) throws(ConfigurationText.ReadError) -> Reading {
        guard let file else { return Reading(configuration: recordingsAlone, followsListener: true) }
        let copy = version ?? copy
        let text = try ConfigurationText(at: copy ?? file, folder: copy.map { _ in relativeFolder })
        if let known, text.written != known.text,
            let configuration = known.configuration.exchangingRows(from: known.text, to: text.written)
        {
            return Reading(text: text, configuration: configuration)
        }
        let media = media?.absolute.string
        let reading = text.reading(hasTunnel: tunnel != nil) { MediaLibrary.names(in: media ?? $0.folder) }
        let folder = media ?? reading.recordings.folder
        var configuration = reading.configuration
        configuration?.recordings.folder = folder
        if let tunnel { configuration?.server.tunnel = tunnel }
        var followsListener = false
        if let listen, let old = configuration {
            configuration?.server.listen = listen.endpoint(default: old.server.listen)
            followsListener = old.publicURL.isLoopback && old.publicURL.effectivePort == old.server.listen.port
            if followsListener, let url = old.publicURL.withPort(port ?? listen.port) { configuration?.publicURL = url }
        }
        if let admin, let settings = configuration?.server {
            configuration?.server.admin = admin.endpoint(default: settings.admin)
        }
        if masksNumbers {
            configuration?.server.masksNumbers = true
            configuration?.log.masksNumbers = true
        }
        return Reading(
            text: text, configuration: configuration, problems: reading.problems, followsListener: followsListener)
    }

    /// Publishes every recording of the folder on loopback.
    private var recordingsAlone: Configuration? {
        func endpoint(_ override: EndpointOverride?, port: Int) -> Endpoint {
            let standard = Endpoint(host: "127.0.0.1", port: port)
            return override?.endpoint(default: standard) ?? standard
        }
        let server = ServerSettings(
            listen: endpoint(listen, port: 8080), admin: endpoint(admin, port: 8081), masksNumbers: masksNumbers,
            tunnel: tunnel)
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

    /// The prompts to publish before calls are answered.
    func prompts(of configuration: Configuration) -> Set<Prompt> {
        guard file == nil else { return configuration.prompts }
        return Set(MediaLibrary.names(in: configuration.recordings.folder).map { Prompt($0) })
    }
}

extension Endpoint {
    /// The endpoint with the loopback address instead of a wildcard.
    var loopbackForWildcard: Endpoint {
        let host = ["0.0.0.0", ""].contains(host) ? "127.0.0.1" : host == "::" ? "::1" : host
        return Endpoint(host: host, port: port)
    }

    /// The endpoint as this machine reaches it: loopback for a wildcard address. Without the port if that is 0, which
    /// cannot be reached.
    package var reachable: String {
        let host = loopbackForWildcard.host
        let bracketed = host.contains(":") ? "[\(host)]" : host
        return port == 0 ? bracketed : "\(bracketed):\(port)"
    }
}
