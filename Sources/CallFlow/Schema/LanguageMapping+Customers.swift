extension LanguageMapping {
    static let customer = LanguageMapping([
        Key("name", .anyText, "The customer's name for people. Default: the key."),
        Key(
            "numbers", .oneOrMore(customerNumber),
            "The customer's numbers; with a * at the end all that begin like this. Flows, menus, schedules and recordings that they use belong to the customer too."
        ),
        Key("schedules", .oneOrMore(.anyText), "Further schedules, beside those that the numbers use."),
        Key(
            "recordings", .oneOrMore(.anyText),
            "Further recordings, e.g. bakery/* or christmas. Those in the folder of the customer's key always belong to it."
        ),
    ])

    /// A customer with nothing but numbers, or a mapping.
    static let customerValue: SchemaNode = ["anyOf": [customerNumbers, customer.schema]]

    private static let customerNumber: SchemaNode = ["type": ["string", "integer"]]
    private static let customerNumbers = SchemaNode.oneOrMore(customerNumber)
}
