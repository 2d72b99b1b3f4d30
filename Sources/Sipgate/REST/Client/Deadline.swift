/// Does something in a limited time, whatever it waits for: the deadline of AsyncHTTPClient covers the head of an answer only, not
/// its body, nor redirects.
///
/// - Parameters:
///   - failure: thrown once the time is over; what was being done is cancelled then.
///   - work: what to do. Throws as a result, since task groups know no typed errors.
package func within<Value: Sendable, Failure: Error>(
    _ limit: Duration, otherwise failure: Failure,
    _ work: @Sendable @escaping () async -> Result<Value, Failure>
) async throws(Failure) -> Value {
    let outcome = await withTaskGroup(of: Result<Value, Failure>?.self) { group in
        group.addTask { await work() }
        group.addTask {
            do { try await Task.sleep(for: limit) } catch { return nil }
            return .failure(failure)
        }
        defer { group.cancelAll() }
        for await case let outcome? in group { return outcome }
        return .failure(failure)
    }
    return try outcome.get()
}
