import Synchronization
package import Telephony

/// Skips the time in which nothing happens: as soon as every call waits, it is the time that the first of them waits for.
///
/// Requests take none of its time. So a day takes as long as its requests, and calls with the same seed go in the same order
/// on every machine.
package final class SkippingClock: DayClock {
    private struct Waiter {
        var moment: Moment
        var number: UInt64
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Moment
        /// Calls that do not wait.
        var busy = 0
        var numbers: UInt64 = 0
        /// Cancelled before they could wait.
        var cancelled: Set<UInt64> = []
        /// The earliest last.
        var waiters: [Waiter] = []
    }

    private let state: Mutex<State>

    package init(from begin: Moment) { state = Mutex(State(now: begin)) }

    package var now: Moment { state.withLock { $0.now } }

    package func enter() { state.withLock { $0.busy += 1 } }

    package func leave() { next { $0.busy -= 1 } }

    package func wait(until moment: Moment) async throws {
        let number = state.withLock { state in
            state.numbers += 1
            return state.numbers
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                next { state in
                    if state.cancelled.remove(number) != nil {
                        return continuation.resume(throwing: CancellationError())
                    }
                    let waiter = Waiter(moment: moment, number: number, continuation: continuation)
                    state.waiters.insert(waiter, at: Self.place(of: moment, among: state.waiters))
                    state.busy -= 1
                }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiters.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil
                }
                state.busy += 1
                return state.waiters.remove(at: index)
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Behind all later ones, and before those of the same time, which came first and go first.
    private static func place(of moment: Moment, among waiters: [Waiter]) -> Int {
        var (low, high) = (0, waiters.count)
        while low < high {
            let middle = (low + high) / 2
            if waiters[middle].moment > moment { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Changes the state, and goes on to the next time where no call is busy.
    private func next(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state -> Waiter? in
            change(&state)
            guard state.busy <= 0, let waiter = state.waiters.popLast() else { return nil }
            state.now = max(state.now, waiter.moment)
            state.busy += 1
            return waiter
        }
        waiter?.continuation.resume()
    }
}
