import CallFlow
import Hosting
import MediaLibrary

/// Whether the place where instances have their announcements in common can be used, and has those that calls may play.
struct DepotCheck {
    let setup: LocalSetup

    /// More names would hide the other rows.
    private static let most = 3

    /// - Returns: nil without such a place.
    func run() async -> Check? {
        guard let settings = setup.configuration.recordings.depot else { return nil }
        let place = settings.place
        do {
            let depot = try settings.opened
            let files = Set(setup.configuration.prompts.compactMap { setup.catalogue.announcement($0) })
            return check(try await DepotExamination(of: depot, with: Array(files)), place)
        } catch let fault as DepotFault {
            return .failed(
                .depot, "\(place): \(fault.message)",
                "Callers hear what an instance has itself, but no instance finds what another one has published. Check the address, the password or "
                    + "key, and their rights.")
        } catch {
            return .failed(
                .depot, (error as? WebhookSecretError)?.sentence ?? "\(error)",
                "Set the same environment variables as for `announce serve`.")
        }
    }

    private func check(_ found: DepotExamination, _ place: String) -> Check {
        let count = found.count == 1 ? "1 announcement" : "\(found.count) announcements"
        if !found.damaged.isEmpty {
            return .failed(
                .depot,
                "\(place): \(Self.list(found.damaged)): not what the name says, so no instance takes it from there",
                "Delete it there. The instance that publishes it stores it again within an hour, or at its next start.")
        }
        guard found.missing.isEmpty else {
            return .failed(
                .depot, "\(place): \(found.missing.count) of \(count) missing: \(Self.list(found.missing))",
                "`announce serve` stores what it publishes, and looks again every hour: start it, or look for the reason in its /health."
            )
        }
        return .ok(.depot, "\(place): \(count), \(found.compared) compared with the hash; may write")
    }

    private static func list(_ names: [String]) -> String {
        let more = names.count > most ? " and \(names.count - most) more" : ""
        return names.prefix(most).joined(separator: ", ") + more
    }
}

extension DepotSettings {
    /// In words, as it is configured.
    fileprivate var place: String {
        switch self {
        case .bucket(let bucket): "s3://\(bucket.bucket)/\(bucket.prefix)"
        case .database(let url): "database \(url.host)"
        }
    }
}
