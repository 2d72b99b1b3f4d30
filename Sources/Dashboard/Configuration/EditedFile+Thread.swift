import NIOPosix

extension EditedFile {
    /// Works with the disk on NIO's thread pool.
    func offThread<Value: Sendable>(_ work: @escaping @Sendable (EditedFile) throws -> Value) async throws
        -> Value
    {
        let file = edited(by: AuditNote.current?.author)
        return try await NIOThreadPool.singleton.runIfActive { try work(file) }
    }

    func offThread<Value: Sendable>(_ work: @escaping @Sendable (EditedFile) -> Value) async -> Value {
        let file = edited(by: AuditNote.current?.author)
        // The pool is shut down with the process only.
        return (try? await NIOThreadPool.singleton.runIfActive { work(file) }) ?? work(file)
    }
}
