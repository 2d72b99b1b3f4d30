import CallFlow
import HTTPListener
import Sipgate
import Telephony

/// Names that people give to new flows, menus and schedules. The language has more; these are never misunderstood in addresses.
///
/// People of customers name flows and menus in the folder of their customer (`bakery/night`), as they name recordings: so a name is
/// no one else's, is theirs before a number leads there, and does not say what others have.
enum NewName {
    static func isValid(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || " -_".unicodeScalars.contains($0)
            }
    }

    /// Whether a flow or menu that does not exist yet may be called so by the visitor.
    static func isValid(path name: String, in configuration: Configuration) -> Bool {
        let folder = configuration.customers.values.first { name.hasPrefix($0.folder) }?.folder
        guard let folder else { return VisitorScope.customers == nil && isValid(name) }
        return name.count <= 64 && isValid(String(name.dropFirst(folder.count)))
    }

    /// The whole name of what a form adds; nil if it is not valid.
    static func path(_ fields: FormFields, in configuration: Configuration) -> String? {
        var name = (fields["name"] ?? "").trimmed
        let customers = configuration.customers
        let first = VisitorScope.customers == nil ? nil : customers.keys.min()
        if let customer = fields["customer"].flatMap({ customers[$0] }) ?? first.flatMap({ customers[$0] }),
            !name.hasPrefix(customer.folder)
        {
            name = customer.folder + name
        }
        return isValid(path: name, in: configuration) ? name : nil
    }

    /// The fields of a form that adds something: its name, and whose it is where there are customers.
    ///
    /// - Parameter id: of the name's field.
    static func fields(_ id: String, _ label: String, in configuration: Configuration) -> HTML {
        let customers = configuration.customers.values.sorted { $0.title < $1.title }
        let isLimited = VisitorScope.customers != nil
        let none: HTML? = isLimited ? nil : "<option value=\"\">\(Texts.Customers.none)</option>"
        let chooser: HTML? =
            customers.count > (isLimited ? 1 : 0)
            ? """
            <div><label for="\(id)-customer">\(Texts.Customers.customer)</label><select id="\(id)-customer" name="customer">\
            \(none)\(customers.map { "<option value=\"\($0.name)\">\($0.title)</option>" as HTML })</select></div>
            """ : nil
        return """
            <div><label for="\(id)">\(label)</label>\
            <input id="\(id)" name="name" maxlength="64" required autocomplete="off"></div>\(chooser)
            """
    }
}

extension StepPlace {
    /// As a hidden field carries it: `flow:day`, `number:+49211400*`.
    var field: String {
        switch self {
        case .flow(let name): "flow:\(name)"
        case .number(let pattern): "number:\(pattern)"
        }
    }

    init?(field: String) {
        let parts = field.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "flow": self = .flow(parts[1])
        case "number":
            guard let pattern = try? NumberPattern(parts[1]) else { return nil }
            self = .number(pattern)
        default: return nil
        }
    }
}
