package import Telephony

/// A part of a configuration that belongs to customers.
package enum CustomerPart: Hashable, Sendable {
    /// `nil` is `default`.
    case number(CallDirection, NumberPattern?)
    case flow(String)
    case menu(String)
    case schedule(String)
    case rota(String)
    case person(String)
    case list(String)
    case announcement(AnnouncementName)

    /// The name in the file.
    package var name: String {
        switch self {
        case .number(_, let pattern): pattern?.description ?? "default"
        case .flow(let name), .menu(let name), .schedule(let name), .rota(let name), .person(let name),
            .list(let name):
            name
        case .announcement(let name): name.text
        }
    }
}

/// Who a part belongs to.
package enum PartOwner: Hashable, Sendable {
    case customer(String)
    /// Those who run the server: numbers without a customer use it.
    case house

    /// Whether it is one of some customers.
    func isOne(of customers: Set<String>) -> Bool {
        if case .customer(let name) = self { customers.contains(name) } else { false }
    }
}
