import CallFlow
import Telephony

/// Names that people give to new flows, menus and schedules. The language has more; these are never misunderstood in addresses.
enum NewName {
    static func isValid(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || " -_".unicodeScalars.contains($0)
            }
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
