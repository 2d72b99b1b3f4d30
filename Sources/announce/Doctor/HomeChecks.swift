import CallFlow
import Glibc
import MediaLibrary
import SystemPackage

/// Checks of this machine: the configuration with its recordings, and the state folder.
struct HomeChecks {
    let source: ConfigurationOption
    let place: StateOption

    /// What the other checks compare with.
    struct Home: Sendable {
        let configuration: Configuration
        let catalogue: Catalogue
        let secrets: WebhookSecrets
        /// The secret that authenticates trial calls; nil if it cannot be read.
        let secret: [UInt8]?
        let file: String
    }

    /// - Returns: nil if there is no valid configuration.
    func run(_ report: DoctorReport) async -> Home? {
        let (folder, stateCheck) = stateFolder()
        let project: CheckedProject
        do {
            let text = try ConfigurationText(at: source.path)
            guard let folder else {
                report.add(.skipped(.configuration, "the state folder must be right first"))
                report.add(stateCheck)
                return nil
            }
            project = try await CheckedProject(text, state: folder)
        } catch {
            report.add(unreadable(error))
            report.add(stateCheck)
            return nil
        }
        guard let configuration = project.configuration else {
            report.add(proof(project))
            report.add(stateCheck)
            return nil
        }
        let secrets: WebhookSecrets
        do throws(WebhookSecretError) {
            secrets = try WebhookSecrets(configuration)
        } catch {
            report.add(.failed(.configuration, error.sentence, "Set what `announce serve` is started with here too."))
            report.add(stateCheck)
            return nil
        }
        report.add(proof(project))
        report.add(stateCheck)
        return Home(
            configuration: configuration, catalogue: project.catalogue, secrets: secrets,
            secret: secrets.positionKey ?? (try? folder?.positionSecret()), file: source.path.readable)
    }

    private func unreadable(_ error: any Error) -> Check {
        let seen =
            switch error {
            case let error as ConfigurationText.ReadError: error.sentence
            case let error as StateFolderError: error.sentence
            default: "\(error)"
            }
        return .failed(.configuration, seen, "Name the file that `announce serve` runs with: --config FILE.")
    }

    private func proof(_ project: CheckedProject) -> Check {
        let file = project.text.path.readable
        let count = problemCount(project.problems.map(\.severity))
        if project.hasErrors {
            return .failed(.configuration, "\(file): \(count)", "`announce check` tells each with its place.")
        }
        let numbers = project.configuration?.numbers.incoming.entries.count ?? 0
        func counted(_ count: Int, _ word: String) -> String { count == 1 ? "1 \(word)" : "\(count) \(word)s" }
        let seen =
            "\(file): \(counted(numbers, "number")), \(counted(project.catalogue.recordings.count, "announcement"))"
        guard project.problems.isEmpty else {
            return .warning(.configuration, "\(seen), \(count)", "`announce check` tells each with its place.")
        }
        return .ok(.configuration, seen)
    }

    // MARK: The state folder

    private func stateFolder() -> (StateFolder?, Check) {
        do throws(StateFolder.OpenError) {
            let folder = try StateFolder(place.state?.path)
            _ = try folder.positionSecret()
            return (folder, Self.check(folder.path))
        } catch {
            return (
                nil, .failed(.stateFolder, error.sentence, "Name the one that `announce serve` runs with: --state.")
            )
        }
    }

    private static func check(_ path: FilePath) -> Check {
        let name = path.nearby.readable
        // Files in a folder that others may not enter are safe.
        if isOpenToOthers(path) {
            for file in ["position-secret", "account.json", "webhooks-before.json"].map({ path.appending($0) })
            where isOpenToOthers(file) {
                return .warning(
                    .stateFolder, "\(file.nearby.readable) can be read by others on this machine",
                    "chmod go= \(shellQuoted(file.nearby.readable))")
            }
        }
        var disk = statvfs()
        guard path.withPlatformString({ statvfs($0, &disk) }) == 0 else {
            return .ok(.stateFolder, "\(name), writable")
        }
        let megabytes = UInt64(disk.f_bavail) * UInt64(disk.f_frsize) / 1_000_000
        guard megabytes >= 100 else {
            return .warning(
                .stateFolder, "\(name), \(megabytes) MB free",
                "Make room: converted recordings and the call log are kept there.")
        }
        return .ok(.stateFolder, "\(name), writable, \(megabytes / 1000) GB free")
    }

    private static func isOpenToOthers(_ path: FilePath) -> Bool {
        let others: FilePermissions = [.groupReadWriteExecute, .otherReadWriteExecute]
        return !((try? path.stat())?.permissions.isDisjoint(with: others) ?? true)
    }
}
