package import CallFlow
package import Sipgate
package import Telephony

/// An answer to an event, and what there is to say about it.
package struct WebhookOutcome: Sendable {
    package var response: Response
    /// What the configuration says; nil for events that ask nothing, and after a refusal.
    package var decision: Decision?
    /// Why nobody was asked.
    package var refusal: Refusal?
    /// Where the call was when keys came.
    package var position: Position?
    /// What of the decision's prompt is published and so heard.
    package var heard: Prompt?
    /// Announcements of the prompt that are not published, and so were left out.
    package var missing: [AnnouncementName] = []

    /// Why an event moves no call.
    package enum Refusal: String, Hashable, Sendable {
        /// Keys at the address for new calls.
        case noPosition = "no position"
        /// A position that was not made here for this call.
        case forgedPosition = "forged or foreign position"
        /// A position that the configuration does not lead to.
        case outdatedPosition = "outdated position"
        /// A new call at the address of a position.
        case newCallAtPosition = "new call at the address of a position"
    }
}
