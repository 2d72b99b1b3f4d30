import NIOPosix

extension EditedFile {
    /// Works with the disk on NIO's thread pool.
    func offThread<Value: Sendable>(_ work: @escaping @Sendable (EditedFile) throws -> Value) async throws
        -> Value
    {
        try await NIOThreadPool.singleton.runIfActive { try work(self) }
    }

    func offThread<Value: Sendable>(_ work: @escaping @Sendable (EditedFile) -> Value) async -> Value {
        // The pool is shut down with the process only.
        (try? await NIOThreadPool.singleton.runIfActive { work(self) }) ?? work(self)
    }
}
