/// A list of at least one element. The API understands "delete an empty list" as "delete all"; with this type, that request
/// cannot be made.
public struct NonEmpty<Element> {
    /// At least one.
    public let elements: [Element]

    /// Creates a list of one or more elements.
    public init(_ first: Element, _ others: Element...) { elements = [first] + others }

    /// Creates a list; returns `nil` for an empty sequence.
    public init?(elements: some Sequence<Element>) {
        let elements = Array(elements)
        guard !elements.isEmpty else { return nil }
        self.elements = elements
    }
}

extension NonEmpty: Sendable where Element: Sendable {}
extension NonEmpty: Equatable where Element: Equatable {}
extension NonEmpty: Hashable where Element: Hashable {}

extension NonEmpty: RandomAccessCollection {
    /// 0
    public var startIndex: Int { elements.startIndex }
    /// The number of elements.
    public var endIndex: Int { elements.endIndex }
    /// Accesses the element at an index.
    public subscript(index: Int) -> Element { elements[index] }
}

extension Array {
    /// Splits the list into lists of at most `length` elements.
    func batches(of length: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: length).map { self[$0..<Swift.min($0 + length, count)] }
    }
}
