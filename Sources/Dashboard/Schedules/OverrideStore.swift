import CallFlow
import HTTPTypes
import LocalFiles
import Logging
import SystemPackage
import Telephony
import Webhook

/// Stores overrides and has calls follow them at once.
struct OverrideStore: Sendable {
    /// Nil: nothing can be opened or closed.
    let file: StateFile<ScheduleOverrides>?
    let live: VisiblePlan
    let logger: Logger

    /// Why nothing was stored.
    struct Refusal: Error {
        let sentence: String
        let status: HTTPResponse.Status
    }

    /// - Parameters:
    ///   - metadata: what is changed, for the log.
    ///   - override: what is set, for the list of changes; nil: the form says it.
    func change(
        at now: Moment, _ metadata: Logger.Metadata, setting override: ScheduleOverride? = nil,
        _ change: @escaping @Sendable (inout ScheduleOverrides) -> Void
    ) async throws -> Refusal? {
        guard let file else { return Refusal(sentence: Texts.Home.cannotStore, status: .conflict) }
        let held: ScheduleOverrides
        do {
            held = try await WaitingThreads.run { try file.change(at: now, change) }
        } catch let failure as StateFileError {
            logger.error("An override could not be stored", metadata: ["reason": .string("\(failure)")])
            return Refusal(sentence: Self.sentence(failure), status: .internalServerError)
        }
        // In words that everyone can read; the form's fields are as it was sent.
        if let override {
            AuditNote.current?.note { $0.values = override.auditValues(in: live.configuration.timeZone) }
        }
        // The file watcher will find nothing new.
        live.override(held)
        logger.notice(
            metadata["rota"] == nil ? "A schedule was overridden" : "A turn was swapped", metadata: metadata)
        return nil
    }

    private static func sentence(_ failure: StateFileError) -> String {
        switch failure {
        case .unshared(let words): Texts.Forms.noDatabase(words)
        case .damaged(let path): Texts.Schedules.damaged(path.string)
        case .system(let error, let path): Texts.Schedules.notWritten(path.string, error.description)
        }
    }
}
