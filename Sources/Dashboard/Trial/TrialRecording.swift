package import Sipgate
package import Telephony
package import Webhook

/// An event of a simulated call, and its answer.
package struct TriedEvent: Sendable {
    /// The fields of the request body.
    package let form: FormFields
    package let event: CallEvent
    /// The position's token, if the event has one.
    package let token: String?
    package let outcome: WebhookOutcome
    /// The time of the event on the simulated call's clock.
    package let moment: Moment
    /// How long the answer took.
    package let duration: Duration
    /// Whether a script waits for the caller's keys, and says when the page is left. Without one nothing runs between two forms.
    package let isWatched: Bool
}

/// Records simulated calls as real ones are recorded.
package struct TrialRecording: Sendable {
    /// Called after an event was answered.
    let answered: @Sendable (TriedEvent) -> Void
    /// Called when a published file begins to be sent: its name, its size, and the first byte. The returned function is
    /// called at the end with the number of bytes sent.
    let fetchBegan: @Sendable (_ name: String, _ size: Int, _ first: Int) -> @Sendable (_ sent: Int) -> Void

    package init(
        answered: @escaping @Sendable (TriedEvent) -> Void,
        fetchBegan:
            @escaping @Sendable (_ name: String, _ size: Int, _ first: Int) -> @Sendable (_ sent: Int) -> Void
    ) {
        (self.answered, self.fetchBegan) = (answered, fetchBegan)
    }
}
