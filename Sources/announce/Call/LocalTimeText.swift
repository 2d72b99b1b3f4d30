import CallFlow

extension LocalTime {
    /// Reads `2026-12-24T13:59:00`, seconds optional.
    init?(argument text: String) {
        self.init(text)
    }
}
