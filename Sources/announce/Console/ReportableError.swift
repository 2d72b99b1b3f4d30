/// An error that ends a command with status 1 and one sentence on standard error.
///
/// Commands throw such errors and leave the printing to the program's entry point. The sentences stand beside the
/// commands and not beside the errors: what is wrong, where, and what to do next.
protocol ReportableError: Error {
    var sentence: String { get }
}
