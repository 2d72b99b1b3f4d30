extension Texts {
    /// Customers, and what their people may see and change.
    enum Customers {
        static var customer: String { either("Customer", "Kunde") }
        static var customers: String { either("Customers", "Kunden") }
        static var all: String { either("All customers", "Alle Kunden") }
        static var none: String { either("none", "keiner") }
        static func byRange(_ customer: String) -> String {
            either("\(customer), by its range", "\(customer), durch den Rufnummernblock")
        }
        static func isShared(_ name: String) -> String {
            either(
                "Others use \(name) too, so only people who see all customers can change it. Ask the owner.",
                "\(name) nutzen auch andere. Ändern kann das nur, wer alle Kunden sieht. Wenden Sie sich an den Inhaber."
            )
        }
        static var notForCustomers: String {
            either(
                "This page is for people who see all customers. Ask the owner if you need it.",
                "Diese Seite ist für Personen, die alle Kunden sehen. Wenden Sie sich an den Inhaber, wenn Sie sie brauchen."
            )
        }
        static var notReady: String {
            either(
                "Calls are not answered as usual at the moment. The owner sees the reason.",
                "Anrufe werden gerade nicht wie gewohnt beantwortet. Der Inhaber sieht den Grund.")
        }
        static func recordingName(_ folder: String) -> String {
            either(
                "Names of your recordings begin with \(folder), for example \(folder)welcome.",
                "Die Namen Ihrer Aufnahmen beginnen mit \(folder), zum Beispiel \(folder)begruessung.")
        }
        static var help: String {
            either(
                "Sees schedules, numbers, announcements and calls of these customers only. None chosen: everything.",
                "Sieht nur Öffnungszeiten, Rufnummern, Ansagen und Anrufe dieser Kunden. Keiner gewählt: alles.")
        }
        static func change(_ name: String) -> String {
            either("Role and customers of \(name)", "Rolle und Kunden von \(name)")
        }
        static func calls(of customer: String) -> String {
            either("Calls of \(customer)", "Anrufe von \(customer)")
        }
        static var choose: String { either("Customers…", "Kunden…") }
        static var unknown: String { either("There is no such person.", "Diese Person gibt es nicht.") }
        static var gone: String { either("no longer in the file", "nicht mehr in der Datei") }
        static var some: String { either("Only these customers", "Nur diese Kunden") }
        static var noneChosen: String {
            either(
                "Choose at least one customer, or all customers.",
                "Wählen Sie mindestens einen Kunden oder alle Kunden.")
        }
    }
}
