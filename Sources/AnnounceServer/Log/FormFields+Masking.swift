import CallLog
import Sipgate
import Webhook

extension FormFields {
    /// The fields as the call log keeps them: numbers masked, and keys replaced by their count, where the settings want it.
    func masked(_ numbers: LoggedNumbers, keepsDigits: Bool) -> [LoggedEvent.Field] {
        fields.map { field in
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
