import Foundation
import Telephony

/// The fields of a request as JSON: `[["event","newCall"],["user","Jürgen"],…]`. Pairs rather than an object, because the
/// order counts and a name may occur several times.
enum FormFieldsJSON {
    /// Returns `nil` for no fields.
    static func text(of fields: [LoggedEvent.Field]) -> String? {
        guard !fields.isEmpty else { return nil }
        var text = "["
        for field in fields {
            text += text == "[" ? "[" : ",["
            text.appendJSONString(field.name)
            text += ","
            text.appendJSONString(field.value)
            text += "]"
        }
        return text + "]"
    }

    /// Returns no fields for any other text.
    static func fields(_ text: String?) -> [LoggedEvent.Field] {
        guard let text, let pairs = try? JSONDecoder().decode([[String]].self, from: Data(text.utf8)) else { return [] }
        return pairs.compactMap { $0.count == 2 ? LoggedEvent.Field($0[0], $0[1]) : nil }
    }
}
