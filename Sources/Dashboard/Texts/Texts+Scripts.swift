extension Texts {
    /// The sheet for those who record announcements.
    enum Scripts {
        static var title: String { either("Announcements to record", "Ansagen zum Aufnehmen") }
        static var file: String { either("File", "Datei") }
        static var text: String { either("Text", "Text") }
        static var usedBy: String { either("Used by", "Verwendet von") }
        static var seconds: String { either("Seconds", "Sekunden") }
        static var state: String { either("State", "Stand") }
        static var noText: String { either("No text yet.", "Noch kein Text.") }
        static var unused: String { either("nothing", "nichts") }
        static func about(_ seconds: Int) -> String {
            either("about \(seconds) s", "etwa \(seconds) s")
        }
        static var recorded: String { either("recorded", "aufgenommen") }
        static var spoken: String { either("spoken by an engine", "wird künstlich gesprochen") }
        static var changing: String {
            either(
                "changes with the time, spoken by an engine", "wechselt mit der Zeit, wird künstlich gesprochen")
        }
        static var missing: String { either("missing", "fehlt") }
        static func summary(_ count: Int, missing: Int, seconds: Int) -> String {
            let length = "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
            return either(
                "\(count) \(count == 1 ? "announcement" : "announcements"), \(missing) missing, about \(length) minutes of text.",
                "\(count) \(count == 1 ? "Ansage" : "Ansagen"), davon \(missing == 1 ? "fehlt 1" : "fehlen \(missing)"), etwa \(length) Minuten Text."
            )
        }
    }
}
