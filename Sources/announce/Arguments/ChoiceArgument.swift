public import ArgumentParser

extension ExpressibleByArgument where Self: CaseIterable, Self: RawRepresentable, RawValue == String {
    /// None: the options' values need no description. The parser's own default looks for descriptions through key paths,
    /// which takes a hundredth of the time of a short conversion.
    public static var allValueDescriptions: [String: String] { [:] }
}

extension ColorChoice: ExpressibleByArgument {}
