/// Whose things the visitor of the request that is being answered may see.
///
/// `AdminController` sets it, and everything that pages show or forms change goes through `VisiblePlan`, which reads it. So a page that
/// knows nothing of customers shows no one what is not theirs. A stream that outlives the request keeps it only if its task was begun
/// while the request was answered; threads of a pool do not have it.
enum VisitorScope {
    /// Keys of customers; nil: the visitor sees everything.
    @TaskLocal static var customers: Set<String>?
}
