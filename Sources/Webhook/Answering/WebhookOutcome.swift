package import CallFlow
package import Sipgate
package import Telephony

/// An answer to an event, and how it came about.
package struct WebhookOutcome: Sendable {
    package var response: CallResponse
    /// The decision of the call plan; nil for events that need no answer, and after a refusal.
    package var decision: Decision?
    /// Why the call plan was not asked.
    package var refusal: Refusal?
    /// Where the call was when keys arrived.
    package var position: Position?
    /// The part of the decision's prompt that is published, and so heard.
    package var heard: Prompt?
    /// The published name of its file.
    package var file: String?
    /// Whether it is fetched from another server, so that this one does not know whether it was.
    package var isElsewhere = false
    /// Announcements of the prompt that were left out because they are not published.
    package var missing: [AnnouncementName] = []

    /// Why an event does not move a call.
    package enum Refusal: String, Hashable, Sendable {
        /// Keys at the URL for new calls.
        case noPosition = "no position"
        /// A position that was not made here for this call.
        case forgedPosition = "forged or foreign position"
        /// A position that the configuration does not lead to.
        case outdatedPosition = "outdated position"
        /// A new call at the URL of a position.
        case newCallAtPosition = "new call at the address of a position"
    }
}
