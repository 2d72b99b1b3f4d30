import CallLog
import Sipgate
import Webhook

/// The form of a request as the call log stores it.
enum LoggedForm {
    /// The fields in their order, masked. Empty for bytes that are not a form, which are never recorded.
    static func fields(of form: [UInt8], numbers: LoggedNumbers, keepsDigits: Bool) -> [LoggedEvent.Field] {
        let fields = (try? FormFields(form))?.fields ?? []
        return fields.map { field in
            switch field.name {
            case "from", "to", "answeringNumber", "diversion":
                // `anonymous` and an empty value are not numbers.
                let isNumber = field.value.utf8.contains { (0x30...0x39).contains($0) }
                return LoggedEvent.Field(field.name, isNumber ? numbers.text(field.value) : field.value)
            case "dtmf" where !keepsDigits && !field.value.isEmpty && field.value != "-1":
                let count = field.value.count
                return LoggedEvent.Field(field.name, count == 1 ? "(1 key)" : "(\(count) keys)")
            default:
                return LoggedEvent.Field(field.name, field.value)
            }
        }
    }
}
