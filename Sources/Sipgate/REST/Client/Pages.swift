/// A paged list of the API as one sequence. A page is fetched when the previous one has been consumed.
///
/// ```swift
/// for try await entry in client.history.entries() { print(entry.source) }
/// let all = try await client.contacts.list().collect()
/// ```
///
/// Entries that are added or removed during the iteration shift the following pages. Before deleting entries, collect
/// all of them.
public struct Pages<Element: Identifiable & Sendable>: AsyncSequence, Sendable where Element.ID: Sendable {
    struct Page {
        /// The entries of the page.
        var items: [Element]
        /// The number of entries in all pages, if the API reports it.
        var total: Int?
    }

    /// The error type of the iteration.
    public typealias Failure = SipgateError

    let limit: Int
    let isIncluded: @Sendable (Element) -> Bool
    let fetch: @Sendable (_ offset: Int, _ limit: Int) async throws(SipgateError) -> Page

    /// - Parameters:
    ///   - limit: The maximum number of entries per page; at least 1.
    ///   - isIncluded: Filters the entries.
    init(
        limit: Int, where isIncluded: @escaping @Sendable (Element) -> Bool = { _ in true },
        fetch: @escaping @Sendable (_ offset: Int, _ limit: Int) async throws(SipgateError) -> Page
    ) {
        self.limit = Swift.max(1, limit)
        self.isIncluded = isIncluded
        self.fetch = fetch
    }

    /// Fetches all pages.
    public func collect() async throws(SipgateError) -> [Element] {
        var all: [Element] = []
        for try await element in self { all.append(element) }
        return all
    }

    /// Starts at the first page.
    public func makeAsyncIterator() -> Iterator { Iterator(pages: self) }

    /// The position in the list.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let pages: Pages
        private var waiting: ArraySlice<Element> = []
        private var offset = 0
        private var isLast = false
        private var firstOfPage: Element.ID?

        fileprivate init(pages: Pages) { self.pages = pages }

        /// Returns the next element, fetching a page if needed.
        public mutating func next() async throws(SipgateError) -> Element? {
            try await next(isolation: #isolation)
        }

        /// Returns the next element, fetching a page if needed.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(SipgateError) -> Element? {
            while waiting.isEmpty, !isLast {
                let page = try await pages.fetch(offset, pages.limit)
                offset += page.items.count
                isLast = page.items.count != pages.limit || page.total.map { offset >= $0 } ?? false
                // An endpoint without paging returns the same list again and again.
                if let first = page.items.first?.id, first == firstOfPage {
                    isLast = true
                    break
                }
                firstOfPage = page.items.first?.id
                waiting = page.items.filter(pages.isIncluded)[...]
            }
            return waiting.popFirst()
        }
    }
}
