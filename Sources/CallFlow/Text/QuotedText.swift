import Telephony

/// A text of the file as messages quote it: in back quotes, cut after 80 Unicode scalars, control characters escaped.
func quoted(_ text: String) -> String {
    var shown = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
        guard index < 80 else { return "`\(shown)…`" }
        shown += scalar.isControl ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return "`\(shown)`"
}
