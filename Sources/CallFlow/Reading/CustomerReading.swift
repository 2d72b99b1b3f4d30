import Telephony

/// `customers:`.
extension ConfigurationReader {
    func readCustomers(_ node: YAMLNode) -> [CustomerSyntax] {
        (entries(node, of: "`customers`") ?? []).map { entry in
            checkName(entry.key)
            var customer = CustomerSyntax(name: entry.key)
            let owner = "the customer \(quoted(entry.key.value))"
            switch entry.value.content {
            case .text where entry.value.isNothing: problems.add(.noValue(entry.key.value), at: entry.key.span)
            // Most customers are nothing but numbers.
            case .text, .list: customer.numbers = numbers(entry.value, of: owner)
            case .mapping:
                let known = LanguageMapping.customer.names
                guard let fields = fields(entry.value, of: owner, at: entry.key.span, known: known) else { break }
                customer.title = fields["name"].flatMap { text($0, of: "`name`") }?.value
                customer.numbers = fields["numbers"].map { numbers($0, of: "`numbers`") } ?? []
                customer.schedules = fields["schedules"].map { texts($0, of: "`schedules`") } ?? []
                customer.recordings = fields["recordings"].map { texts($0, of: "`recordings`") } ?? []
            }
            return customer
        }
    }

    private func numbers(_ node: YAMLNode, of owner: String) -> [Located<NumberPattern>] {
        texts(node, of: owner).compactMap { text in
            numberPattern(text, orWordsLike: []).map { Located(value: $0, span: text.span) }
        }
    }
}
