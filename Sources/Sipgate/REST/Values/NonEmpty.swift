/// At least one of something, so that "delete these" can never be "delete none", which the API reads as "delete all".
public struct NonEmpty<Element> {
    /// At least one.
    public let elements: [Element]

    /// One or more.
    public init(_ first: Element, _ others: Element...) { elements = [first] + others }

    /// Nil for none.
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
    /// How many there are.
    public var endIndex: Int { elements.endIndex }
    /// The element at a place from 0.
    public subscript(index: Int) -> Element { elements[index] }
}

extension Array {
    /// In pieces of at most `length`, in order.
    func pieces(of length: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: length).map { self[$0..<Swift.min($0 + length, count)] }
    }
}
