extension Texts {
    /// Flows as lists of blocks, and the fields of menus beside their keys.
    enum Flows {
        static func title(_ name: String) -> String { either("Flow: \(name)", "Ablauf: \(name)") }
        static func stepsOf(_ number: String) -> String { either("Steps of \(number)", "Schritte von \(number)") }
        static var steps: String { either("Change the steps one by one", "Die Schritte einzeln ändern") }
        static var flows: String { either("Flows", "Abläufe") }
        static var help: String {
            either(
                "What happens on a call, from top to bottom.", "Was bei einem Anruf geschieht, von oben nach unten.")
        }
        static func noFlow(_ name: String) -> String {
            either("There is no flow called \(name).", "Einen Ablauf \(name) gibt es nicht.")
        }
        static var new: String { either("New flow", "Neuer Ablauf") }
        static var newName: String { either("Name of the new flow", "Name des neuen Ablaufs") }
        static var create: String { either("Add this flow", "Ablauf anlegen") }
        static var badName: String {
            either(
                "Enter a name of letters, digits, spaces, - and _, up to 64.",
                "Geben Sie einen Namen aus Buchstaben, Ziffern, Leerzeichen, - und _ ein, höchstens 64.")
        }
        static func exists(_ name: String) -> String {
            either("A flow called \(name) exists already.", "Einen Ablauf \(name) gibt es schon.")
        }
        static var newMenu: String { either("New menu", "Neues Auswahlmenü") }
        static func newMenuTitle(_ name: String) -> String { either("New menu: \(name)", "Neues Auswahlmenü: \(name)") }
        static var newMenuName: String { either("Name of the new menu", "Name des neuen Auswahlmenüs") }
        static var createMenu: String { either("Add a menu", "Auswahlmenü anlegen") }
        static func menuExists(_ name: String) -> String {
            either("A menu called \(name) exists already.", "Ein Auswahlmenü \(name) gibt es schon.")
        }
        static func menuAdded(_ name: String, hears prompt: String) -> String {
            either("Menu \(name): new, callers hear \(prompt)", "Auswahlmenü \(name): neu, Anrufer hören \(prompt)")
        }
        static func leadsTo(_ place: String, _ menu: String) -> String {
            either("\(place), at its end: menu \(menu)", "\(place), am Ende: Auswahlmenü \(menu)")
        }
        static var noKeys: String {
            either(
                "Enter at least one key, and what it does.", "Geben Sie mindestens eine Taste ein, und was sie bewirkt."
            )
        }
        static var picture: String { either("The flow as a picture", "Der Ablauf als Bild") }

        // MARK: Blocks

        static func block(_ number: Int) -> String { either("Step \(number)", "Schritt \(number)") }
        static func kind(_ kind: String) -> String {
            switch kind {
            case "play": either("Announcement", "Ansage")
            case "check": either("Opening hours", "Öffnungszeiten")
            case "do": either("Another flow, then on", "Anderer Ablauf, dann weiter")
            case "end": either("Where the call goes", "Wohin der Anruf geht")
            default: either("Set in the file", "In der Datei festgelegt")
            }
        }
        static var add: String { either("Add a step here", "Hier einen Schritt einfügen") }
        static var addShort: String { either("Add", "Einfügen") }
        static var up: String { either("Up", "Nach oben") }
        static var down: String { either("Down", "Nach unten") }
        static var remove: String { either("Remove", "Entfernen") }
        static var schedule: String { either("By the hours of", "Nach den Zeiten von") }
        static var flow: String { either("Flow", "Ablauf") }
        static var open: String { either("While open", "Wenn geöffnet") }
        static var closed: String { either("While closed", "Wenn geschlossen") }
        static var holiday: String { either("On holidays", "An Feiertagen") }
        static var next: String { either("Goes on with the next step", "Weiter mit dem nächsten Schritt") }
        static var asClosed: String { either("As while closed", "Wie wenn geschlossen") }
        static var inTheFile: String {
            either(
                "This step is written in the file, and stays as it is. Change it on the page Configuration.",
                "Dieser Schritt steht in der Datei und bleibt, wie er ist. Ändern Sie ihn auf der Seite Konfiguration."
            )
        }

        // MARK: Prompts

        static var announcement: String { either("Announcement", "Ansage") }
        static var andThen: String { either("and then", "und danach") }
        static var nothing: String { either("nothing", "keine") }
        static var chooseOne: String { either("please choose", "bitte wählen") }
        static func notPublished(_ name: String) -> String {
            either("\(name) (not published)", "\(name) (nicht veröffentlicht)")
        }
        static var recordOne: String {
            either("Record or upload another announcement", "Weitere Ansage aufnehmen oder hochladen")
        }
        static var newTab: String {
            either(
                "in a new tab; what you typed here stays, and the lists get the new one",
                "in neuem Tab; Ihre Eingaben hier bleiben, und die Listen erhalten die neue Ansage")
        }

        // MARK: What changes

        static func isNew(_ step: String) -> String { either("new: \(step)", "neu: \(step)") }
        static var removed: String { either("removed", "entfällt") }
        static func order(_ steps: String) -> String { either("New order: \(steps)", "Neue Reihenfolge: \(steps)") }
        static var noSteps: String {
            either("A flow needs at least one step.", "Ein Ablauf braucht mindestens einen Schritt.")
        }
        static func inBlock(_ number: Int, _ sentence: String) -> String { "\(block(number)): \(sentence)" }
        static var noSchedule: String { either("Choose a schedule.", "Wählen Sie einen Zeitplan.") }
        static var noOther: String { either("Choose another flow.", "Wählen Sie einen anderen Ablauf.") }

        // MARK: Menus

        static var prompt: String { either("What callers hear", "Was Anrufer hören") }
        static var again: String { either("When it repeats", "Bei Wiederholung") }
        static var same: String { either("the same", "dasselbe") }
        static var timeout: String { either("Wait for keys, in seconds", "Warten auf Tasten, in Sekunden") }
        static var timeoutShort: String { either("Wait for keys", "Warten auf Tasten") }
        static func seconds(_ milliseconds: Int) -> String {
            let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
            guard rest != 0 else { return "\(whole)" }
            var digits = String("\(1000 + rest)".dropFirst())
            while digits.last == "0" { digits.removeLast() }
            return either("\(whole).\(digits)", "\(whole),\(digits)")
        }
        static func notSeconds(_ text: String) -> String {
            either(
                "“\(text)” is not a time; write seconds from 0.001 to 60, such as 4 or 1.5.",
                "„\(text)“ ist keine Zeit; schreiben Sie Sekunden von 0,001 bis 60, zum Beispiel 4 oder 1,5.")
        }
        static var otherKeys: String { either("Any other key", "Jede andere Taste") }
        static var isWrong: String { either("counts as a wrong key", "gilt als falsche Taste") }
        static var silence: String { either("When no key is pressed", "Wenn keine Taste gedrückt wird") }
        static var wrongKey: String { either("When a wrong key is pressed", "Wenn eine falsche Taste gedrückt wird") }
        static var say: String { either("Say first", "Zuerst sagen") }
        static var tries: String { either("Ask so many times in all", "Insgesamt so oft fragen") }
        static func notTries(_ text: String) -> String {
            either("“\(text)” is not a number from 1 to 20.", "„\(text)“ ist keine Zahl von 1 bis 20.")
        }
        static var then: String { either("After that", "Danach") }

        // MARK: Rotas

        static func turnsTitle(_ rota: String) -> String { either("Turns: \(rota)", "Reihenfolge: \(rota)") }
        static var turns: String { either("Turns in their order", "Wer wann an der Reihe ist") }
        static func turn(_ number: Int) -> String { either("Turn \(number)", "\(number). an der Reihe") }
        static var change: String { either("Change turns", "Reihenfolge ändern") }
        static var person: String { either("Taken by", "Es übernimmt") }
        static var noTurns: String {
            either("At least one person must have a turn.", "Mindestens eine Person muss an der Reihe sein.")
        }
        static var choosePerson: String { either("Choose a person.", "Wählen Sie eine Person.") }
        static var planInTheFile: String {
            either(
                "The turns are a plan by date, which is set in the file.",
                "Die Reihenfolge ist ein Plan nach Datum, der in der Datei festgelegt ist.")
        }

        // MARK: Trying a draft

        static var tryDraft: String { either("Try by telephone", "Probeanruf") }
        static var draft: String {
            either(
                "This calls your changes as they would be. They are not saved yet, and no caller hears them.",
                "Hier rufen Sie Ihre Änderungen an, wie sie wären. Sie sind noch nicht gespeichert, und niemand sonst hört sie."
            )
        }
        static var draftGone: String {
            either(
                "The draft is not here any more. Choose “Try by telephone” again in the form.",
                "Der Entwurf ist nicht mehr da. Wählen Sie im Formular noch einmal „Probeanruf“.")
        }
    }
}
