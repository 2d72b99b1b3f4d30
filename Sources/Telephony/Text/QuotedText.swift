/// A text as messages quote it: in back quotes, cut after 80 Unicode scalars, characters that steer a terminal or the
/// order of text escaped.
package func quoted(_ text: String) -> String {
    var shown = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
        guard index < 80 else { return "`\(shown)…`" }
        shown += scalar.steersText ? scalar.escaped(asASCII: true) : String(scalar)
    }
    return "`\(shown)`"
}
