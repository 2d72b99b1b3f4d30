extension Texts {
    /// The instances on the page *Health*.
    enum Instances {
        static var title: String { either("Instances", "Instanzen") }
        static var about: String {
            either(
                "They have one configuration in common, whichever of them a call reaches.",
                "Sie haben eine gemeinsame Konfiguration, gleich bei welcher ein Anruf ankommt.")
        }
        static var name: String { either("Instance", "Instanz") }
        static var state: String { either("State", "Zustand") }
        static var version: String { either("Version", "Fassung") }
        static var release: String { either("Program", "Programm") }
        static var ready: String { either("ready", "bereit") }
        static var notReady: String { either("not ready", "nicht bereit") }
        static var away: String { either("away", "nicht erreichbar") }
    }
}
