/// How many things a command has created, changed or deleted.
struct Counted {
    private let count: Int
    private let (one, several): (String, String)

    init(_ count: Int, _ one: String, _ several: String) {
        (self.count, self.one, self.several) = (count, one, several)
    }

    /// `2 contacts`
    var words: String { "\(count) \(count == 1 ? one : several)" }

    /// Prints `{"deleted": 2}` with `--json`, otherwise a sentence on standard error.
    func report(_ what: String, _ options: AccountOptions) {
        if options.json {
            Console.result(jsonText([what: count]))
        } else {
            Console.note("\(words) \(what).")
        }
    }
}
