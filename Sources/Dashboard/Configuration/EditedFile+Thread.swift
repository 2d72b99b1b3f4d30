import NIOPosix

extension EditedFile {
    /// Works with the disk on NIO's thread pool; with versions that wait for other instances, on threads that may wait.
    func offThread<Value: Sendable>(_ work: @escaping @Sendable (EditedFile) throws -> Value) async throws
        -> Value
    {
        let file = edited(by: AuditNote.current?.author)
        return try await isShared
            ? WaitingThreads.run { try work(file) } : NIOThreadPool.singleton.runIfActive { try work(file) }
    }

    func offThread<Value: Sendable>(_ work: @escaping @Sendable (EditedFile) -> Value) async -> Value {
        let file = edited(by: AuditNote.current?.author)
        if isShared, let value = try? await WaitingThreads.run({ work(file) }) { return value }
        // The pool is shut down with the process only.
        return (try? await NIOThreadPool.singleton.runIfActive { work(file) }) ?? work(file)
    }
}
