import HTTPListener

/// The part of a long list that a page shows, and the links to the parts before and after it.
struct Paging {
    /// Rows of the whole list.
    let count: Int
    /// Rows of a page at most.
    let length: Int
    /// The row that the page begins with, from 0.
    let first: Int

    /// - Parameter first: as in the address of the page: the row that it begins with; anything else is the first page.
    init(_ count: Int, length: Int, first: String?) {
        (self.count, self.length) = (count, length)
        // Lists get shorter while people look at them.
        let row = first.flatMap { Int($0) } ?? 0
        self.first = (0..<max(1, count)).contains(row) ? row : 0
    }

    var rows: Range<Int> { min(first, count)..<min(count, first + length) }

    /// Nil if the whole list is shown.
    ///
    /// - Parameters:
    ///   - path: of the page.
    ///   - fields: of its query beside `first`; empty ones are left out.
    ///   - anchor: the part of the page that the links lead to.
    func links(_ path: String, _ fields: [(String, String)] = [], anchor: String = "") -> HTML? {
        guard count > length else { return nil }
        func link(_ first: Int, _ words: String, _ relation: String) -> HTML {
            let query = String.query(of: fields + [("first", first == 0 ? "" : "\(first)")])
            let address = path + (query.isEmpty ? "" : "?" + query) + (anchor.isEmpty ? "" : "#" + anchor)
            return "<a class=\"button quiet\" rel=\"\(relation)\" href=\"\(address)\">\(words)</a>"
        }
        let before: HTML? = first > 0 ? link(max(0, first - length), Texts.Home.previous, "prev") : nil
        let after: HTML? = first + length < count ? link(first + length, Texts.Home.next, "next") : nil
        let range = Texts.Home.range(first + 1, rows.upperBound, count)
        return "<p class=\"row pages\">\(before)<span>\(range)</span>\(after)</p>"
    }
}
