import CallFlow
import Dashboard
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage

/// Checks of this machine: the configuration with its recordings, and the state folder.
struct LocalChecks {
    let source: ConfigurationOption
    let place: StateOption

    /// - Returns: nil if there is no valid configuration.
    func run(_ report: DoctorReport) async -> LocalSetup? {
        let (opened, stateCheck) = stateFolder()
        let folder: StateFolder
        let project: CheckedProject
        do {
            let text = try ConfigurationText(at: source.path)
            guard let opened else {
                report.add(.skipped(.configuration, "needs a usable state folder"))
                report.add(stateCheck)
                return nil
            }
            folder = opened
            project = try await CheckedProject(text, state: folder)
        } catch {
            report.add(unreadable(error))
            report.add(stateCheck)
            return nil
        }
        guard let configuration = project.configuration else {
            report.add(validity(project))
            report.add(stateCheck)
            return nil
        }
        let secrets: WebhookSecrets
        do throws(WebhookSecretError) {
            secrets = try WebhookSecrets(configuration)
        } catch {
            report.add(
                .failed(.configuration, error.sentence, "Set the same environment variables as for `announce serve`."))
            report.add(stateCheck)
            return nil
        }
        report.add(validity(project))
        report.add(stateCheck)
        return LocalSetup(
            configuration: configuration, catalogue: project.catalogue, secrets: secrets,
            folder: folder,
            secret: secrets.positionKey ?? (try? StateFiles(in: folder.path).currentPositionSecret()),
            file: source.path.readable, mark: EditedFile.mark(of: project.text.written))
    }

    private func unreadable(_ error: any Error) -> Check {
        let seen = (error as? any ReportableError)?.sentence ?? "\(error)"
        return .failed(.configuration, seen, "Give the file that `announce serve` uses: --config FILE.")
    }

    private func validity(_ project: CheckedProject) -> Check {
        let file = project.text.path.readable
        let count = problemCount(project.problems.map(\.severity))
        if project.hasErrors {
            return .failed(.configuration, "\(file): \(count)", "`announce check` lists them with line and column.")
        }
        let numbers = project.configuration?.numbers.incoming.count ?? 0
        func counted(_ count: Int, _ word: String) -> String { count == 1 ? "1 \(word)" : "\(count) \(word)s" }
        let seen =
            "\(file): \(counted(numbers, "number")), \(counted(project.catalogue.recordings.count, "announcement"))"
        guard project.problems.isEmpty else {
            return .warning(.configuration, "\(seen), \(count)", "`announce check` lists them with line and column.")
        }
        return .ok(.configuration, seen)
    }

    // MARK: The state folder

    private func stateFolder() -> (StateFolder?, Check) {
        do {
            let folder = try place.folder(of: source)
            _ = try StateFiles(in: folder.path).currentPositionSecret()
            return (folder, Self.check(folder.path, account: (try? place.accountLocation()) ?? folder.path))
        } catch {
            let seen = (error as? any ReportableError)?.sentence ?? "\(error)"
            return (nil, .failed(.stateFolder, seen, "Give the one that `announce serve` uses: --state."))
        }
    }

    /// - Parameter account: the folder of the account's files.
    private static func check(_ path: FilePath, account: FilePath) -> Check {
        let name = path.nearby.readable
        let files = StateFiles.Entry.allCases.filter(\.isPrivate).map { entry in
            StateFiles(in: entry.isOfAccount ? account : path).path(of: entry)
        }
        // Files in a folder that others may not enter are safe.
        if let file = files.first(where: { isOpenToOthers($0) && isOpenToOthers($0.folder) }) {
            return .warning(
                .stateFolder, "\(file.nearby.readable) can be read by other users of this machine",
                "chmod go= \(shellQuoted(file.nearby.readable))")
        }
        guard let megabytes = path.freeSpace.map({ $0 / 1_000_000 }) else {
            return .ok(.stateFolder, "\(name), writable")
        }
        guard megabytes >= 100 else {
            return .warning(
                .stateFolder, "\(name), \(megabytes) MB free",
                "Free disk space: converted recordings and the call log are stored there.")
        }
        return .ok(.stateFolder, "\(name), writable, \(megabytes / 1000) GB free")
    }

    private static func isOpenToOthers(_ path: FilePath) -> Bool {
        let others: FilePermissions = [.groupReadWriteExecute, .otherReadWriteExecute]
        return !((try? path.stat())?.permissions.isDisjoint(with: others) ?? true)
    }
}

/// The setup of this machine, which the other checks compare with.
struct LocalSetup: Sendable {
    let configuration: Configuration
    let catalogue: Catalogue
    let secrets: WebhookSecrets
    /// Where state is kept.
    let folder: StateFolder
    /// The secret that authenticates test calls; nil if it cannot be read.
    let secret: [UInt8]?
    let file: String
    /// The digest of the configuration's texts, as an instance says it.
    let mark: String
}
