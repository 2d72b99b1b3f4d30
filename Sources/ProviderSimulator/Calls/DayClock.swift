package import Telephony

/// The time of a simulated day.
package protocol DayClock: Sendable {
    /// The time that it is in the day.
    var now: Moment { get }
    /// Waits until a time of the day.
    ///
    /// - Throws: `CancellationError`.
    func wait(until moment: Moment) async throws
    /// Another call takes place, or is over. All calls are announced before the first waits.
    func enter()
    func leave()
}

/// Goes some times as fast as the real time.
package struct PacedClock: DayClock {
    private let begin: Moment
    private let start = ContinuousClock.now
    private let speed: Double

    /// - Parameter speed: greater than 0.
    package init(from begin: Moment, speed: Double) { (self.begin, self.speed) = (begin, speed) }

    package var now: Moment { begin.adding((ContinuousClock.now - start) * speed) }

    package func wait(until moment: Moment) async throws {
        let passed = Duration.milliseconds(moment.milliseconds - begin.milliseconds)
        try await ContinuousClock().sleep(until: start + passed / speed)
    }

    package func enter() {}
    package func leave() {}
}
