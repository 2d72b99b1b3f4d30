import AnnounceServer
import CallFlow
import Logging
import MediaLibrary
import SharedState
import Telephony

/// A version of a shared configuration that is prepared and can answer calls at once.
struct PreparedVersion {
    let number: Int64
    let configuration: Configuration
    let text: WrittenConfiguration
    let secrets: WebhookSecrets
    /// If the recordings are others, or made into something else.
    let library: LibrarySettings?
}

extension ConfigurationReloader {
    /// Takes over versions of a shared configuration, as far as they are due.
    func follow(_ shared: SharedConfiguration) async {
        while let step = shared.step {
            switch step {
            case .know(let number): prepared = await prepare(number, shared)
            case .use(let number):
                let version = prepared?.number == number ? prepared : await prepare(number, shared)
                prepared = nil
                guard let version else { continue }
                await use(version.configuration, version.text, version.secrets, version.library)
                textInUse = version.text
                do {
                    try shared.folder.use(number)
                } catch {
                    services.logger.error("Version \(number) of the configuration cannot be stored: \(error)")
                }
                shared.uses(number)
                services.logger.notice("Version \(number) of the configuration is in use")
            }
        }
    }

    /// Reads a version, has its positions understood, and publishes the announcements it needs.
    ///
    /// - Returns: nil if it cannot be used here, which is reported.
    private func prepare(_ number: Int64, _ shared: SharedConfiguration) async -> PreparedVersion? {
        let file = shared.folder.file(of: number)
        // Before the file is read, so that a recording added meanwhile causes another attempt.
        let names = currentNames
        func refuse(_ problem: String) -> PreparedVersion? {
            namesOfInvalidEdit = names
            shared.refuses(number, because: problem)
            services.metrics.reloaded(isGood: false)
            services.logger.error("Version \(number) of the configuration cannot be used here: \(problem)")
            return nil
        }
        let reading: ProjectSource.Reading
        do throws(ConfigurationText.ReadError) {
            reading = try source.read(
                listeningOn: active.port, knowing: (textInUse, active.configuration), version: file)
        } catch {
            return refuse(error.sentence)
        }
        services.logger.log(reading.problems, of: file)
        guard let new = reading.configuration, let text = reading.text?.written else {
            let first = reading.problems.first { $0.severity == .error }
            return refuse((first?.description(file: VersionFolder.name) ?? "it has errors") + ".")
        }
        namesOfInvalidEdit = nil
        do throws(WebhookSecretError) {
            let secrets = try WebhookSecrets(new)
            active.know(new, secrets)
            let library = try librarySettings(changedBy: new)
            if library == nil {
                let old = active.configuration
                active.library.want(
                    source.prompts(of: new).union(source.prompts(of: old)),
                    saying: active.spokenPlan(of: new).adding(active.spokenPlan(of: old)))
                await waitForAnnouncements()
            }
            shared.knows(number)
            return PreparedVersion(
                number: number, configuration: new, text: text, secrets: secrets, library: library)
        } catch {
            return refuse(error.sentence)
        }
    }
}
