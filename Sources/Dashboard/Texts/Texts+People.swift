extension Texts {
    /// Logins, roles and invitations.
    enum People {
        static var title: String { either("People", "Personen") }
        static var about: String {
            either("Who has a login, and what they may do.", "Wer einen Zugang hat, und was er darf.")
        }
        static var introduction: String {
            either(
                "Each person has a login and a role. The owner logs in with the dashboard's password and no name.",
                "Jede Person hat einen Zugang und eine Rolle. Der Inhaber meldet sich ohne Namen mit dem Passwort des Dashboards an."
            )
        }
        static var noPassword: HTML {
            either(
                html:
                    "Set a password for yourself first: <code>announce password</code> on the server. Without one, everyone at "
                    + "this machine is the owner.",
                "Legen Sie zuerst ein Passwort für sich selbst fest: <code>announce password</code> auf dem Server. Ohne Passwort ist "
                    + "jeder an diesem Rechner der Inhaber.")
        }
        static var name: String { either("Name", "Name") }
        static var role: String { either("Role", "Rolle") }
        static var state: String { either("Login", "Zugang") }
        static func role(_ role: Role) -> String {
            switch role {
            case .owner: either("Owner", "Inhaber")
            case .editor: either("Editor", "Bearbeiten")
            case .switching: either("Switch and listen", "Schalten und anhören")
            case .reader: either("Read only", "Nur ansehen")
            }
        }
        static func explanation(_ role: Role) -> String {
            switch role {
            case .owner: either("everything, also people", "alles, auch Personen")
            case .editor: either("everything but people", "alles außer Personen")
            case .switching:
                either(
                    "opens and closes schedules, swaps turns, listens to announcements",
                    "öffnet und schließt, tauscht Dienste, hört Ansagen an")
            case .reader: either("sees everything, changes nothing", "sieht alles, ändert nichts")
            }
        }
        static var active: String { either("active", "aktiv") }
        static var invited: String { either("invited", "eingeladen") }
        static var expired: String { either("invitation expired", "Einladung abgelaufen") }
        static var changeRole: String { either("Save", "Speichern") }
        static var again: String { either("New link", "Neuer Link") }
        static var remove: String { either("Remove", "Entfernen") }
        static var invite: String { either("Invite", "Einladen") }
        static var inviteTitle: String { either("Invite someone", "Jemanden einladen") }
        static func link(_ name: String) -> String {
            either(
                "Give this link to \(name). It works once, for 7 days, and is not shown again.",
                "Geben Sie \(name) diesen Link. Er gilt einmal, 7 Tage lang, und wird nicht wieder angezeigt.")
        }
        static func changed(_ name: String, _ role: Role) -> String {
            either("\(name): \(Self.role(role)).", "\(name): \(Self.role(role)).")
        }
        static func removed(_ name: String) -> String { either("\(name) was removed.", "\(name) wurde entfernt.") }
        static func refused(_ refusal: InvitationRefusal) -> String {
            switch refusal {
            case .badName: either("Enter a name of 1 to 60 letters.", "Geben Sie einen Namen mit 1 bis 60 Zeichen ein.")
            case .nameTaken: either("Someone has this name already.", "Diesen Namen hat schon jemand.")
            case .ownerOfCustomers:
                either(
                    "An owner sees all customers. Choose another role, or all customers.",
                    "Ein Inhaber sieht alle Kunden. Wählen Sie eine andere Rolle oder alle Kunden.")
            case .tooMany: either("More than 100 people are not possible.", "Mehr als 100 Personen gehen nicht.")
            }
        }
        static var notStored: String {
            either(
                "This could not be stored. See the log.",
                "Das konnte nicht gespeichert werden. Den Grund nennt das Protokoll.")
        }

        // MARK: The invitation

        static func welcome(_ name: String) -> String { either("Welcome, \(name)", "Willkommen, \(name)") }
        static var choose: String {
            either(
                "Choose a password of at least 8 characters. A sentence works best.",
                "Wählen Sie ein Passwort mit mindestens 8 Zeichen. Am besten ist ein Satz.")
        }
        static var set: String { either("Set password", "Passwort festlegen") }
        static var badLink: String {
            either(
                "This link was used or has expired. Ask for a new one.",
                "Dieser Link wurde schon benutzt oder ist abgelaufen. Bitten Sie um einen neuen.")
        }
        static var tooShort: String {
            either(
                "The password is too short: use at least 8 characters.",
                "Das Passwort ist zu kurz: Nehmen Sie mindestens 8 Zeichen.")
        }
        static var tooLong: String { either("The password is too long.", "Das Passwort ist zu lang.") }
        static var notAllowed: String { either("Not allowed", "Nicht erlaubt") }
        static func notAllowed(_ role: Role) -> String {
            either(
                "Your role is “\(Self.role(role))”. Ask the owner if you need more.",
                "Ihre Rolle ist „\(Self.role(role))“. Wenden Sie sich an den Inhaber, wenn Sie mehr brauchen.")
        }
        static var loginName: String { either("Name (the owner leaves it empty)", "Name (der Inhaber lässt ihn leer)") }
        static var wrong: String { either("Wrong name or password.", "Name oder Passwort ist falsch.") }
    }
}
